/** Tells when the refs of a repository move. Node cannot watch a tree on Linux before version 20: each folder is. */
import { statSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { openRepo } from './repo';
import { listRefs, refFolders } from './refs';

const DEBOUNCE_MS = 100;
const MAX_WATCHED = 512;

/** One text for one state of all refs; empty if there is no repository. */
export async function refsState(repoPath: string): Promise<string> {
  try {
    const repo = await openRepo(repoPath);
    return repo
      ? listRefs(repo)
          .map(({ name, head }) => `${name} ${head}\n`)
          .join('')
      : '';
  } catch {
    return '';
  }
}

/** The folders to watch: those of the refs, or the nearest one that exists as long as there is no repository. */
function foldersToWatch(repoPath: string): string[] {
  const folders = refFolders(repoPath, MAX_WATCHED);
  if (folders.length > 0) return folders;
  let at = repoPath;
  while (inodeOf(at) === undefined && path.dirname(at) !== at) at = path.dirname(at);
  return [at];
}

interface Watched {
  readonly watcher: FSWatcher;
  /** The folder's inode: a folder that was removed and made again has to be watched again. */
  readonly inode: number | undefined;
}

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

/** The watched folders; `onEvent` is called for whatever happens in one of them. */
class FolderWatchers {
  readonly #watched = new Map<string, Watched>();
  readonly #onEvent: () => void;

  constructor(onEvent: () => void) {
    this.#onEvent = onEvent;
  }

  /** Watches these folders and no others. */
  set(folders: readonly string[]): void {
    const wanted = new Set(folders);
    for (const [folder, { inode }] of this.#watched)
      if (!wanted.has(folder) || inode !== inodeOf(folder)) this.#drop(folder);
    for (const folder of wanted) if (!this.#watched.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const inode = inodeOf(folder);
      const watcher = watch(folder, { persistent: false }, this.#onEvent);
      watcher.on('error', this.#onEvent);
      this.#watched.set(folder, { watcher, inode });
    } catch {
      // It went between listing and watching, or the system has no watch left: builds tell of their own commits.
    }
  }

  #drop(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }
}

/**
 * Calls back when a ref of the repository appears, moves or goes, also when the repository itself does; several changes
 * within a tenth of a second are told once. Resolves when it watches: what moves from then on is told.
 *
 * @returns ends the watching.
 */
export async function watchRefs(repoPath: string, onChange: () => void): Promise<() => void> {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const watchers = new FolderWatchers(() => {
    if (!closed) timer ??= setTimeout(() => void look(), DEBOUNCE_MS);
  });
  const look = async (): Promise<void> => {
    timer = undefined;
    watchers.set(foldersToWatch(repoPath));
    const now = await refsState(repoPath);
    if (closed || now === before) return;
    before = now;
    onChange();
  };
  watchers.set(foldersToWatch(repoPath));
  let before = await refsState(repoPath);
  return () => {
    closed = true;
    clearTimeout(timer);
    watchers.set([]);
  };
}
