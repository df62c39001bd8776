/** Where a waiting job goes when it is moved to another place of the line, pure. */
import type { Job } from '../../../shared/builds/types';
import { byTurn } from './job-words';
import type { Move } from './store';

export function waitingJobs(jobs: readonly Job[]): readonly Job[] {
  return jobs.filter((job) => job.status.kind === 'waiting').sort(byTurn);
}

/**
 * The move that puts `id` at `index` of the line without it. It keeps its priority where that place is among jobs of
 * the same; else it takes that of its new neighbour. Undefined where it stands there already.
 */
export function moveTo(waiting: readonly Job[], id: string, index: number): Move | undefined {
  const from = waiting.findIndex((job) => job.id === id);
  const job = waiting[from];
  if (!job || index === from || index < 0 || index >= waiting.length) return undefined;
  const rest = waiting.filter((other) => other !== job);
  const above = rest[index - 1];
  const below = rest[index];
  const least = below?.priority ?? -1;
  const most = above?.priority ?? 1;
  const priority = Math.min(most, Math.max(least, job.priority));
  return {
    before: below?.priority === priority ? below.id : null,
    ...(priority === job.priority ? {} : { priority }),
  };
}

/** The move that puts `id` before, or after, another one of the line. */
export function moveBeside(waiting: readonly Job[], id: string, other: string, after: boolean): Move | undefined {
  const rest = waiting.filter((job) => job.id !== id);
  const at = rest.findIndex((job) => job.id === other);
  return at < 0 ? undefined : moveTo(waiting, id, at + (after ? 1 : 0));
}

/** The move that brings `id` one place on (1) or back (-1). */
export function moveBy(waiting: readonly Job[], id: string, by: 1 | -1): Move | undefined {
  return moveTo(waiting, id, waiting.findIndex((job) => job.id === id) + by);
}
