/** Whether a job has room on the disks that it writes to: a full disk is told before the work, with the numbers. */
import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import type { Failure, Job } from '../../../shared/builds/types';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** Of a target that was never built: images are sparse, their size says little. */
const USUAL_WORK = 3 * GIB;
const USUAL_IMAGES = GIB;
const LEAST_WORK = 512 * MIB;
const REPOSITORY = 256 * MIB;

/** Bytes that are needed below a folder. */
export interface Need {
  readonly folder: string;
  readonly bytes: number;
}

const imagesOf = (job: Job): number =>
  job.artifacts.reduce((sum, artifact) => sum + (artifact.kind === 'image' ? artifact.size : 0), 0);

/** What a job needs where: what the last one of the same request made, else what is usual. */
export function needsOf(job: Job, jobs: readonly Job[], places: { data: string; output: string }): Need[] {
  const { kind } = job.request;
  const repository = job.repo === undefined ? [] : [{ folder: job.repo, bytes: REPOSITORY }];
  if (kind === 'check' || kind === 'prune') return []; // it frees room, or only reads
  if (kind === 'pull' || kind === 'delta') return repository;
  if (kind === 'starter-repository') return [{ folder: job.workspace, bytes: GIB }];
  const last = jobs.filter(({ status, title }) => status.kind === 'done' && title === job.title).at(-1);
  const images = last ? imagesOf(last) : USUAL_IMAGES;
  const work = last ? LEAST_WORK + 2 * images : USUAL_WORK;
  return [{ folder: places.data, bytes: work }, { folder: places.output, bytes: images }, ...repository];
}

/** The file system on which a folder is, or will be. */
async function disk(folder: string): Promise<{ device: number; free: number }> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (!found && at !== path.dirname(at)) continue;
    const { bavail, bsize } = await statfs(at);
    return { device: found?.dev ?? 0, free: bavail * bsize };
  }
}

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

export class NoRoomError extends StudioError {
  readonly failure: Failure;

  constructor(folder: string, need: number, free: number) {
    const sentence = `The job needs about ${gib(need)} on the disk of ${folder}, but only ${gib(free)} are free.`;
    super('tool-failed', sentence, { hint: 'Make room there, or clean the store, then run it again.' });
    const remedies: Failure['remedies'] = [{ kind: 'clean-store', freeable: 0 }, { kind: 'retry' }];
    this.failure = { cause: 'disk-full', lines: [], remedies };
  }
}

/** @throws NoRoomError naming the first disk that is too full. */
export async function checkRoom(
  job: Job,
  jobs: readonly Job[],
  places: { data: string; output: string },
): Promise<void> {
  const disks = new Map<number, { folder: string; bytes: number; free: number }>();
  for (const { folder, bytes } of needsOf(job, jobs, places)) {
    const { device, free } = await disk(folder);
    const known = disks.get(device);
    disks.set(device, { folder: known?.folder ?? folder, bytes: (known?.bytes ?? 0) + bytes, free });
  }
  for (const { folder, bytes, free } of disks.values()) if (free < bytes) throw new NoRoomError(folder, bytes, free);
}
