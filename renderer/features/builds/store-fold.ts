/** How the list of jobs changes, pure. */
import type { Job } from '../../../shared/builds/types';
import { isActive } from './job-words';
import type { BuildsState } from './store';

export function foldJob(state: BuildsState, job: Job): Partial<BuildsState> {
  if (state.removing.some(({ id }) => id === job.id)) return {};
  const at = state.jobs.findIndex((known) => known.id === job.id);
  const jobs = at < 0 ? sorted([...state.jobs, job]) : state.jobs.map((known, index) => (index === at ? job : known));
  return isActive(job) ? { jobs } : { jobs, cancelling: without(state.cancelling, [job.id]) };
}

export function dropJobs(state: BuildsState, ids: readonly string[]): Partial<BuildsState> {
  const gone = new Set(ids);
  return {
    jobs: state.jobs.filter((job) => !gone.has(job.id)),
    selected: state.selected !== undefined && gone.has(state.selected) ? undefined : state.selected,
    chosen: without(state.chosen, ids),
    cancelling: without(state.cancelling, ids),
  };
}

/** What to show first: the job at work, else the newest. */
export function preferred(jobs: readonly Job[]): Job | undefined {
  return jobs.find((job) => job.status.kind === 'running') ?? jobs[jobs.length - 1];
}

/** By their numbers. */
export function sorted(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort((a, b) => Number(a.id) - Number(b.id));
}

export function without(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  if (!ids.some((id) => set.has(id))) return set;
  const left = new Set(set);
  for (const id of ids) left.delete(id);
  return left;
}
