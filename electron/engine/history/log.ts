/** Refs and commits of a repository, as the contract has them. */
import { StudioError } from '../../../shared/errors';
import type { Commit, Ref } from '../../../shared/history/types';
import { countCommits, type CommitIndex, type IndexedCommit } from './commit-index';
import { orderCommits } from './commit-order';
import { CHECKSUM } from './objects';
import { listRefs, type RefEntry } from './refs';
import type { Repo } from './repo';

/** All refs with what is known of their heads. A head that cannot be read has no version and the time 0. */
export async function readRefs(repo: Repo, index: CommitIndex): Promise<Ref[]> {
  const entries = listRefs(repo);
  const heads = entries.map(({ head }) => head);
  const commits = await index.reachable(repo, heads);
  const counts = countCommits(commits, heads);
  return entries.map(({ name, remote, head }, at) => {
    const commit = commits.get(head);
    return {
      name,
      ...(remote === undefined ? {} : { remote }),
      head,
      commits: commit?.problem === undefined ? (counts[at] ?? 0) : 0,
      ...(commit?.version === undefined ? {} : { version: commit.version }),
      timestamp: commit?.timestamp ?? 0,
    };
  });
}

function headsOf(entries: readonly RefEntry[], names: readonly string[]): string[] {
  if (names.length === 0) return entries.map(({ head }) => head);
  return names.map((name) => {
    const head = entries.find((entry) => entry.name === name)?.head ?? (CHECKSUM.test(name) ? name : undefined);
    if (head === undefined)
      throw new StudioError('not-found', `There is no ref '${name}' in this repository.`, {
        hint: 'Remote refs are written REMOTE:NAME.',
        detail: { names: [name] },
      });
    return head;
  });
}

function toCommit(checksum: string, commit: IndexedCommit, parentMissing: boolean, refs: string[]): Commit {
  const { parent, version, problem } = commit;
  return {
    checksum,
    ...(parent === undefined ? {} : { parent }),
    parentMissing,
    subject: problem ?? commit.subject,
    ...(version === undefined ? {} : { version }),
    timestamp: commit.timestamp,
    refs,
  };
}

/**
 * Commits reachable from the refs (or commits) that are named, all refs if none is: newest first, a child always before
 * its parent. One that cannot be read stands where it belongs, and its subject says why.
 *
 * @throws StudioError `not-found` for a ref that is not there.
 */
export async function readLog(
  repo: Repo,
  index: CommitIndex,
  names: readonly string[],
  limit: number,
): Promise<Commit[]> {
  const entries = listRefs(repo);
  const commits = await index.reachable(repo, headsOf(entries, names));
  const refs = new Map<string, string[]>();
  for (const { name, head } of entries) refs.set(head, [...(refs.get(head) ?? []), name]);
  return orderCommits(commits)
    .slice(0, Math.max(0, limit))
    .map(([checksum, commit]) => {
      const parentMissing = commit.parent !== undefined && !commits.has(commit.parent);
      return toCommit(checksum, commit, parentMissing, refs.get(checksum) ?? []);
    });
}
