/** Removing jobs: out of sight at once, gone when the time for undoing is over. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import { isActive } from './job-words';
import type { BuildsState, Get, Set } from './store';
import { dropJobs, preferred, sorted } from './store-fold';

/** Time in which a removal can be undone, in milliseconds. */
export const UNDO_MS = 8000;

export function removal(client: StudioClient, set: Set, get: Get): Pick<BuildsState, 'remove' | 'undoRemove'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const carryOut = async () => {
    clearTimeout(timer);
    const jobs = get().removing;
    set({ removing: [] });
    for (const job of jobs) {
      try {
        await client.call('builds.remove', { id: job.id });
      } catch (thrown) {
        const problem = toWire(thrown);
        // Somebody else removed it.
        if (problem.code === 'not-found') continue;
        set((state) => ({ problem, jobs: sorted([...state.jobs, job]) }));
      }
    }
  };
  return {
    remove(...ids) {
      void carryOut();
      const wanted = new Set(ids);
      const jobs = get().jobs.filter((job) => wanted.has(job.id) && !isActive(job));
      if (jobs.length === 0) return;
      const dropped = jobs.map((job) => job.id);
      set((state) => ({ ...dropJobs(state, dropped), removing: jobs }));
      const next = preferred(get().jobs);
      if (get().selected === undefined && next) get().select(next.id);
      timer = setTimeout(() => void carryOut(), UNDO_MS);
    },
    undoRemove() {
      clearTimeout(timer);
      const jobs = get().removing;
      const [first] = jobs;
      if (!first) return;
      set((state) => ({ removing: [], jobs: sorted([...state.jobs, ...jobs]) }));
      get().select(first.id);
    },
  };
}
