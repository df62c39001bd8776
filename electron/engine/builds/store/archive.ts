/**
 * A tree as one file: a POSIX archive of GNU tar with owners by number, modes, times, extended attributes (security.*
 * too), access control lists, hard links, holes and device nodes. One file is written and read much faster than the
 * thousands it holds, belongs to the person whatever is in it, and one checksum covers all of it.
 * https://www.gnu.org/software/tar/manual/html_node/posix.html
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { run } from '../../run';

const EXACT = ['--numeric-owner', '--xattrs', '--xattrs-include=*', '--acls'] as const;

export function packArgs(tree: string, file: string): string[] {
  return [
    ...['--create', `--file=${file}`, '--format=posix', '--sparse', '--one-file-system', '--sort=name'],
    ...[...EXACT, `--directory=${tree}`, '.'],
  ];
}

/** `members`: paths in the tree; empty for all of it. */
export function unpackArgs(file: string, tree: string, members: readonly string[]): string[] {
  return [
    ...['--extract', `--file=${file}`, '--same-permissions', '--same-owner', '--delay-directory-restore'],
    ...[...EXACT, `--directory=${tree}`, '--', ...members.map((member) => `./${member}`)],
  ];
}

/** @throws StudioError `tool-failed`, where the disk is full for example */
export async function pack(tree: string, file: string, signal: AbortSignal): Promise<void> {
  await run('tar', packArgs(tree, file), { signal });
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
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024, signal })) sum.update(chunk as Buffer);
  return sum.digest('hex');
}
