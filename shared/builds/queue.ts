/** The queue, pure: which job runs next, and a list of jobs folded over changes. */
import type { Job } from './types';

export function isEnded(job: Job): boolean {
  return job.status.kind !== 'waiting' && job.status.kind !== 'running';
}

/** The oldest waiting job, unless one is running: a build keeps every processor busy. */
export function nextJob(jobs: readonly Job[]): Job | undefined {
  if (jobs.some((job) => job.status.kind === 'running')) return undefined;
  return [...jobs].sort(byAge).find((job) => job.status.kind === 'waiting');
}

/** Oldest first. */
export function byAge(a: Job, b: Job): number {
  return Number(a.id) - Number(b.id);
}

/** The list with this job in it, replaced or added. */
export function foldJob(jobs: readonly Job[], job: Job): Job[] {
  const at = jobs.findIndex((other) => other.id === job.id);
  return at < 0 ? [...jobs, job].sort(byAge) : jobs.map((other, index) => (index === at ? job : other));
}
