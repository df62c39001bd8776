/** The queue itself, and what is kept on disk. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import { formatBytes } from '../../ui/format';
import type { Notify } from '../../ui/notify';
import type { BuildsState, Set } from './store';

type QueueActions = Pick<BuildsState, 'setQueue' | 'takeQueue' | 'readDisk' | 'clean' | 'setDiskLimit'>;

export function queueActions(client: StudioClient, set: Set, notify: Notify): QueueActions {
  const attempt = async (run: () => Promise<Partial<BuildsState>>) => {
    try {
      set(await run());
    } catch (thrown) {
      set({ problem: toWire(thrown) });
    }
  };
  return {
    setQueue: (change) => attempt(async () => ({ queue: await client.call('builds.setQueue', change) })),
    takeQueue: () => attempt(async () => ({ queue: await client.call('builds.takeQueue', null) })),
    readDisk: () => attempt(async () => ({ disk: await client.call('builds.store', null) })),
    async clean(part) {
      set({ cleaning: part });
      await attempt(async () => {
        const { freed } = await client.call('builds.cleanStore', { parts: [part] });
        notify({ text: freed === 0 ? 'Nothing could be freed.' : `${formatBytes(freed)} freed.`, tone: 'ok' });
        return { disk: await client.call('builds.store', null) };
      });
      set({ cleaning: undefined });
    },
    async setDiskLimit(bytes) {
      set({ cleaning: 'limit' });
      await attempt(async () => ({ disk: await client.call('builds.setStoreLimit', { bytes }) }));
      set({ cleaning: undefined });
    },
  };
}
