/** How the store follows the engine: it subscribes, then it lists. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import { createLogFollower } from './log-follower';
import type { BuildsState, Get, Set } from './store';
import { dropJobs, foldJob, preferred, sorted } from './store-fold';

type Connection = Pick<BuildsState, 'connect' | 'select' | 'reloadLog'>;

export function connection(client: StudioClient, set: Set, get: Get): Connection {
  const follower = createLogFollower(client, (model, status) => set({ log: { model, status } }));
  const select = (id: string) => {
    if (get().selected === id && follower.job() === id) return;
    set({ selected: id });
    follower.open(id);
  };
  const list = async () => {
    try {
      const jobs = await client.call('builds.list', null);
      const known = new Map(jobs.map((job) => [job.id, job]));
      // What an event told while the list was on its way is newer than the list.
      for (const job of get().jobs) known.set(job.id, job);
      for (const job of get().removing) known.delete(job.id);
      set({ jobs: sorted([...known.values()]), status: { kind: 'ready' } });
      const first = preferred(get().jobs);
      if (get().selected === undefined && first) select(first.id);
    } catch (thrown) {
      set({ status: { kind: 'failed', error: toWire(thrown) } });
    }
  };
  return {
    select,
    reloadLog() {
      const id = get().selected;
      if (id !== undefined) follower.open(id);
    },
    connect() {
      set({ status: { kind: 'loading' }, jobs: [] });
      const ends = [
        client.on('builds.changed', (job) => {
          set((state) => foldJob(state, job));
          if (get().selected === undefined && get().status.kind === 'ready') select(job.id);
        }),
        client.on('builds.removed', ({ id }) => set((state) => dropJobs(state, [id]))),
        client.on('builds.log', ({ id, records }) => follower.receive(id, records)),
        client.on('builds.queueChanged', (queue) => set({ queue })),
      ];
      void list();
      void readQueue(client, set);
      return () => {
        for (const end of ends) end();
        follower.close();
      };
    },
  };
}

/** The queue's state and the engines. Without them jobs can still be looked at, so a failure is only shown. */
async function readQueue(client: StudioClient, set: Set): Promise<void> {
  try {
    const queue = await client.call('builds.queue', null);
    set((state) => (state.queue === undefined ? { queue } : {}));
    set({ engines: await client.call('builds.engines', null) });
  } catch (thrown) {
    set({ problem: toWire(thrown) });
  }
}
