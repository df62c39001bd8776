import { describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../shared/errors';
import type { Machine } from '../../../shared/machines/types';
import { createFakeStudio, deferred } from '../../testing/fake-studio';
import { deployment, machine } from '../../testing/samples';
import { createMachinesStore } from './store';

function setUp(answers: Parameters<typeof createFakeStudio>[0] = {}) {
  const studio = createFakeStudio({
    'machines.list': () => [
      machine('a', { createdAt: 1, state: { kind: 'stopped', reason: 'shut down' } }),
      machine('b'),
    ],
    'builds.list': () => [],
    ...answers,
  });
  const store = createMachinesStore(studio.client);
  const end = store.getState().connect();
  return { studio, store, end };
}

describe('machines store', () => {
  it('selects a running machine first', async () => {
    const { store } = setUp();
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    expect(store.getState().selected).toBe('b');
  });

  it('shows what a boot made, with the event before or after the answer', async () => {
    const { store, studio } = setUp({ 'machines.boot': () => ({ id: 'c' }) });
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    const request = { image: '/out/x.qcow2', memoryMiB: 1024, cpus: 2, persistent: false };
    expect(await store.getState().boot(request)).toBe('c');
    studio.emit('machines.changed', machine('c', { createdAt: 9_000 }));
    expect(store.getState()).toMatchObject({ selected: 'c', booting: false });
    expect(store.getState().machines[0]?.id).toBe('c');
  });

  it('lets one guest action run at a time and says when it has ended', async () => {
    const answer = deferred<Machine>();
    const { store, studio } = setUp({ 'machines.act': () => answer.promise });
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    const acting = store.getState().act('b', 'upgrade');
    void store.getState().act('b', 'reboot');
    expect(store.getState().acting.get('b')).toBe('upgrade');
    answer.resolve(machine('b', { deployments: [deployment('d1', { pending: true })] }));
    await acting;
    expect(store.getState().acting.size).toBe(0);
    expect(store.getState().machines.find((entry) => entry.id === 'b')?.deployments).toHaveLength(1);
    expect(studio.called.filter((call) => call.name === 'machines.act')).toHaveLength(1);
  });

  it('shows a failed action as a problem, a cancelled one not', async () => {
    let code: 'conflict' | 'cancelled' = 'conflict';
    const { store } = setUp({ 'machines.act': () => Promise.reject(new StudioError(code, 'The guest is busy.')) });
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    await store.getState().act('b', 'refresh');
    expect(store.getState().problem).toMatchObject({ code: 'conflict' });
    code = 'cancelled';
    await store.getState().act('b', 'refresh');
    expect(store.getState().problem).toBeUndefined();
  });

  it('goes on without the list of images or the accelerator', async () => {
    const { store, end, studio } = setUp({ 'builds.list': () => Promise.reject(new Error('no')) });
    await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
    expect(store.getState().problem).toBeUndefined();
    end();
    expect(studio.listeners()).toBe(0);
  });

  it('selects another when the selected one is removed', async () => {
    const { store, studio } = setUp();
    await vi.waitFor(() => expect(store.getState().selected).toBe('b'));
    studio.emit('machines.removed', { id: 'b' });
    expect(store.getState().selected).toBe('a');
  });
});
