/** The files of a workspace: few questions to the disk, and a limit for folders that are none of ours. */
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';

export const MANIFEST = /\.mpp\.(ya?ml|json)$/;
/** An image of the layout of the sample images. */
export const IMAGE = /^images\/([^/]+)\.mpp\.(?:ya?ml|json)$/;
/** Folders that hold results or caches, never manifests. */
export const SKIPPED = new Set([
  ...['node_modules', 'output', 'ostree-repo', 'starter-repository', '_build', 'locks', 'repodata', '__pycache__'],
]);
/** Folders below folders that are looked into. */
export const MAX_DEPTH = 8;
/** Packages and images are no texts, and there may be thousands of them. */
const BINARY = /\.(rpm|qcow2|img|iso|tar|gz|xz|zst|zip)$/;
/** Manifests and their parts are listed beyond this. */
const MAX_FILES = 5000;
const MAX_PARTS = 20_000;
const PART = /\.[im]pp\.(ya?ml|json)$/;
/** Folders that are read at most, and how many at the same time. */
const MAX_FOLDERS = 20_000;
const AT_ONCE = 32;

/** Whether a link leads to a file of the workspace. */
async function linksInside(root: string, name: string): Promise<boolean> {
  const real = await realpath(path.join(root, name)).catch(() => undefined);
  if (!real?.startsWith(root + path.sep)) return false;
  return (await stat(real).catch(() => undefined))?.isFile() ?? false;
}

function unreadable(root: string, cause: unknown): StudioError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOTDIR')
    return new StudioError('invalid-input', `${root} is no folder.`, { hint: 'Open the folder that it is in.', cause });
  return new StudioError('invalid-input', `${root} cannot be read: ${String(code)}.`, {
    hint: code === 'EACCES' ? 'Ask its owner for the permission to read it.' : 'Open another folder.',
    detail: { file: root },
    cause,
  });
}

/** Files by folder, level by level: the nearest come first, so that a large folder far below takes nothing away. */
class Walk {
  readonly parts: string[] = [];
  readonly others: string[] = [];
  #folders = 0;

  constructor(
    readonly root: string,
    readonly results: ReadonlySet<string>,
  ) {}

  /** @returns the folders of the next level */
  async level(folders: readonly string[]): Promise<string[]> {
    const next: string[] = [];
    for (let at = 0; at < folders.length && this.#folders < MAX_FOLDERS; at += AT_ONCE) {
      const some = folders.slice(at, at + AT_ONCE);
      this.#folders += some.length;
      for (const below of await Promise.all(some.map((folder) => this.#read(folder)))) next.push(...below);
    }
    return next;
  }

  async #read(folder: string): Promise<string[]> {
    const entries = await readdir(path.join(this.root, folder), { withFileTypes: true }).catch((thrown: unknown) => {
      if (folder === '') throw unreadable(this.root, thrown);
      return []; // as if it were not there
    });
    const below: string[] = [];
    for (const entry of entries) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || BINARY.test(entry.name)) continue;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && !this.results.has(path.join(this.root, name))) below.push(name);
      } else if (await this.#isOwn(entry, name)) this.#add(name);
    }
    return below;
  }

  async #isOwn(entry: Dirent, name: string): Promise<boolean> {
    return entry.isFile() || (entry.isSymbolicLink() && (await linksInside(this.root, name)));
  }

  #add(name: string): void {
    if (PART.test(name)) {
      if (this.parts.length < MAX_PARTS) this.parts.push(name);
    } else if (this.others.length < MAX_FILES) this.others.push(name);
  }
}

/** Folders and what is in them side by side, as a tree shows them. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a.replaceAll('/', '\0'), b.replaceAll('/', '\0')];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Text files below a folder, relative to it, in order. What cannot be read is as if it were not there.
 *
 * @param results folders that are left out, absolute
 * @throws StudioError `invalid-input` if the folder itself cannot be read
 */
export async function walk(root: string, results: ReadonlySet<string>): Promise<string[]> {
  const found = new Walk(root, results);
  let folders = [''];
  for (let depth = 0; depth <= MAX_DEPTH && folders.length > 0; depth += 1) folders = await found.level(folders);
  return [...found.parts, ...found.others].sort(inOrder);
}
