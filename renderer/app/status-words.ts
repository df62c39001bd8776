/** What the status bar says. */
import type { Job } from '../../shared/builds/types';
import type { Problem } from '../../shared/manifest/types';
import { formatDuration } from '../ui/format';

/** `2 jobs, about 48 s`, where the running one tells how long. */
export function queueWords(jobs: readonly Job[]): string {
  const active = jobs.filter(({ status }) => status.kind === 'running' || status.kind === 'waiting');
  if (active.length === 0) return 'no job';
  const left = active.map(({ progress }) => progress.remaining);
  const count = active.length === 1 ? '1 job' : `${active.length} jobs`;
  // One that nobody knows makes the sum a lie.
  if (left.some((seconds) => seconds === undefined)) return count;
  return `${count}, about ${formatDuration(Math.round(left.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0)))}`;
}

/** `1 error, 2 warnings` */
export function problemWords(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const some = (count: number, word: string) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]);
  return [...some(errors, 'error'), ...some(warnings, 'warning')].join(', ');
}
