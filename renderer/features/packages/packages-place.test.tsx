import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Package, PackageDiff } from '../../../shared/packages/types';
import { createFakeStudio } from '../../testing/fake-studio';
import { checksum, done, job } from '../../testing/samples';
import { PackagesPlace } from './packages-place';
import { createPackagesStore, type Scope } from './store';

function entry(name: string, more: Partial<Package> = {}): Package {
  return {
    name,
    epoch: 0,
    version: '7.88.1',
    release: '10',
    arch: 'x86_64',
    repo: 'starter',
    summary: `what ${name} is`,
    downloadSize: 200_000,
    installSize: 508_000,
    ...more,
  };
}
const all = [entry('bash'), entry('curl'), entry('libcurl4', { epoch: 1 })];
const scope: Scope = { target: 'starter.x86_64', defines: {}, picked: [], inImage: new Set(['bash']) };
const diff: PackageDiff = {
  before: 170,
  after: 171,
  sizeDelta: 508_000,
  changes: [
    { kind: 'added', name: 'curl', arch: 'x86_64', after: '7.88.1-10', sizeDelta: 508_000 },
    { kind: 'upgraded', name: 'openssl', arch: 'x86_64', before: '3.0.16-1', after: '3.0.17-1', sizeDelta: 0 },
  ],
};

async function open(more: { rows?: Package[]; answers?: Parameters<typeof createFakeStudio>[0] } = {}) {
  let rows = more.rows ?? all;
  const studio = createFakeStudio({
    'packages.search': ({ query }: { query: string }) => {
      const found = rows.filter((row) => row.name.includes(query));
      return { rows: found, total: found.length, tookMs: 3 };
    },
    'packages.repositories': () => [
      {
        id: 'starter',
        url: 'file:///w/starter-repository',
        packages: rows.length,
        ...(rows.length === 0 ? { problem: 'The starter repository is not prepared yet.' } : {}),
      },
    ],
    'packages.details': ({ name }: { name: string }) => ({
      ...entry(name),
      description: 'A long story.',
      license: 'MIT',
      url: 'https://curl.se',
      source: 'curl-7.88.1-10.src.rpm',
      requires: ['libcurl.so.4'],
      provides: ['curl = 7.88.1'],
      requiredBy: ['git'],
    }),
    'packages.preview': () => ({ against: checksum('c2578b56'), diff, problems: [] }),
    ...more.answers,
  });
  const set = vi.fn(async (names: readonly string[]) => {
    store.getState().follow({ ...scope, picked: names, defines: { extra_rpms: names } });
  });
  const store = createPackagesStore(studio.client, { set });
  const go = vi.fn();
  const onPrepare = vi.fn();
  store.getState().connect();
  store.getState().follow(scope);
  render(<PackagesPlace store={store} go={go} onPrepare={onPrepare} />);
  await vi.waitFor(() => expect(store.getState().status.kind).not.toBe('loading'));
  return { studio, store, set, go, onPrepare, setRows: (next: Package[]) => (rows = next) };
}

afterEach(cleanup);

describe('PackagesPlace', () => {
  it('lists packages with version, size, and whether they are in the image', async () => {
    await open();
    const row = await screen.findByRole('row', { name: /libcurl4/ });
    expect(within(row).getByText('1:7.88.1-10')).toBeTruthy();
    expect(within(row).getByText('508 kB')).toBeTruthy();
    expect(within(screen.getByRole('row', { name: /bash/ })).getByText('in image')).toBeTruthy();
    expect(screen.getByText('3 · 3 ms')).toBeTruthy();
    expect(within(screen.getByRole('group', { name: 'Repository starter' })).getByText('3')).toBeTruthy();
  });

  it('searches as you type; Ctrl F leads to the field', async () => {
    await open();
    const field = screen.getByRole('searchbox', { name: 'Search packages' });
    fireEvent.keyDown(window, { key: 'f', ctrlKey: true });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'curl' } });
    await vi.waitFor(() => expect(screen.queryByRole('row', { name: /bash/ })).toBeNull());
    fireEvent.change(field, { target: { value: 'nothing' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Show all packages' }));
    expect(await screen.findByRole('row', { name: /bash/ })).toBeTruthy();
  });

  it('adds a package by its box and takes it back', async () => {
    const { set } = await open();
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Add curl' }));
    expect(set).toHaveBeenLastCalledWith(['curl']);
    await vi.waitFor(() =>
      expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Add curl' }).checked).toBe(true),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Remove curl' }));
    expect(set).toHaveBeenLastCalledWith([]);
  });

  it('says what the choice changes, and leads to the commit it is compared with', async () => {
    const { go } = await open();
    const added = await screen.findByRole('region', { name: 'Added' });
    expect(within(added).getByRole('button', { name: /curl/ })).toBeTruthy();
    expect(screen.getByText('+1')).toBeTruthy();
    expect(screen.getByText('+508 kB')).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Upgraded' })).getByText('3.0.16-1 → 3.0.17-1')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /against/ }));
    expect(go).toHaveBeenCalledWith({ place: 'history', commit: checksum('c2578b56') });
  });

  it('names what cannot be resolved', async () => {
    const problem = { severity: 'error' as const, message: 'No package provides nosuch.', hint: 'Remove it.' };
    const empty = { before: 0, after: 0, sizeDelta: 0, changes: [] };
    await open({ answers: { 'packages.preview': () => ({ diff: empty, problems: [problem] }) } });
    expect(within(await screen.findByRole('alert')).getByText(problem.message)).toBeTruthy();
  });

  it('shows a package with what it requires and who requires it', async () => {
    await open();
    fireEvent.click(await screen.findByRole('row', { name: /what curl is/ }));
    expect(await screen.findByText('A long story.')).toBeTruthy();
    expect(screen.getByText('MIT')).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Requires' })).getByText('libcurl.so.4')).toBeTruthy();
    expect(
      within(screen.getByRole('region', { name: 'Required by' })).getByRole('button', { name: 'git' }),
    ).toBeTruthy();
  });

  it('prepares the starter repository where there are no packages, then reads it', async () => {
    const { onPrepare, studio, setRows } = await open({ rows: [] });
    expect(screen.getByText('The starter repository is not prepared yet.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Prepare the starter repository' }));
    expect(onPrepare).toHaveBeenCalled();
    setRows(all);
    act(() => studio.emit('builds.changed', job('1', done(), { request: { kind: 'starter-repository' } })));
    expect(await screen.findByRole('row', { name: /bash/ })).toBeTruthy();
    expect(screen.queryByText('The starter repository is not prepared yet.')).toBeNull();
  });

  it('leads to Compose where no target is chosen', async () => {
    const { store, go } = await open();
    act(() => store.getState().follow(undefined));
    fireEvent.click(screen.getByRole('button', { name: 'Choose a target' }));
    expect(go).toHaveBeenCalledWith({ place: 'compose' });
  });
});
