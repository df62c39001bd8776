/** Everything that is known about one commit: its metadata, what is in it, and what changed since its parent. */
import { z } from 'zod';
import { toWire } from '../../../shared/errors';
import type { CommitDetails } from '../../../shared/history/types';
import { diffPackages } from '../../../shared/packages/diff';
import type { InstalledPackage } from '../../../shared/packages/types';
import type { JsonCache } from './json-cache';
import { metadataText, parseSizes, type CommitObject } from './objects';
import { listRefs } from './refs';
import { hasObject, readCommit, type Repo } from './repo';
import type { Totals, TreeTotals } from './tree';

export const TotalsJson = z.object({ files: z.number(), size: z.number() });

export interface DetailsSources {
  readonly totals: TreeTotals;
  readonly keptTotals: JsonCache<Totals>;
  readonly packagesOf: (repo: Repo, checksum: string) => Promise<InstalledPackage[]>;
  readonly jobOfCommit: (checksum: string) => string | undefined;
}

/** A value, or the sentence that says why there is none. */
type Attempt<T> = { readonly value: T } | { readonly why: string };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (thrown) {
    return { why: toWire(thrown).message };
  }
}

function totalsOf(repo: Repo, checksum: string, commit: CommitObject, sources: DetailsSources): Promise<Totals> {
  return sources.keptTotals.get(checksum, () => {
    const listed = commit.metadata.find(({ key }) => key === 'ostree.sizes')?.value;
    return sources.totals.of(repo, commit.rootTree, listed && parseSizes(listed));
  });
}

interface Changes {
  readonly packages?: number;
  readonly diff?: CommitDetails['diff'];
  readonly why?: string;
}

async function changesOf(
  repo: Repo,
  checksum: string,
  parent: string | undefined,
  parentMissing: boolean,
  sources: DetailsSources,
): Promise<Changes> {
  const own = await attempt(() => sources.packagesOf(repo, checksum));
  if ('why' in own) return { why: `Packages are not known: ${own.why}` };
  const packages = own.value.length;
  if (parent === undefined) return { packages };
  if (parentMissing) return { packages, why: 'The parent is not in the repository, so changes are not known.' };
  const before = await attempt(() => sources.packagesOf(repo, parent));
  if ('why' in before) return { packages, why: `Changes against the parent are not known: ${before.why}` };
  return { packages, diff: diffPackages(before.value, own.value) };
}

/**
 * Reads a commit. What cannot be known (files that were not pulled, no RPM database) is left out, and `note` says why.
 *
 * @throws StudioError `not-found` if the commit is not in the repository, `invalid-input` if it is damaged
 */
export async function readDetails(repo: Repo, checksum: string, sources: DetailsSources): Promise<CommitDetails> {
  const commit = readCommit(repo, checksum);
  const { parent, version } = commit;
  const parentMissing = parent !== undefined && !hasObject(repo, parent, 'commit');
  const [totals, changes] = await Promise.all([
    attempt(() => totalsOf(repo, checksum, commit, sources)),
    changesOf(repo, checksum, parent, parentMissing, sources),
  ]);
  const notes = ['why' in totals ? `The size is not known: ${totals.why}` : undefined, changes.why];
  const note = notes.filter((text) => text !== undefined).join(' ');
  const job = sources.jobOfCommit(checksum);
  return {
    checksum,
    ...(parent === undefined ? {} : { parent }),
    parentMissing,
    subject: commit.subject,
    body: commit.body,
    ...(version === undefined ? {} : { version }),
    timestamp: commit.timestamp,
    refs: listRefs(repo)
      .filter(({ head }) => head === checksum)
      .map(({ name }) => name),
    contentChecksum: commit.contentChecksum,
    metadata: metadataText(commit),
    ...('value' in totals ? { size: totals.value.size, files: totals.value.files } : {}),
    ...(changes.packages === undefined ? {} : { packages: changes.packages }),
    ...(changes.diff === undefined ? {} : { diff: changes.diff }),
    ...(note === '' ? {} : { note }),
    ...(job === undefined ? {} : { job }),
  };
}
