/** What a person does with jobs. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Notify } from '../../ui/notify';
import type { BuildsState, Get, Set } from './store';
import { without } from './store-fold';

type JobActions = Pick<BuildsState, 'enqueue' | 'enqueueMany' | 'cancel' | 'retry' | 'move' | 'boot'>;

export function jobActions(client: StudioClient, set: Set, get: Get, notify: Notify): JobActions {
  /** What was asked for, or undefined where it was refused: then why is shown. */
  const attempt = async <T>(call: Promise<T>): Promise<T | undefined> => {
    try {
      return await call;
    } catch (thrown) {
      set({ problem: toWire(thrown) });
      return undefined;
    }
  };
  const opened = (id: string | undefined) => {
    if (id !== undefined) get().select(id);
    return id;
  };
  return {
    async enqueue(request) {
      const made = await attempt(client.call('builds.enqueue', request));
      if (made?.existing === true)
        notify({
          text: `Job ${made.id} is the same and waits already: nothing was added.`,
          action: { label: 'Show', run: () => opened(made.id) },
        });
      return opened(made?.id);
    },
    async enqueueMany(requests, priority) {
      const input = { requests: [...requests], priority };
      const made = await attempt(client.call('builds.enqueueMany', input));
      return opened(made?.ids[0]);
    },
    retry: async (id) => opened((await attempt(client.call('builds.retry', { id })))?.id),
    async move(id, to) {
      await attempt(client.call('builds.move', { id, ...to }));
    },
    boot: async (image) => (await attempt(client.call('machines.boot', { image })))?.id,
    async cancel(id) {
      set((state) => ({ cancelling: new Set(state.cancelling).add(id) }));
      try {
        await client.call('builds.cancel', { id });
      } catch (thrown) {
        set((state) => ({ cancelling: without(state.cancelling, [id]), problem: toWire(thrown) }));
      }
    },
  };
}
