/** Which jobs the list shows. */
import type { Job } from '../../../shared/builds/types';

export interface JobFilter {
  /** Words that all occur in its number, name, refs, commits or error. */
  readonly text: string;
  readonly state: 'all' | Job['status']['kind'];
  readonly kind: 'all' | Job['request']['kind'];
  /** A target without format; empty for all. */
  readonly target: string;
}

export const NO_FILTER: JobFilter = { text: '', state: 'all', kind: 'all', target: '' };

export function isFiltered(filter: JobFilter): boolean {
  return filter.text.trim() !== '' || filter.state !== 'all' || filter.kind !== 'all' || filter.target !== '';
}

export function filterJobs(jobs: readonly Job[], filter: JobFilter): readonly Job[] {
  if (!isFiltered(filter)) return jobs;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return jobs.filter(
    (job) =>
      (filter.state === 'all' || job.status.kind === filter.state) &&
      (filter.kind === 'all' || job.request.kind === filter.kind) &&
      (filter.target === '' || targetOf(job) === filter.target) &&
      (words.length === 0 || hasWords(textOf(job), words)),
  );
}

/** The target of a build without its format: `starter-qemu-minimal-ostree.x86_64`. */
export function targetOf(job: Job): string | undefined {
  const { request } = job;
  if (request.kind !== 'target' && request.kind !== 'image-of-commit') return undefined;
  return request.target.replace(/\.(?:ext4\.simg|oci\.tar|tar\.gz|[^.]+)$/, '');
}

/** Every target of the list, once, by name. */
export function targetsOf(jobs: readonly Job[]): readonly string[] {
  return [...new Set(jobs.flatMap((job) => targetOf(job) ?? []))].sort();
}

function textOf(job: Job): string {
  const made = job.artifacts.map((artifact) =>
    artifact.kind === 'commit'
      ? `${artifact.ref} ${artifact.checksum}`
      : artifact.kind === 'image'
        ? artifact.path
        : '',
  );
  const error = job.status.kind === 'failed' ? job.status.error.message : '';
  return [`#${job.id}`, job.title, job.status.kind, ...made, error].join(' ').toLowerCase();
}

function hasWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}
