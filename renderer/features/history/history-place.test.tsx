import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Repository } from '../../../shared/history/types';
import { createFakeStudio } from '../../testing/fake-studio';
import { checksum, commit, commitDetails, deployment, done, job, machine } from '../../testing/samples';
import { HistoryPlace } from './history-place';
import { createHistoryStore } from './store';

const REF = 'starter/x86_64/qemu-minimal';
const commits = [
  commit('a3', 'a2', { version: '3', subject: 'Adds curl', refs: [REF] }),
  commit('a2', 'a1', { version: '2' }),
  commit('a1', undefined, { version: '1', subject: 'First image' }),
];
const repository: Repository = {
  path: '/ws/ostree-repo',
  exists: true,
  mode: 'archive',
  size: 1_200_000_000,
  refs: [{ name: REF, head: checksum('a3'), commits: 3, timestamp: 1 }],
};
const built = job('41', done(), {
  artifacts: [
    { kind: 'commit', repo: '/ws/ostree-repo', ref: REF, checksum: checksum('a3'), parent: checksum('a2') },
    { kind: 'image', path: '/out/x.qcow2', format: 'qcow2', size: 1, commit: checksum('a3') },
  ],
});
const change = { kind: 'added', name: 'curl', arch: 'x86_64', after: '7.88.1-10', sizeDelta: 508_000 } as const;

async function open(more: Parameters<typeof createFakeStudio>[0] = {}) {
  const studio = createFakeStudio({
    'history.repository': () => repository,
    'history.log': () => commits,
    'history.commit': ({ checksum: wanted }: { checksum: string }) => {
      const found = commits.find((entry) => entry.checksum === wanted) ?? commit('ff');
      return commitDetails(found, {
        packages: 171,
        ...(found.parent === undefined
          ? {}
          : { diff: { changes: [change], sizeDelta: 508_000, before: 0, after: 508_000 } }),
      });
    },
    'builds.list': () => [built],
    'machines.list': () => [machine('m1', { deployments: [deployment('a2', { booted: true })] })],
    'workspace.current': () => null,
    'machines.boot': () => ({ id: 'm9' }),
    ...more,
  });
  const store = createHistoryStore(studio.client);
  const go = vi.fn();
  store.getState().connect();
  await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
  render(<HistoryPlace store={store} go={go} />);
  return { studio, store, go };
}

afterEach(cleanup);

describe('HistoryPlace', () => {
  it('shows the commits, what they changed, and where they run', async () => {
    await open();
    const list = screen.getByRole('listbox', { name: 'Commits' });
    expect(
      within(list)
        .getAllByRole('option')
        .map((row) => row.getAttribute('aria-selected')),
    ).toEqual(['true', 'false', 'false']);
    expect(within(list).getByText('booted: machine m1')).toBeTruthy();
    expect(await within(list).findByText('171')).toBeTruthy();
    expect(within(list).getAllByText('+1')).toHaveLength(2);
    expect(screen.getByText(/archive/)).toBeTruthy();
  });

  it('moves with the keyboard and copies the checksum', async () => {
    const { store } = await open();
    const list = screen.getByRole('listbox', { name: 'Commits' });
    fireEvent.keyDown(list, { key: 'End' });
    expect(store.getState().selected).toBe(checksum('a1'));
    fireEvent.keyDown(list, { key: 'ArrowUp' });
    expect(store.getState().selected).toBe(checksum('a2'));
    fireEvent.keyDown(list, { key: 'Home' });
    expect(store.getState().selected).toBe(checksum('a3'));
  });

  it('leads from a commit to its job, its parent and its packages', async () => {
    const { store, go } = await open();
    fireEvent.click(await screen.findByRole('button', { name: 'Job 41' }));
    expect(go).toHaveBeenCalledWith({ place: 'builds', job: '41' });
    expect(screen.getByText('7.88.1-10')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: checksum('a2').slice(0, 8) }));
    expect(store.getState().selected).toBe(checksum('a2'));
  });

  it('boots a commit and goes to the machine', async () => {
    const { go, studio } = await open();
    fireEvent.click(await screen.findByRole('button', { name: 'Boot' }));
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith({ place: 'machines', machine: 'm9' }));
    expect(studio.called.at(-1)?.input).toEqual({ image: '/out/x.qcow2', repo: repository.path });
  });

  it('filters, joins over what it hides, and says when nothing matches', async () => {
    await open();
    const filter = screen.getByRole('searchbox', { name: 'Filter commits' });
    fireEvent.change(filter, { target: { value: 'i' } });
    expect(await screen.findByText('2 of 3 commits')).toBeTruthy();
    expect(screen.getByText('1 commit without “i”')).toBeTruthy();
    fireEvent.change(filter, { target: { value: 'nothing of the kind' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
    expect(await screen.findByText('3 commits')).toBeTruthy();
  });

  it('says what the place is for where there is no repository', async () => {
    const { go } = await open({ 'history.repository': () => ({ ...repository, exists: false, refs: [] }) });
    fireEvent.click(screen.getByRole('button', { name: 'Build a target' }));
    expect(go).toHaveBeenCalledWith({ place: 'compose' });
  });
});
