import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../shared/errors';
import { createFakeStudio, deferred } from '../../testing/fake-studio';
import { done, job, record } from '../../testing/samples';
import type { Job, LogRecord } from '../../../shared/builds/types';
import { createBuildsStore } from './store';
import { UNDO_MS } from './store-removal';

const running = (id: string, fraction = 0): Job =>
  job(id, { kind: 'running', startedAt: 1 }, { progress: { phases: [], fraction, label: '' } });

describe('builds store', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const settle = () => vi.advanceTimersByTimeAsync(40);

  it('subscribes before it lists, and an event wins over an older list', async () => {
    const listed = deferred<Job[]>();
    const studio = createFakeStudio({
      'builds.list': () => listed.promise,
      'builds.log': () => ({ records: [], total: 0 }),
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    studio.emit('builds.changed', running('2', 0.5));
    listed.resolve([running('2', 0.1), job('1', done())]);
    await settle();
    expect(store.getState().status.kind).toBe('ready');
    expect(store.getState().jobs.map((entry) => [entry.id, entry.progress.fraction])).toEqual([
      ['1', 0],
      ['2', 0.5],
    ]);
    expect(store.getState().selected).toBe('2');
  });

  it('ends its subscriptions', () => {
    const studio = createFakeStudio({ 'builds.list': () => [] });
    const end = createBuildsStore(studio.client).getState().connect();
    expect(studio.listeners()).toBeGreaterThan(0);
    end();
    expect(studio.listeners()).toBe(0);
  });

  it('says why the list cannot be had', async () => {
    const studio = createFakeStudio({
      'builds.list': () => Promise.reject(new StudioError('internal', 'The queue file cannot be read.')),
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    await settle();
    expect(store.getState().status).toMatchObject({
      kind: 'failed',
      error: { message: 'The queue file cannot be read.' },
    });
  });

  it('joins the log that was there and what came meanwhile, without a gap and without doubles', async () => {
    const first = deferred<{ records: LogRecord[]; total: number }>();
    const all = Array.from({ length: 8 }, (_, seq) => record(seq, 'output', `line ${seq}`));
    let reads = 0;
    const studio = createFakeStudio({
      'builds.list': () => [running('1')],
      'builds.log': ({ from }: { from: number }) =>
        reads++ === 0 ? first.promise : { records: all.slice(from), total: all.length },
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    await settle();
    studio.emit('builds.log', { id: '1', records: all.slice(2, 4) });
    studio.emit('builds.log', { id: '9', records: [record(4, 'output', 'of another job')] });
    first.resolve({ records: all.slice(0, 3), total: 3 });
    await settle();
    const texts = () => store.getState().log.model.lines.map((line) => line.text);
    expect(texts()).toEqual(['line 0', 'line 1', 'line 2', 'line 3']);
    studio.emit('builds.log', { id: '1', records: all.slice(7) });
    await settle();
    await settle();
    expect(texts()).toEqual(all.map((entry) => entry.text));
  });

  it('folds a burst of log events in one step', async () => {
    const studio = createFakeStudio({
      'builds.list': () => [running('1')],
      'builds.log': () => ({ records: [], total: 0 }),
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    await settle();
    let changes = 0;
    store.subscribe(() => (changes += 1));
    for (let seq = 0; seq < 50; seq++) studio.emit('builds.log', { id: '1', records: [record(seq, 'output', 'x')] });
    await settle();
    expect(store.getState().log.model.lines).toHaveLength(50);
    expect(changes).toBe(1);
  });

  it('is cancelling until the job has ended', async () => {
    const studio = createFakeStudio({
      'builds.list': () => [running('1')],
      'builds.log': () => ({ records: [], total: 0 }),
      'builds.cancel': () => null,
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    await settle();
    void store.getState().cancel('1');
    await settle();
    expect(store.getState().cancelling.has('1')).toBe(true);
    studio.emit('builds.changed', job('1', { kind: 'cancelled', endedAt: 2 }));
    expect(store.getState().cancelling.has('1')).toBe(false);
  });

  it('shows a refused cancel as a problem', async () => {
    const studio = createFakeStudio({
      'builds.list': () => [running('1')],
      'builds.log': () => ({ records: [], total: 0 }),
    });
    const store = createBuildsStore(studio.client);
    store.getState().connect();
    await settle();
    await store.getState().cancel('1');
    expect(store.getState().problem?.code).toBe('not-found');
    expect(store.getState().cancelling.size).toBe(0);
  });

  describe('remove', () => {
    const connected = async () => {
      const studio = createFakeStudio({
        'builds.list': () => [job('1', done()), job('2', done()), running('3')],
        'builds.log': () => ({ records: [], total: 0 }),
        'builds.remove': () => null,
      });
      const store = createBuildsStore(studio.client);
      store.getState().connect();
      await settle();
      return { store, removed: () => studio.called.filter((call) => call.name === 'builds.remove') };
    };

    it('can be undone, and then nothing was removed', async () => {
      const { store, removed } = await connected();
      store.getState().remove('1');
      expect(store.getState().jobs.map((entry) => entry.id)).toEqual(['2', '3']);
      store.getState().undoRemove();
      await vi.advanceTimersByTimeAsync(UNDO_MS * 2);
      expect(store.getState().jobs.map((entry) => entry.id)).toEqual(['1', '2', '3']);
      expect(removed()).toEqual([]);
    });

    it('is carried out when the time is over, or when another is removed', async () => {
      const { store, removed } = await connected();
      store.getState().remove('1');
      store.getState().remove('2');
      await settle();
      expect(removed().map((call) => call.input)).toEqual([{ id: '1' }]);
      await vi.advanceTimersByTimeAsync(UNDO_MS);
      expect(removed().map((call) => call.input)).toEqual([{ id: '1' }, { id: '2' }]);
    });

    it('leaves a job that is at work alone', async () => {
      const { store } = await connected();
      store.getState().remove('3');
      expect(store.getState().jobs).toHaveLength(3);
    });
  });
});
