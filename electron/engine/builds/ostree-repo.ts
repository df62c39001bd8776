/** What a build does with the user's repository: its head before, its new commit after. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';

const CHECKSUM = /^[0-9a-f]{64}$/;

/** The commit that a ref points to; undefined if the repository or the ref is not there. */
export async function headOf(repo: string, ref: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!existsSync(path.join(repo, 'config'))) return undefined;
  const { stdout, exitCode } = await run('ostree', ['rev-parse', `--repo=${repo}`, '--', ref], {
    ok: [0, 1],
    ...(signal ? { signal } : {}),
  });
  const found = stdout.trim();
  return exitCode === 0 && CHECKSUM.test(found) ? found : undefined;
}

/** Makes the archive repository unless it is there. */
export async function ensureRepository(repo: string, signal?: AbortSignal): Promise<void> {
  if (existsSync(path.join(repo, 'config'))) return;
  await mkdir(repo, { recursive: true });
  await run('ostree', ['init', `--repo=${repo}`, '--mode=archive'], signal ? { signal } : {});
}

/**
 * Copies a new commit from another repository and moves the ref to it. The objects come first, by the commit's
 * checksum, which moves nothing however long it takes and whoever is killed meanwhile; then the ref is looked at again.
 *
 * @throws StudioError `conflict` if the ref moved since the build read its head.
 */
export async function pullRef(
  options: {
    from: string;
    repo: string;
    ref: string;
    parent: string | undefined;
    commit: string;
    signal: AbortSignal;
  },
  onLine: (line: string) => void,
): Promise<void> {
  const { from, repo, ref, parent, commit, signal } = options;
  await run('ostree', ['pull-local', `--repo=${repo}`, from, commit], { signal, onLine });
  const now = await headOf(repo, ref, signal);
  if (now !== parent)
    throw new StudioError(
      'conflict',
      `The ref ${ref} moved to ${now?.slice(0, 8) ?? 'nothing'} while this was built on ${parent?.slice(0, 8) ?? 'nothing'}.`,
      {
        hint: 'Build again: the new commit will follow the one that is there now.',
        detail: { names: [ref] },
      },
    );
  await run('ostree', ['refs', `--repo=${repo}`, '--force', `--create=${ref}`, commit], { signal, onLine });
}
