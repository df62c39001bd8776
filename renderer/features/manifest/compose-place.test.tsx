import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../shared/errors';
import { DEFAULTS, editor, IMAGE, openCompose, type, workspace } from '../../testing/compose';
import { ComposePlace } from './compose-place';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('without a workspace', () => {
  it('says how to get one, and marks what is gone', async () => {
    const { called } = await openCompose({
      'workspace.current': () => null,
      'workspace.createStarter': () => workspace,
    });
    expect(screen.getByText('folder is gone')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'gone /gone' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Create the starter workspace' }));
    expect(await screen.findByRole('listitem', { name: 'starter-qemu-minimal-ostree.x86_64' })).toBeTruthy();
    expect(called('workspace.createStarter')).toEqual([{}]);
  });

  it('opens the folder that was chosen', async () => {
    const { called } = await openCompose({
      'workspace.current': () => null,
      'app.chooseFolder': () => '/srv/images',
      'workspace.open': () => {
        throw new StudioError('invalid-input', 'It is no workspace.');
      },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Open a folder…' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It is no workspace.');
    expect(called('workspace.open')).toEqual([{ path: '/srv/images' }]);
  });

  it('tells a failure, and tries again', async () => {
    let fails = true;
    const { studio } = await openCompose({
      'workspace.current': () => {
        if (fails) throw new StudioError('internal', 'The engine is gone.');
        return null;
      },
    });
    expect(screen.getByRole('alert').textContent).toContain('The engine is gone.');
    fails = false;
    const before = studio.listeners();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(studio.listeners()).toBe(before);
    expect(await screen.findByRole('button', { name: 'Create the starter workspace' })).toBeTruthy();
  });
});

describe('targets and files', () => {
  it('filters targets and files, and selects', async () => {
    const { store } = await openCompose();
    expect(screen.getByText('the loop')).toBeTruthy();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter targets and files' }), {
      target: { value: 'upgrade' },
    });
    const list = screen.getByRole('list', { name: 'Targets' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    fireEvent.click(within(list).getByRole('button', { name: 'starter-qemu-upgrade-demo-ostree.x86_64' }));
    expect(store.getState().target).toBe('starter-qemu-upgrade-demo-ostree.x86_64');
    await waitFor(() => expect(editor().state.doc.toString()).toBe('name: upgrade-demo\n'));
  });

  it('leaves the file that is read alone when another target is chosen', async () => {
    const { store } = await openCompose();
    fireEvent.click(within(screen.getByRole('group', { name: 'Includes' })).getByRole('button'));
    fireEvent.click(screen.getByRole('button', { name: 'starter-qemu-upgrade-demo-ostree.x86_64' }));
    expect(store.getState().file).toBe(DEFAULTS);
  });

  it('offers other workspaces, and brings edits back with their workspace', async () => {
    const other = { ...workspace, path: '/srv/other', name: 'other' };
    const { store } = await openCompose({
      'workspace.recents': () => [
        { path: '/srv/other', name: 'other', exists: true },
        { path: '/gone', name: 'gone', exists: false },
      ],
      'workspace.open': ({ path }: { path: string }) => (path === other.path ? other : workspace),
    });
    type(editor(), 'mine: 1\n');
    fireEvent.click(await screen.findByRole('button', { name: 'Switch the workspace' }));
    expect(screen.getByRole('menuitem', { name: '/gone (folder is gone)' })).toHaveProperty('disabled', true);
    fireEvent.click(screen.getByRole('menuitem', { name: '/srv/other' }));
    expect(await screen.findByRole('heading', { name: 'other' })).toBeTruthy();
    await waitFor(() => expect(editor().state.doc.toString()).toBe("version: '2'\n"));
    await act(() => store.getState().openWorkspace(workspace.path));
    await waitFor(() => expect(editor().state.doc.toString()).toBe("version: '2'\nmine: 1\n"));
    expect(screen.getByRole('img', { name: 'edited, not saved' })).toBeTruthy();
  });

  it('builds in each format', async () => {
    const { onBuild } = await openCompose();
    for (const format of ['qcow2', 'img', 'repo'])
      fireEvent.click(screen.getByRole('button', { name: `Build ${format}` }));
    expect(onBuild.mock.calls).toEqual([['qcow2'], ['img'], ['repo']]);
  });
});

describe('the editor', () => {
  it('edits, marks the file, and saves', async () => {
    const { texts } = await openCompose();
    type(editor(), 'name: mine\n');
    expect(await screen.findByRole('img', { name: 'edited, not saved' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('img', { name: 'edited, not saved' })).toBeNull());
    expect(texts.get(IMAGE)).toBe("version: '2'\nname: mine\n");
  });

  it('saves once, though it is asked twice', async () => {
    const { store, called } = await openCompose();
    type(editor(), 'a: 1\n');
    await Promise.all([store.getState().save(IMAGE), store.getState().saveAll()]);
    expect(called('manifest.write')).toHaveLength(1);
    expect(screen.queryByText(/changed on disk/)).toBeNull();
  });

  it('keeps undo of each file, also when the place was left', async () => {
    const { store, view } = await openCompose();
    const { undo } = await import('@codemirror/commands');
    type(editor(), 'one: 1\n');
    fireEvent.click(within(screen.getByRole('group', { name: 'Includes' })).getByRole('button'));
    await waitFor(() => expect(editor().state.doc.toString()).toContain('hostname'));
    undo(editor());
    expect(editor().state.doc.toString()).toContain('hostname');
    view.unmount();
    render(<ComposePlace store={store} onBuild={vi.fn()} onPackages={vi.fn()} />);
    fireEvent.click(within(screen.getByRole('group', { name: 'Images' })).getByRole('button'));
    await waitFor(() => expect(editor().state.doc.toString()).toBe("version: '2'\none: 1\n"));
    undo(editor());
    expect(editor().state.doc.toString()).toBe("version: '2'\n");
    expect(store.getState().documents.get(IMAGE)).toMatchObject({ text: "version: '2'\n" });
  });

  it('follows the disk where nothing was edited', async () => {
    const { texts, studio } = await openCompose();
    texts.set(IMAGE, 'theirs: 1\n');
    studio.emit('workspace.changed', { ...workspace });
    await waitFor(() => expect(editor().state.doc.toString()).toBe('theirs: 1\n'));
    expect(screen.queryByRole('img', { name: 'edited, not saved' })).toBeNull();
  });

  it('asks whose text stays where both changed the same lines', async () => {
    const { texts } = await openCompose();
    type(editor(), 'mine: 1\n');
    texts.set(IMAGE, 'theirs: 1\n');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Keep mine' }));
    expect(texts.get(IMAGE)).toBe('theirs: 1\n');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(texts.get(IMAGE)).toBe("version: '2'\nmine: 1\n"));
    type(editor(), 'more: 1\n');
    texts.set(IMAGE, 'theirs: 2\n');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Take theirs' }));
    await waitFor(() => expect(editor().state.doc.toString()).toBe('theirs: 2\n'));
    expect(screen.queryByRole('button', { name: 'Take theirs' })).toBeNull();
  });
});
