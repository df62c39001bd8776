import { describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../shared/builds/types';
import type { Repository } from '../../../shared/history/types';
import { createFakeStudio, deferred } from '../../testing/fake-studio';
import { checksum, commit, commitDetails, done, job, TARGET } from '../../testing/samples';
import { createHistoryStore } from './store';

const ref = (name: string, head: string) => ({ name, head: checksum(head), commits: 2, timestamp: 1 });
const repository: Repository = {
  path: '/ws/ostree-repo',
  exists: true,
  mode: 'archive',
  size: 1000,
  refs: [ref('starter/x86_64/qemu-minimal', 'a2'), ref('release/1', 'a1')],
};
const commits = [commit('a2', 'a1', { refs: ['starter/x86_64/qemu-minimal'] }), commit('a1')];

function setUp(more: Parameters<typeof createFakeStudio>[0] = {}) {
  const studio = createFakeStudio({
    'history.repository': () => repository,
    'history.log': ({ refs }: { refs: string[] }) => (refs.includes('release/1') ? commits.slice(1) : commits),
    'history.commit': ({ checksum: wanted }: { checksum: string }) =>
      commitDetails(commits.find((entry) => entry.checksum === wanted) ?? commit('ff'), { packages: 171 }),
    'builds.list': () => [],
    'machines.list': () => [],
    'workspace.current': () => null,
    ...more,
  });
  const store = createHistoryStore(studio.client);
  const end = store.getState().connect();
  return { studio, store, end };
}

describe('history store', () => {
  it('shows the newest commit and its details', async () => {
    const { store } = setUp();
    await vi.waitFor(() => expect(store.getState().details?.kind).toBe('ready'));
    expect(store.getState()).toMatchObject({ status: { kind: 'ready' }, selected: checksum('a2') });
    expect(store.getState().summaries.get(checksum('a2'))?.total).toBe(171);
  });

  it('shows one ref alone, and all again when the ref is gone', async () => {
    const { store, studio } = setUp();
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(2));
    store.getState().showRef('release/1');
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(1));
    repository.refs.pop();
    studio.emit('history.changed', { repo: repository.path });
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(2));
    expect(store.getState().ref).toBeUndefined();
  });

  it('reads again when this repository changed, not when another did', async () => {
    const { studio, store } = setUp();
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    const logs = () => studio.called.filter((call) => call.name === 'history.log').length;
    studio.emit('history.changed', { repo: '/somewhere/else' });
    expect(logs()).toBe(1);
    studio.emit('history.changed', { repo: repository.path });
    await vi.waitFor(() => expect(logs()).toBe(2));
  });

  it('does not read the log of a repository that is not there', async () => {
    const { studio, store } = setUp({ 'history.repository': () => ({ ...repository, exists: false, refs: [] }) });
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    expect(studio.called.some((call) => call.name === 'history.log')).toBe(false);
    expect(store.getState().commits).toEqual([]);
  });

  it('keeps the last answer when two are under way', async () => {
    const slow = deferred<typeof commits>();
    let turn = 0;
    const { store } = setUp({ 'history.log': () => (turn++ === 0 ? slow.promise : commits) });
    await vi.waitFor(() => expect(turn).toBe(1));
    await store.getState().refresh();
    slow.resolve([commit('dd')]);
    await Promise.resolve();
    expect(store.getState().commits).toHaveLength(2);
  });

  it('boots the image that holds a commit', async () => {
    const built = job('1', done(), {
      artifacts: [{ kind: 'image', path: '/out/x.qcow2', format: 'qcow2', size: 1, commit: checksum('a2') }],
    });
    const { store, studio } = setUp({ 'builds.list': () => [built], 'machines.boot': () => ({ id: 'm1' }) });
    await vi.waitFor(() => expect(store.getState().jobs).toHaveLength(1));
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(2));
    expect(await store.getState().boot(checksum('a2'))).toEqual({ kind: 'machine', id: 'm1' });
    expect(studio.called.at(-1)).toEqual({
      name: 'machines.boot',
      input: { image: '/out/x.qcow2', repo: repository.path },
    });
  });

  it('has a disk built of a commit that is on none, and boots it when it is done', async () => {
    const { store, studio, end } = setUp({
      'builds.enqueue': () => ({ id: '7' }),
      'machines.boot': () => ({ id: 'm2' }),
    });
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(2));
    expect(await store.getState().boot(checksum('a1'), TARGET)).toEqual({ kind: 'job', id: '7' });
    expect(store.getState().bootsAfter.get('7')).toBe(checksum('a1'));
    const finished: Job = job('7', done(), {
      artifacts: [{ kind: 'image', path: '/out/y.qcow2', format: 'qcow2', size: 1, commit: checksum('a1') }],
    });
    studio.emit('builds.changed', { ...finished, status: { kind: 'running', startedAt: 1 } });
    expect(studio.called.some((call) => call.name === 'machines.boot')).toBe(false);
    studio.emit('builds.changed', finished);
    await vi.waitFor(() => expect(studio.called.at(-1)?.input).toMatchObject({ image: '/out/y.qcow2' }));
    expect(store.getState().bootsAfter.size).toBe(0);
    end();
    expect(studio.listeners()).toBe(0);
  });

  it('says why a disk could not be built', async () => {
    const { store, studio } = setUp({ 'builds.enqueue': () => ({ id: '7' }) });
    await vi.waitFor(() => expect(store.getState().commits).toHaveLength(2));
    await store.getState().boot(checksum('a1'), TARGET);
    const error = { code: 'tool-failed', message: 'sfdisk failed.' } as const;
    studio.emit('builds.changed', job('7', { kind: 'failed', startedAt: 1, endedAt: 2, error }));
    expect(store.getState().problem).toEqual(error);
  });
});
