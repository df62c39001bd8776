/** Which images exist now, and which job or image belongs to a commit: derived from the jobs, stored nowhere. */
import type { Job } from './types';

export interface BuiltImage {
  readonly path: string;
  readonly format: 'qcow2' | 'img';
  /** Bytes. */
  readonly size: number;
  readonly commit: string | undefined;
  readonly job: Job;
}

const endOf = (job: Job): number => ('endedAt' in job.status ? job.status.endedAt : job.createdAt);

/** Images that finished jobs left, newest first. A path that was built again holds what the last job put there. */
export function builtImages(jobs: readonly Job[]): readonly BuiltImage[] {
  const byPath = new Map<string, BuiltImage>();
  const done = jobs.filter((job) => job.status.kind === 'done').sort((a, b) => endOf(a) - endOf(b));
  for (const job of done) {
    for (const artifact of job.artifacts) {
      if (artifact.kind !== 'image') continue;
      const { path, format, size, commit } = artifact;
      if (format !== 'qcow2' && format !== 'img') continue; // nothing that boots
      byPath.delete(path);
      byPath.set(path, { path, format, size, commit, job });
    }
  }
  return [...byPath.values()].reverse();
}

/** The job that made a commit, if one of these did. */
export function jobOfCommit(jobs: readonly Job[], checksum: string): Job | undefined {
  return jobs.find((job) =>
    job.artifacts.some((artifact) => artifact.kind === 'commit' && artifact.checksum === checksum),
  );
}
