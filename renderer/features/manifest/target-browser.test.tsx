import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StudioError } from '../../../shared/errors';
import type { Target, TargetCheck } from '../../../shared/manifest/types';
import { deferred } from '../../testing/fake-studio';
import { DEFAULTS, openCompose, workspace } from '../../testing/compose';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const HARDWARE = ['qemu', 'rpi4', 'aws'];
const targets: Target[] = HARDWARE.flatMap((target) =>
  ['ostree', 'regular'].flatMap((type) =>
    ['x86_64', 'aarch64'].flatMap((arch) =>
      ['minimal', 'qm'].map((image): Target => ({
        ...{ layout: 'images', distro: 'autosd', target, image, type, arch, formats: ['qcow2', 'img'] },
        name: `autosd-${target}-${image}-${type}.${arch}`,
        manifest: 'images/minimal.mpp.yml',
      })),
    ),
  ),
);
const many = { ...workspace, targets };
const open = (more: Parameters<typeof openCompose>[0] = {}) =>
  openCompose({ 'workspace.current': () => many, 'workspace.setFavourite': () => null, ...more });
const list = () => within(screen.getByRole('list', { name: 'Targets' }));
const names = () =>
  list()
    .getAllByRole('listitem')
    .map((row) => row.getAttribute('aria-label'));

describe('finding a target', () => {
  it('takes words in any order, and parts of the names with their counts', async () => {
    await open();
    const filter = screen.getByRole('searchbox', { name: 'Filter targets and files' });
    fireEvent.change(filter, { target: { value: 'rpi4 qm ost' } });
    expect(names()).toEqual(['autosd-rpi4-qm-ostree.x86_64', 'autosd-rpi4-qm-ostree.aarch64']);
    const parts = within(screen.getByRole('group', { name: 'Parts of the name' }));
    expect(parts.queryByRole('button', { name: 'Distro' })).toBeNull();
    fireEvent.click(parts.getByRole('button', { name: 'Arch' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'aarch64 1' }));
    expect(names()).toEqual(['autosd-rpi4-qm-ostree.aarch64']);
    fireEvent.change(filter, { target: { value: '' } });
    expect(screen.getByText('12 of 24')).toBeTruthy();
    fireEvent.click(parts.getByRole('button', { name: 'Any arch' }));
    expect(screen.getByText('24')).toBeTruthy();
  });

  it('keeps favourites on top, marked with the star or the key F, and takes a refused mark back', async () => {
    let refuses = false;
    const { store, called } = await open({
      'workspace.setFavourite': () => {
        if (refuses) throw new StudioError('internal', 'The file cannot be written.');
        return null;
      },
    });
    fireEvent.click(list().getByRole('button', { name: 'Favourite autosd-qemu-qm-ostree.x86_64' }));
    expect(names()[0]).toBe('autosd-qemu-qm-ostree.x86_64');
    expect(called('workspace.setFavourite')).toEqual([{ target: 'autosd-qemu-qm-ostree.x86_64', favourite: true }]);
    fireEvent.click(list().getAllByRole('button', { name: 'autosd-qemu-qm-ostree.x86_64' })[0]!);
    const keys = screen.getByRole('group', { name: 'Targets by keyboard' });
    fireEvent.keyDown(keys, { key: 'ArrowDown' });
    expect(store.getState().target).toBe('autosd-qemu-minimal-ostree.x86_64');
    refuses = true;
    fireEvent.keyDown(keys, { key: 'f' });
    await waitFor(() => expect(store.getState().problem?.message).toContain('cannot be written'));
    expect(store.getState().workspace?.favourites).toEqual(['autosd-qemu-qm-ostree.x86_64']);
  });

  it('folds a group, and copies a name from the menu', async () => {
    await open();
    const copied: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
    const before = names().length;
    fireEvent.click(list().getByRole('button', { name: /autosd-qemu\.x86_64/, expanded: true }));
    expect(names()).toHaveLength(before - 4);
    fireEvent.contextMenu(list().getByRole('button', { name: 'autosd-qemu-qm-regular.aarch64' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Copy name with .img' }));
    expect(copied).toEqual(['autosd-qemu-qm-regular.aarch64.img']);
  });
});

const fine = (target: string): TargetCheck => ({
  ...{ target, ok: true, problems: [], pipelines: 3, stages: 40, packages: 172, tookMs: 1200 },
});
const broken = (target: string): TargetCheck => ({
  ...fine(target),
  ok: false,
  problems: [{ severity: 'error', message: 'No package frob.', file: DEFAULTS, line: 2, column: 1 }],
});

describe('checking all targets', () => {
  it('runs two at a time, tells how far it is, and leads from a failure to its place', async () => {
    const waiting: { target: string; done: (check: TargetCheck) => void }[] = [];
    const { store } = await open({
      'manifest.check': ({ target }: { target: string }) => {
        const answer = deferred<TargetCheck>();
        waiting.push({ target, done: answer.resolve });
        return answer.promise;
      },
    });
    fireEvent.click(screen.getByRole('tab', { name: 'Check' }));
    fireEvent.click(screen.getByRole('button', { name: 'Check 24' }));
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[0]!.done(broken(waiting[0]!.target));
    await waitFor(() => expect(waiting).toHaveLength(3));
    expect(screen.getByText(/1 of 24 .* 1 failed/)).toBeTruthy();
    // What goes on is not lost by looking elsewhere.
    fireEvent.click(screen.getByRole('tab', { name: 'Manifest' }));
    for (let index = 1; index < 24; index += 1) {
      await waitFor(() => expect(waiting.length).toBeGreaterThan(index));
      waiting[index]!.done(fine(waiting[index]!.target));
    }
    fireEvent.click(await screen.findByRole('tab', { name: 'Check 1 failed' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Only failed' }));
    const grid = within(screen.getByRole('grid', { name: 'Checked targets' }));
    expect(grid.getAllByRole('row')).toHaveLength(1);
    fireEvent.click(grid.getByRole('row'));
    expect(store.getState().target).toBe(waiting[0]!.target);
    fireEvent.click(screen.getByRole('button', { name: `${DEFAULTS}:2` }));
    expect(store.getState()).toMatchObject({ file: DEFAULTS, jump: { line: 2 } });
    expect(screen.getByRole('tab', { name: 'Manifest' }).getAttribute('aria-selected')).toBe('true');
  });

  it('is cancelled: what runs is ended, the rest is not begun', async () => {
    const running = deferred<TargetCheck>();
    const { called, store } = await open({
      'manifest.check': () => running.promise,
      'manifest.cancel': () => {
        running.reject(new StudioError('cancelled', 'Cancelled.'));
        return null;
      },
    });
    fireEvent.click(screen.getByRole('tab', { name: 'Check' }));
    fireEvent.click(screen.getByRole('button', { name: 'Check 24' }));
    await waitFor(() => expect(called('manifest.check')).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/Cancelled after 2 of 24/)).toBeTruthy();
    expect(called('manifest.cancel')).toEqual([
      { targets: ['autosd-qemu-minimal-ostree.x86_64', 'autosd-qemu-qm-ostree.x86_64'] },
    ]);
    expect(called('manifest.check')).toHaveLength(2);
    expect(store.getState().checks.size).toBe(0);
  });
});

describe('a new image', () => {
  it('shows its targets as it is named, is created from a template, and is chosen', async () => {
    const made: Target = {
      ...targets[0]!,
      image: 'mine',
      name: 'autosd-qemu-mine-ostree.x86_64',
      manifest: 'images/mine.mpp.yml',
    };
    let created = false;
    const { store, called } = await open({
      'workspace.current': () => (created ? { ...many, targets: [...targets, made] } : many),
      'manifest.read': () => ({ text: 'name: mine\n', hash: 'h' }),
      'workspace.templates': () => [{ id: 'minimal', title: 'Minimal', summary: 'Boots to a login prompt' }],
      'workspace.newImage': () => {
        created = true;
        return { path: 'images/mine.mpp.yml' };
      },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Switch the workspace' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'New image… Ctrl Alt N' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'New image' }));
    const name = dialog.getByRole('textbox', { name: 'Name of the image' });
    fireEvent.change(name, { target: { value: 'my-image' } });
    expect(dialog.getByText(/use an underscore/)).toBeTruthy();
    fireEvent.change(name, { target: { value: 'qm' } });
    expect(dialog.getByText('There is such an image.')).toBeTruthy();
    fireEvent.change(name, { target: { value: 'mine' } });
    expect(dialog.getByText('autosd-rpi4-mine-regular.aarch64')).toBeTruthy();
    expect((await dialog.findByRole<HTMLInputElement>('radio', { name: 'Minimal' })).checked).toBe(true);
    fireEvent.click(dialog.getByRole('button', { name: 'Create' }));
    await waitFor(() => expect(store.getState().target).toBe(made.name));
    expect(called('workspace.newImage')).toEqual([{ name: 'mine', from: { kind: 'template', id: 'minimal' } }]);
    expect(store.getState().file).toBe('images/mine.mpp.yml');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('recent workspaces', () => {
  it('whose folder is gone are looked for, or taken off the list', async () => {
    const gone = { path: '/gone', name: 'gone', exists: false };
    let recents = [gone];
    const { called } = await openCompose({
      'workspace.current': () => null,
      'workspace.recents': () => recents,
      'workspace.forgetRecent': () => {
        recents = [];
        return null;
      },
      'app.chooseFolder': () => null,
    });
    fireEvent.click(screen.getByRole('button', { name: 'Locate…' }));
    await waitFor(() => expect(called('app.chooseFolder')).toEqual([{ title: 'Where is /gone now?' }]));
    expect(called('workspace.forgetRecent')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove gone from the list; its folder stays' }));
    await waitFor(() => expect(screen.queryByText('folder is gone')).toBeNull());
    expect(called('workspace.forgetRecent')).toEqual([{ path: '/gone' }]);
  });
});
