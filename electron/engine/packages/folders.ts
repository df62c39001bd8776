/** Folders of RPMs of which the studio makes repositories, and keeps them so while RPMs come and go. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { watch, type FSWatcher } from 'chokidar';
import { StudioError } from '../../../shared/errors';
import { createRepository } from '../tools/createrepo';
import { RepositoryCache } from './metadata/repository-cache';

/** Long enough to take the copying of many RPMs as one change. */
const SETTLE_MS = 400;
/** An RPM that is half copied is read again after this, and after longer and longer. */
const RETRY_MS = 1000;
const MOST_RETRIES = 6;
const MAX_DEPTH = 4;

async function rpmsBelow(folder: string, depth = 0): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  let count = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.rpm')).length;
  for (const entry of entries)
    if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.') && entry.name !== 'repodata')
      count += await rpmsBelow(path.join(folder, entry.name), depth + 1);
  return count;
}

/** What `packages="7"` of primary.xml says: it stands at its beginning. */
async function packagesIn(folder: string, cache: RepositoryCache, signal?: AbortSignal): Promise<number> {
  const opened = await cache.open({ id: 'folder', url: pathToFileURL(folder).href }, signal ? { signal } : {});
  const file = opened.repomd.files.get('primary');
  if (!file) return 0;
  for await (const text of cache.read(opened, file, signal)) {
    const match = /<metadata [^>]*packages="(\d+)"/.exec(text);
    if (match) return Number(match[1]);
  }
  return 0;
}

export interface IndexedFolder {
  /** Packages of the repository. */
  readonly packages: number;
  /** RPM files: more than packages if some cannot be read (yet). */
  readonly files: number;
}

/**
 * Makes a repository of a folder of RPMs. `evenEmpty` also renews one whose last RPM went away.
 *
 * @throws StudioError `not-found` if there is no folder, `invalid-input` if it holds no RPM, `missing-tool`, `cancelled`
 */
export async function indexFolder(folder: string, signal?: AbortSignal, evenEmpty = false): Promise<IndexedFolder> {
  const files = await rpmsBelow(folder).catch((cause: unknown) => {
    throw new StudioError('not-found', `There is no folder ${folder}.`, { hint: 'Choose another one.', cause });
  });
  const isKnown = existsSync(path.join(folder, 'repodata', 'repomd.xml'));
  if (files === 0 && !(isKnown && evenEmpty))
    throw new StudioError('invalid-input', `The folder ${folder} holds no RPM.`, {
      hint: 'Copy files that end in .rpm into it first.',
      detail: { file: folder },
    });
  await createRepository(folder, signal);
  return { files, packages: await packagesIn(folder, new RepositoryCache(folder), signal) };
}

/** One folder that is watched. */
class WatchedFolder {
  readonly #watcher: FSWatcher;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #indexing: Promise<void> = Promise.resolve();
  #retries = 0;

  constructor(
    readonly folder: string,
    readonly index: (folder: string, signal: AbortSignal) => Promise<IndexedFolder>,
  ) {
    this.#watcher = watch(folder, {
      ignoreInitial: true,
      depth: MAX_DEPTH,
      ignored: (name, stats) =>
        path.basename(name) === 'repodata' || (stats?.isFile() === true && !name.endsWith('.rpm')),
    });
    this.#watcher.on('all', () => this.#later(SETTLE_MS));
    this.#watcher.on('error', () => undefined); // a folder that goes away has nothing to index
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closing.abort();
    await this.#watcher.close();
    await this.#indexing;
  }

  #later(ms: number): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#indexing = this.#indexing.then(() => this.#index());
    }, ms);
  }

  async #index(): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    try {
      const { packages, files } = await this.index(this.folder, signal);
      this.#retries = packages < files ? this.#retries + 1 : 0;
    } catch {
      this.#retries += 1; // what is wrong is said where the repository is read
    }
    if (this.#retries > 0 && this.#retries <= MOST_RETRIES) this.#later(RETRY_MS * this.#retries);
  }
}

/** Watches folders; which ones may change. */
export class Folders {
  readonly #watched = new Map<string, WatchedFolder>();
  readonly #closing = new AbortController();
  /** Two at a time would be in each other's way. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param changed called after a folder was indexed again */
  constructor(readonly changed: () => void) {}

  /** Watches these folders and no others. */
  async keep(folders: readonly string[]): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const gone = [...this.#watched].filter(([folder]) => !folders.includes(folder));
    for (const [folder] of gone) this.#watched.delete(folder);
    for (const folder of folders)
      if (!this.#watched.has(folder)) this.#watched.set(folder, new WatchedFolder(folder, this.#inTurn));
    for (const [, watched] of gone) await watched.close();
  }

  /** @throws what `indexFolder` throws */
  index(folder: string): Promise<IndexedFolder> {
    return this.#inTurn(folder, this.#closing.signal, false);
  }

  readonly #inTurn = async (folder: string, signal: AbortSignal, evenEmpty = true): Promise<IndexedFolder> => {
    const turn = this.#turn.then(() => indexFolder(folder, signal, evenEmpty));
    this.#turn = turn.catch(() => undefined);
    const indexed = await turn;
    this.changed();
    return indexed;
  };

  async close(): Promise<void> {
    this.#closing.abort();
    for (const watched of this.#watched.values()) await watched.close();
    this.#watched.clear();
  }
}
