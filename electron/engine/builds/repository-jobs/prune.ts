/** Removes from a repository what its refs do not reach, or not within so many parents. See ostree-prune(1). */
import type { BuildRequest } from '../../../../shared/builds/types';
import { run } from '../../run';
import { existingRepository, lineOf, refsOf, type RepositoryJob } from './repository-job';

type PruneRequest = Extract<BuildRequest, { kind: 'prune' }>;

export function pruneArgs(repo: string, { keepDepth, dryRun }: Pick<PruneRequest, 'keepDepth' | 'dryRun'>): string[] {
  return ['prune', `--repo=${repo}`, '--refs-only', `--depth=${keepDepth}`, ...(dryRun ? ['--no-prune'] : [])];
}

/** Commits that go, by ref: those that no ref keeps. */
async function goingCommits(repo: string, keepDepth: number, signal: AbortSignal): Promise<Map<string, string[]>> {
  const lines = new Map<string, string[]>();
  for (const ref of await refsOf(repo, signal)) lines.set(ref, await lineOf(repo, ref, signal));
  if (keepDepth < 0) return new Map();
  const kept = new Set([...lines.values()].flatMap((line) => line.slice(0, keepDepth + 1)));
  return new Map([...lines].map(([ref, line]) => [ref, line.filter((commit) => !kept.has(commit))]));
}

/** @throws StudioError `not-found` without a repository, `tool-failed`, `cancelled` */
export async function runPrune(job: RepositoryJob<PruneRequest>): Promise<void> {
  const { run: jobRun, request, emit } = job;
  const { signal } = jobRun;
  const repo = existingRepository(job);
  jobRun.plan([{ name: 'prune', kind: 'step', stages: [] }]);
  await jobRun.step('prune', async () => {
    for (const [ref, commits] of await goingCommits(repo, request.keepDepth, signal))
      for (const commit of commits)
        jobRun.log('prune', `${request.dryRun ? 'would remove' : 'removing'} ${commit} of ${ref}`, 'info');
    const argv = pruneArgs(repo, request);
    jobRun.onWorker({ kind: 'command', phase: 'prune', text: ['ostree', ...argv].join(' ') });
    await run('ostree', argv, { signal, onLine: (line) => jobRun.log('prune', line) });
  });
  if (!request.dryRun) emit('history.changed', { repo });
}
