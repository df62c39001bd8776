/** Jobs on a repository: pull, static delta, prune, check. What they share. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BuildRequest } from '../../../../shared/builds/types';
import type { EmitEvent } from '../../../../shared/contract';
import { StudioError } from '../../../../shared/errors';
import type { Workspace } from '../../../../shared/manifest/types';
import { run } from '../../run';
import type { StudioPaths } from '../../context';
import type { JobRun } from '../job-run';

export type RepositoryRequest = Extract<BuildRequest, { kind: 'pull' | 'delta' | 'prune' | 'check' }>;

export interface RepositoryJob<R extends RepositoryRequest = RepositoryRequest> {
  readonly paths: Pick<StudioPaths, 'cache'>;
  readonly workspace: Pick<Workspace, 'path' | 'ostreeRepo'>;
  readonly request: R;
  readonly run: JobRun;
  /** The job's own folder. */
  readonly folder: string;
  readonly emit: EmitEvent;
}

/** The repository that a job is about. */
export function repositoryOf({ workspace, request }: Pick<RepositoryJob, 'workspace' | 'request'>): string {
  return path.resolve(workspace.path, request.repo ?? workspace.ostreeRepo);
}

/** @throws StudioError `not-found` if there is no repository */
export function existingRepository(job: Pick<RepositoryJob, 'workspace' | 'request'>): string {
  const repo = repositoryOf(job);
  if (!existsSync(path.join(repo, 'config')))
    throw new StudioError('not-found', `There is no OSTree repository in ${repo}.`, {
      hint: 'Build a target or pull a ref first: that makes it.',
    });
  return repo;
}

/** Commits from `rev` back through its parents, as far as they are in the repository. */
export async function lineOf(repo: string, rev: string, signal: AbortSignal): Promise<string[]> {
  const { stdout } = await run('ostree', ['log', `--repo=${repo}`, '--', rev], { signal });
  return [...stdout.matchAll(/^commit ([0-9a-f]{64})$/gm)].flatMap(([, checksum]) => checksum ?? []);
}

/** Names of the refs in a repository. */
export async function refsOf(repo: string, signal: AbortSignal): Promise<string[]> {
  const { stdout } = await run('ostree', ['refs', `--repo=${repo}`, '--list'], { signal });
  return stdout.split('\n').filter((ref) => ref !== '');
}

/** The commit that a ref or the beginning of a checksum names. @throws StudioError `not-found` */
export async function commitOf(repo: string, rev: string, signal: AbortSignal): Promise<string> {
  const { stdout, exitCode } = await run('ostree', ['rev-parse', `--repo=${repo}`, '--', rev], { signal, ok: [0, 1] });
  const found = stdout.trim();
  if (exitCode === 0 && /^[0-9a-f]{64}$/.test(found)) return found;
  throw new StudioError('not-found', `The repository has no ref or commit '${rev}'.`, {
    hint: 'History shows the refs and commits that there are.',
    detail: { names: [rev] },
  });
}
