/**
 * A tree as one file: a POSIX archive of GNU tar with owners by number, modes, times, extended attributes (security.*
 * too), access control lists, hard links, holes and device nodes. One file is written and read much faster than the
 * thousands it holds, belongs to the person whatever is in it, and one checksum covers all of it.
 * https://www.gnu.org/software/tar/manual/html_node/posix.html
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { run } from '../../run';

const EXACT = ['--numeric-owner', '--xattrs', '--xattrs-include=*', '--acls'] as const;

/** Below this share of blocks to bytes a file's holes are kept: writing them back is slow, a few are not worth it. */
const DENSE = 0.95;
/** Many small writes are slow: 1 MiB in one. */
const BLOCKS = '--blocking-factor=2048';

export function packArgs(tree: string, file: string, sparse: boolean): string[] {
  return [
    ...['--create', `--file=${file}`, '--format=posix', '--one-file-system', '--sort=name', BLOCKS],
    ...(sparse ? ['--sparse'] : []),
    ...[...EXACT, `--directory=${tree}`, '.'],
  ];
}

/** `members`: paths in the tree; empty for all of it. */
export function unpackArgs(file: string, tree: string, members: readonly string[]): string[] {
  return [
    ...['--extract', `--file=${file}`, '--same-permissions', '--same-owner', '--delay-directory-restore', BLOCKS],
    ...[...EXACT, `--directory=${tree}`, '--', ...members.map((member) => `./${member}`)],
  ];
}

async function hasHoles(tree: string, signal: AbortSignal): Promise<boolean> {
  const argv = [tree, '-xdev', '-type', 'f', '-size', '+1024k', '-printf', '%S\\n'];
  const { stdout } = await run('find', argv, { signal });
  return stdout.split('\n').some((share) => share !== '' && Number(share) < DENSE);
}

/** @throws StudioError `tool-failed`, where the disk is full for example */
export async function pack(tree: string, file: string, signal: AbortSignal): Promise<void> {
  await run('tar', packArgs(tree, file, await hasHoles(tree, signal)), { signal });
}

/** Puts the tree, or its members alone, into a folder that is there. */
export async function unpack(
  file: string,
  tree: string,
  members: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await run('tar', unpackArgs(file, tree, members), { signal });
}

/** SHA-256 of a file in hexadecimal. */
export async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const sum = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const handle = await open(file);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return sum.digest('hex');
      sum.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
