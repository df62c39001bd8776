/** An OSTree repository on disk, read directly. https://ostreedev.github.io/ostree/formats/ */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { readBounded } from './bounded-read';
import { FormatError } from './gvariant';
import { parseCommit, parseDirTree, type CommitObject, type DirTree } from './objects';

export type ObjectKind = 'commit' | 'dirtree' | 'dirmeta' | 'file';

export interface Repo {
  readonly path: string;
  /** `core.mode` as it is written: `archive-z2`, `bare`, `bare-user`, ... */
  readonly mode: string;
  /** True if file contents are compressed. */
  readonly archive: boolean;
  /** The repository that objects are looked up in which this one lacks (`core.parent`). */
  readonly parent: Repo | undefined;
}

const MODES = ['archive-z2', 'archive', 'bare', 'bare-user', 'bare-user-only', 'bare-split-xattrs'];
const MAX_CONFIG = 1024 * 1024;
/** OSTREE_MAX_METADATA_SIZE */
const MAX_METADATA = 128 * 1024 * 1024;
const MAX_PARENTS = 4;

/** `key` in `[section]` of a key file, as GLib reads one: the last value counts. */
export function readKey(text: string, section: string, key: string): string | undefined {
  let current = '';
  let value: string | undefined;
  for (const line of text.split('\n')) {
    const header = /^\[([^\]]*)\]\s*$/.exec(line);
    const entry = /^\s*([^=#\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (header) current = header[1] ?? '';
    else if (entry && current === section && entry[1] === key) value = entry[2];
  }
  return value;
}

function noRepository(folder: string, why: string): StudioError {
  return new StudioError('invalid-input', `${folder} is no OSTree repository: ${why}.`, {
    hint: 'Choose a folder that `ostree init` made, or one that does not exist yet.',
    detail: { file: folder },
  });
}

/**
 * Opens a repository; undefined if the folder does not exist.
 *
 * @throws StudioError `invalid-input` if the folder is something else.
 */
export async function openRepo(folder: string, depth = 0): Promise<Repo | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isDirectory()) throw noRepository(folder, 'it is not a folder');
  const bytes = readBounded(path.join(folder, 'config'), MAX_CONFIG, false);
  if (!bytes) throw noRepository(folder, 'it has no file named config');
  const text = bytes.toString('utf8');
  const mode = readKey(text, 'core', 'mode') ?? 'bare';
  if (readKey(text, 'core', 'repo_version') !== '1') throw noRepository(folder, 'its config has no repo_version=1');
  if (!MODES.includes(mode)) throw noRepository(folder, `the mode '${mode.slice(0, 40)}' is not known`);
  const parent = readKey(text, 'core', 'parent');
  return {
    path: folder,
    mode,
    archive: mode.startsWith('archive'),
    parent: parent && depth < MAX_PARENTS ? await openRepo(path.resolve(folder, parent), depth + 1) : undefined,
  };
}

/** File of an object in this repository alone. */
export function objectPath(repo: Repo, checksum: string, kind: ObjectKind): string {
  const extension = kind === 'file' && repo.archive ? 'filez' : kind;
  return path.join(repo.path, 'objects', checksum.slice(0, 2), `${checksum.slice(2)}.${extension}`);
}

/** Bytes of a metadata object, of the parent repository if this one lacks it; undefined if none has it. */
export function readObject(repo: Repo, checksum: string, kind: Exclude<ObjectKind, 'file'>): Buffer | undefined {
  for (let at: Repo | undefined = repo; at; at = at.parent) {
    const bytes = readBounded(objectPath(at, checksum, kind), MAX_METADATA);
    if (bytes) return bytes;
  }
  return undefined;
}

/** True if this repository or its parent holds the object. */
export function hasObject(repo: Repo, checksum: string, kind: ObjectKind): boolean {
  for (let at: Repo | undefined = repo; at; at = at.parent) {
    if (statSync(objectPath(at, checksum, kind), { throwIfNoEntry: false })) return true;
  }
  return false;
}

/** An error for an object whose bytes are not what they should be. */
export function damaged(kind: ObjectKind, checksum: string, why: string): StudioError {
  return new StudioError('invalid-input', `The ${kind} object ${checksum.slice(0, 8)} is damaged: ${why}.`, {
    hint: 'Check the repository with `ostree fsck`, then pull or build the commit again.',
    detail: { names: [checksum] },
  });
}

/** An error for an object that is not there. */
export function missing(kind: ObjectKind, checksum: string): StudioError {
  return new StudioError('not-found', `The ${kind} object ${checksum.slice(0, 8)} is not in the repository.`, {
    hint: 'Pull the commit again, with all its objects.',
    detail: { names: [checksum] },
  });
}

function readVerified<T>(repo: Repo, checksum: string, kind: 'commit' | 'dirtree', parse: (bytes: Buffer) => T): T {
  const bytes = readObject(repo, checksum, kind);
  if (!bytes) throw missing(kind, checksum);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== checksum) throw damaged(kind, checksum, `its bytes have the checksum ${actual.slice(0, 8)}`);
  try {
    return parse(bytes);
  } catch (thrown) {
    if (thrown instanceof FormatError) throw damaged(kind, checksum, thrown.message);
    throw thrown;
  }
}

/** Reads a commit and verifies its checksum. @throws StudioError `not-found`, `invalid-input` if damaged */
export function readCommit(repo: Repo, checksum: string): CommitObject {
  return readVerified(repo, checksum, 'commit', parseCommit);
}

/** Reads a directory and verifies its checksum. @throws StudioError `not-found`, `invalid-input` if damaged */
export function readDirTree(repo: Repo, checksum: string): DirTree {
  return readVerified(repo, checksum, 'dirtree', parseDirTree);
}
