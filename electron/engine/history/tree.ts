/** Walks through the directories of a commit. */
import path from 'node:path';
import { fileSize, linkTarget } from './file-object';
import type { DirTree, TreeFile } from './objects';
import { damaged, readDirTree, type Repo } from './repo';
import { createSlices } from './slices';

/** What a directory holds, with everything below it. */
export interface Totals {
  readonly files: number;
  /** Bytes of all files; one that is there twice counts twice. */
  readonly size: number;
}

const MAX_DEPTH = 512;
const MAX_LINKS = 40;
const KEPT_TOTALS = 50_000;

interface Frame {
  readonly tree: string;
  readonly entries: DirTree;
  next: number;
  files: number;
  size: number;
}

/** Totals of directories by checksum: most directories are the same from commit to commit. */
export class TreeTotals {
  readonly #known = new Map<string, Totals>();

  /**
   * Totals of a tree. Each distinct directory is read once.
   *
   * @param sizes unpacked sizes by file checksum, where the commit lists them; other files are looked at.
   * @throws StudioError `not-found` if objects are missing, `invalid-input` if they are damaged
   */
  async of(repo: Repo, tree: string, sizes?: ReadonlyMap<string, number>): Promise<Totals> {
    const slices = createSlices();
    const key = (checksum: string): string => `${repo.path}\0${checksum}`;
    const stack: Frame[] = [];
    let result = this.#known.get(key(tree));
    if (!result) stack.push(open(repo, tree));
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      if (slices.due()) await slices.rest();
      const folder = frame.entries.folders[frame.next];
      if (folder) {
        const totals = this.#known.get(key(folder.tree));
        if (totals) {
          frame.files += totals.files;
          frame.size += totals.size;
          frame.next += 1;
        } else if (stack.length >= MAX_DEPTH)
          throw damaged('dirtree', folder.tree, 'directories are nested too deeply');
        else stack.push(open(repo, folder.tree));
        continue;
      }
      for (const { checksum } of frame.entries.files) {
        frame.size += sizes?.get(checksum) ?? fileSize(repo, checksum);
        if (slices.due()) await slices.rest();
      }
      result = { files: frame.files + frame.entries.files.length, size: frame.size };
      if (this.#known.size >= KEPT_TOTALS) this.#known.clear();
      this.#known.set(key(frame.tree), result);
      stack.pop();
    }
    return result ?? { files: 0, size: 0 };
  }
}

function open(repo: Repo, tree: string): Frame {
  return { tree, entries: readDirTree(repo, tree), next: 0, files: 0, size: 0 };
}

/**
 * The directory at an absolute path of a tree; symbolic links on the way are followed, within the tree. Undefined if
 * there is none.
 *
 * @throws StudioError `not-found` if objects are missing, `invalid-input` if they are damaged
 */
export function findFolder(repo: Repo, rootTree: string, folder: string): DirTree | undefined {
  const root = readDirTree(repo, rootTree);
  // From the root's child to the directory that was reached.
  let at: DirTree[] = [];
  let links = 0;
  const names = folder.split('/').reverse();
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at.pop();
      continue;
    }
    const here = at.at(-1) ?? root;
    const next = here.folders.find((entry) => entry.name === name);
    if (next) {
      at.push(readDirTree(repo, next.tree));
      continue;
    }
    const file = here.files.find((entry) => entry.name === name);
    const target = file && linkTarget(repo, file.checksum);
    if (target === undefined || (links += 1) > MAX_LINKS) return undefined;
    if (path.posix.isAbsolute(target)) at = [];
    names.push(...target.split('/').reverse());
  }
  return at.at(-1) ?? root;
}

/** A file of a directory by name. */
export function findFile(folder: DirTree, name: string): TreeFile | undefined {
  return folder.files.find((entry) => entry.name === name);
}
