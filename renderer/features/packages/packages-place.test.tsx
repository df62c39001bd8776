import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LockState, Package, PackageDiff, PreviewPackage } from '../../../shared/packages/types';
import { createFakeStudio } from '../../testing/fake-studio';
import { checksum, done, job } from '../../testing/samples';
import { PackagesPlace } from './packages-place';
import { createPackagesStore, type Preview, type Scope } from './store';

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

const lock: LockState = { path: 'locks/x.json', exists: false, enabled: false, packages: 0, vanished: [] };
const installed = (name: string, requested: boolean): PreviewPackage => ({
  ...{ name, epoch: 0, version: '7.88.1', release: '10', arch: 'x86_64', repo: 'starter', requested },
  ...{ size: 508_000, downloadSize: 200_000 },
});
const preview = (more: Partial<Preview> = {}): Preview => ({
  against: checksum('c2578b56'),
  diff,
  packages: [installed('curl', true), installed('libcurl4', false)],
  reasons: { libcurl4: { by: 'curl', requirement: 'libcurl.so.4' } },
  ...{ flags: [], fixes: [], problems: [], locked: false, tookMs: 1 },
  ...more,
});

async function open(more: { rows?: Package[]; answers?: Parameters<typeof createFakeStudio>[0] } = {}) {
  let rows = more.rows ?? all;
  const studio = createFakeStudio({
    'packages.search': ({ query, names }: { query: string; names?: string[] }) => {
      const found = rows.filter((row) => row.name.includes(query) && (names?.includes(row.name) ?? true));
      return { rows: found, total: found.length, tookMs: 3 };
    },
    'packages.repositories': () => [
      {
        id: 'starter',
        url: 'file:///w/starter-repository',
        origin: 'manifest',
        packages: rows.length,
        skipped: 0,
        signed: false,
        ...(rows.length === 0 ? { problem: 'The starter repository is not prepared yet.' } : {}),
      },
    ],
    'packages.details': ({ name }: { name: string }) => ({
      ...entry(name),
      description: 'A long story.',
      license: 'MIT',
      url: 'https://curl.se',
      source: 'curl-7.88.1-10.src.rpm',
      ...{ location: 'curl.rpm', checksum: 'sha256:ab', buildTime: 0, recommends: [], conflicts: [], obsoletes: [] },
      requires: [
        { text: 'libcurl.so.4', providers: ['libcurl4'] },
        { text: 'nowhere', providers: [] },
      ],
      provides: ['curl = 7.88.1'],
      requiredBy: ['git'],
      versions: [
        { evr: '7.88.1-10', repo: 'starter', downloadSize: 200_000, installSize: 508_000, buildTime: 0 },
        { evr: '7.80.0-1', repo: 'starter', downloadSize: 190_000, installSize: 500_000, buildTime: 0 },
      ],
      advisories: [],
    }),
    'packages.files': () => ['/usr/bin/curl', '/usr/share/doc/curl/'],
    'packages.changelog': () => [{ author: 'Ann', timestamp: 1_700_000_000, text: '- a fix' }],
    'packages.groups': () => [
      {
        ...{ id: 'net', name: 'Network', description: '', kind: 'group', visible: true },
        members: [{ name: 'curl', type: 'default' }],
      },
    ],
    'packages.updates': () => ({ updates: [] }),
    'packages.notes': () => ({ curl: 'for the health check' }),
    'packages.offline': () => ({ offline: false }),
    'packages.workspaceRepositories': () => ({ repositories: [], mirrors: [] }),
    'packages.lock': () => lock,
    'packages.preview': () => preview(),
    ...more.answers,
  });
  const set = vi.fn(async (names: readonly string[]) => {
    store.getState().follow({ ...scope, picked: names, defines: { extra_rpms: names } });
  });
  const setDefine = vi.fn(async () => undefined);
  const store = createPackagesStore(studio.client, { set, setDefine });
  const go = vi.fn();
  const onPrepare = vi.fn();
  store.getState().connect();
  store.getState().follow(scope);
  render(<PackagesPlace store={store} go={go} onPrepare={onPrepare} />);
  await vi.waitFor(() => expect(store.getState().status.kind).not.toBe('loading'));
  const called = (name: string) => studio.called.filter((one) => one.name === name).map((one) => one.input);
  return { studio, called, store, set, setDefine, go, onPrepare, setRows: (next: Package[]) => (rows = next) };
}

afterEach(cleanup);

describe('PackagesPlace', () => {
  it('lists packages with version, size, and whether they are in the image', async () => {
    await open();
    const row = await screen.findByRole('row', { name: /libcurl4/ });
    expect(within(row).getByText('1:7.88.1-10')).toBeTruthy();
    expect(within(row).getByText('508 kB')).toBeTruthy();
    expect(within(screen.getByRole('row', { name: /bash/ })).getByText('in image')).toBeTruthy();
    expect(screen.getByTitle('The search took 3.0 ms.').textContent).toBe('3');
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
    const fix = {
      kind: 'replace',
      title: 'Use nosuch2',
      define: 'extra_rpms',
      entry: 'nosuch',
      by: 'nosuch2',
    } as const;
    const failed = preview({ diff: empty, packages: [], reasons: {}, problems: [problem], fixes: [fix] });
    const { store, setDefine } = await open({ answers: { 'packages.preview': () => failed } });
    act(() => store.getState().follow({ ...scope, picked: ['nosuch', 'bash'] }));
    expect(within(await screen.findByRole('alert')).getByText(problem.message)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Use nosuch2' }));
    expect(setDefine).toHaveBeenCalledWith('extra_rpms', ['nosuch2', 'bash']);
  });

  it('shows a package with what it requires and who requires it', async () => {
    await open();
    fireEvent.click(await screen.findByRole('row', { name: /what curl is/ }));
    expect(await screen.findByText('A long story.')).toBeTruthy();
    expect(screen.getByText('MIT')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Needs' }));
    const requires = within(screen.getByRole('region', { name: 'Requires' }));
    expect(requires.getByText('libcurl.so.4')).toBeTruthy();
    expect(requires.getByText('nothing provides it')).toBeTruthy();
    expect(
      within(screen.getByRole('region', { name: 'Required by' })).getByRole('button', { name: 'git' }),
    ).toBeTruthy();
    fireEvent.click(requires.getByRole('button', { name: 'libcurl4' }));
    fireEvent.click(await screen.findByRole('tab', { name: 'About' }));
    const why = within(await screen.findByRole('list', { name: 'Why libcurl4 is in the image' }));
    expect(why.getAllByRole('listitem').map((step) => step.textContent)).toEqual([
      'curl is asked for',
      'libcurl4 provides libcurl.so.4',
    ]);
    fireEvent.click(screen.getByRole('tab', { name: 'Changes' }));
    expect(await screen.findByText('- a fix')).toBeTruthy();
  });

  it('keeps to a version, and says why a package is added', async () => {
    const { store, set, called } = await open();
    fireEvent.click(await screen.findByRole('row', { name: /what curl is/ }));
    const versions = within(await screen.findByRole('region', { name: 'Versions' }));
    fireEvent.click(versions.getAllByRole('button', { name: 'Pin' })[1]!);
    expect(set).toHaveBeenLastCalledWith(['curl-7.80.0-1']);
    await vi.waitFor(() => expect(versions.getByRole('button', { name: 'Pinned' })).toBeTruthy());
    expect(screen.getByText('for the health check')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /Why curl is added/ }));
    const field = screen.getByRole('textbox', { name: 'Why curl is added' });
    fireEvent.change(field, { target: { value: 'for the updater' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(called('packages.setNote')).toEqual([{ target: scope.target, name: 'curl', note: 'for the updater' }]);
    expect(store.getState().scope?.picked).toEqual(['curl-7.80.0-1']);
  });

  it('marks several with shift and picks them with the space bar', async () => {
    const { set } = await open();
    const grid = await screen.findByRole('grid', { name: 'Packages' });
    fireEvent.click(screen.getByRole('row', { name: /what bash is/ }));
    fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true });
    fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true });
    fireEvent.keyDown(grid, { key: ' ' });
    expect(set).toHaveBeenLastCalledWith(['bash', 'curl', 'libcurl4']);
  });

  it('lists a group, and what was found in it', async () => {
    await open();
    fireEvent.click(await screen.findByRole('button', { name: /Network/ }));
    await vi.waitFor(() => expect(screen.queryByRole('row', { name: /bash/ })).toBeNull());
    expect(screen.getByRole('row', { name: /what curl is/ })).toBeTruthy();
  });

  it('adds a repository to the workspace, and refuses one that is none', async () => {
    const saved = vi.fn(() => null);
    await open({ answers: { 'packages.saveRepositories': saved } });
    fireEvent.click(screen.getByRole('button', { name: 'Manage…' }));
    fireEvent.click(screen.getByRole('button', { name: 'Add a repository' }));
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save.getAttribute('aria-disabled')).toBe('true');
    fireEvent.change(screen.getByRole('textbox', { name: 'Address' }), { target: { value: 'https://x.example/r/' } });
    fireEvent.click(save);
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(saved).toHaveBeenCalledWith({
      repositories: [{ id: 'extra', baseurl: 'https://x.example/r/', enabled: true, folder: false }],
      mirrors: [],
    });
  });

  it('shows what takes how much room', async () => {
    await open();
    await screen.findByRole('region', { name: 'Added' });
    fireEvent.click(screen.getByRole('button', { name: 'Sizes' }));
    const list = within(screen.getByRole('listbox', { name: 'Sizes' }));
    expect(list.getAllByRole('option').map((row) => row.textContent)).toEqual([
      expect.stringContaining('curl508 kB+508 kB'),
      expect.stringContaining('libcurl4508 kB'),
    ]);
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
