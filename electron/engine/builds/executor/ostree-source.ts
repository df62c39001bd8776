/** Commits that a manifest takes from remote repositories: kept in an archive repository of the store. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import { hasCommit } from '../worker-results';

const Remote = z.object({
  url: z.string(),
  contenturl: z.string().optional(),
  gpgkeys: z.array(z.string()).optional(),
  secrets: z.unknown().optional(),
});
const Items = z.record(z.string(), z.object({ remote: Remote }));
const OSTree = z
  .object({ items: Items.optional(), commits: Items.optional() })
  .transform(({ items, commits }) => items ?? commits ?? {});

export type CommitItem = z.infer<typeof Items>[string];

/** The commits of a source by their checksum. */
export function commitItems(source: unknown): [string, CommitItem][] {
  const items = Object.entries(OSTree.parse(source));
  for (const [commit, { remote }] of items) {
    if (!/^[0-9a-f]{64}$/.test(commit))
      throw new StudioError('invalid-input', `'${commit}' is not the checksum of a commit.`);
    if (remote.secrets !== undefined) throw needsSecrets(remote.url);
    if (!/^(https?|file):\/\//.test(remote.url))
      throw new StudioError('invalid-input', `A commit can only be fetched from file, http and https: ${remote.url}`);
  }
  return items;
}

/** The built-in engine asks nobody for credentials. */
export function needsSecrets(url: string): StudioError {
  return new StudioError('invalid-input', `${url} needs credentials, which the built-in engine does not have.`, {
    hint: 'Build with osbuild, which takes them from the subscription of this machine.',
    detail: { names: [url] },
  });
}

/** The repository beside the folder with a store's files. */
export function sourceRepository(files: string): string {
  return path.join(path.dirname(files), 'org.osbuild.ostree', 'repo');
}

/**
 * Brings a commit into the repository, its signature checked if the source has keys. It is pulled into a repository of
 * its own first: what was fetched before a failure is not fetched again.
 *
 * @returns false if it was there
 * @throws StudioError `tool-failed`, `cancelled`
 */
export async function fetchCommit(
  [commit, { remote }]: readonly [string, CommitItem],
  { repository, partial, signal }: { repository: string; partial: string; signal?: AbortSignal | undefined },
): Promise<boolean> {
  if (hasCommit(repository, commit)) return false;
  const ostree = (argv: readonly string[], stdin?: string): Promise<unknown> =>
    run('ostree', argv, { ...(signal ? { signal } : {}), ...(stdin === undefined ? {} : { stdin }) });
  const half = `--repo=${path.join(partial, `commit-${commit}`)}`;
  const whole = `--repo=${repository}`;
  await mkdir(path.dirname(repository), { recursive: true });
  for (const repo of [half, whole]) await ostree(['init', '--mode=archive', repo]);
  const keys = remote.gpgkeys ?? [];
  const verify = keys.length > 0 ? ['--set=gpg-verify=true'] : ['--no-gpg-verify'];
  const content = remote.contenturl === undefined ? [] : [`--set=contenturl=${remote.contenturl}`];
  await ostree(['remote', 'delete', '--if-exists', 'source', half]);
  await ostree(['remote', 'add', ...verify, ...content, half, 'source', remote.url]);
  for (const key of keys) await ostree(['remote', 'gpg-import', '--stdin', half, 'source'], key);
  await ostree(['pull', '--disable-fsync', half, 'source', commit]);
  await ostree(['pull-local', whole, half.slice('--repo='.length), commit]);
  await rm(half.slice('--repo='.length), { recursive: true, force: true });
  return true;
}
