/** Tells which files of a workspace change, whoever changes them. */
import path from 'node:path';
import { watch, type ChokidarOptions, type FSWatcher } from 'chokidar';
import { MAX_DEPTH, SKIPPED } from './walk';
import { WORKSPACE_FILE } from './workspace-file';

/** Long enough to take the many events of one save as one. */
const SETTLE_MS = 150;
/** Whoever writes without a pause is told of so often. */
const MOST_MS = 1000;
/** How often files are looked at where the system cannot tell of changes. */
const POLL_MS = 2000;
/** What editors write beside a file, and what the studio itself does. */
const TEMPORARY = /(~|\.sw[a-z]|\.tmp|\.new|\.part|___jb_\w+___)$|^#.*#$|^4913$/;
/** Of git's own folder what tells that a commit, a branch or the index moved. */
const GIT = new Set(['', 'HEAD', 'index', 'logs', `logs${path.sep}HEAD`]);
/** File systems count time more coarsely than the clock. */
const CLOCK_MS = 20;
/** The system's limits of what a user may watch. */
const LIMITS = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

export interface Change {
  /** Files that were written, made or removed, relative to the workspace. */
  readonly paths: readonly string[];
  /** A commit, a branch or git's index moved. */
  readonly git: boolean;
  /** What there is may have changed, not only what is in it. */
  readonly listing: boolean;
}

export interface WatchRequest {
  readonly root: string;
  /** Folders of results, absolute: nothing is told of them. */
  readonly results: readonly string[];
  /** Finds git's own folder: it may be elsewhere, and it may be made later. */
  readonly gitFolder: () => Promise<string | undefined>;
  readonly onChange: (change: Change) => void;
}

function isIgnored({ root, results }: WatchRequest, place: string): boolean {
  const parts = path.relative(root, place).split(path.sep);
  const [first = '', second] = parts;
  if (first === '.git') return second !== undefined;
  if (results.includes(place) || parts.some((part) => SKIPPED.has(part))) return true;
  const name = parts.at(-1) ?? '';
  return TEMPORARY.test(name) || (name.startsWith('.') && name !== '');
}

/** Watches; where the system's limit is reached it looks at the files every two seconds instead. */
class Watched {
  #watcher: FSWatcher;
  #isOpen = true;
  /** What changed since then, but before the watcher was ready, is told too. */
  readonly #began = Date.now();

  constructor(
    readonly place: string,
    readonly options: ChokidarOptions,
    readonly on: (event: string, place: string) => void,
  ) {
    this.#watcher = this.#start({});
  }

  #start(how: ChokidarOptions): FSWatcher {
    let isReady = false;
    const watcher = watch(this.place, {
      ...{ persistent: false, followSymlinks: false, alwaysStat: true, ...this.options },
      ...how,
    });
    watcher.on('all', (event, place, stats) => {
      const isNew = event === 'add' && (stats?.ctimeMs ?? 0) >= this.#began - CLOCK_MS;
      if (isReady || isNew) this.on(event, place);
    });
    watcher.on('ready', () => {
      isReady = true;
    });
    watcher.on('error', (thrown) => {
      const isLimit = LIMITS.has((thrown as NodeJS.ErrnoException).code ?? '');
      if (!isLimit || !this.#isOpen || how.usePolling || watcher !== this.#watcher) return;
      void watcher.close();
      this.#watcher = this.#start({ usePolling: true, interval: POLL_MS });
    });
    return watcher;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#watcher.close();
  }
}

class WorkspaceWatch {
  readonly #changed = new Set<string>();
  readonly #files: Watched;
  #git: Watched | undefined;
  #listing = false;
  #gitMoved = false;
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;

  constructor(readonly request: WatchRequest) {
    this.#files = new Watched(
      request.root,
      { ignored: (place) => place !== request.root && isIgnored(request, place), depth: MAX_DEPTH },
      (event, place) => this.#onFile(event, place),
    );
    void this.#followGit(false);
  }

  #onFile(event: string, place: string): void {
    const file = path.relative(this.request.root, place).split(path.sep).join('/');
    if (file === '.git') {
      void this.#followGit(true);
      return;
    }
    if (event === 'add' || event === 'change' || event === 'unlink') this.#changed.add(file);
    // Which hardware is for which architecture is said in its file.
    this.#soon(event !== 'change' || file === WORKSPACE_FILE || /\.ipp\.ya?ml$/.test(file));
  }

  async #followGit(tell: boolean): Promise<void> {
    const folder = await this.request.gitFolder();
    if (!this.#isOpen || folder === this.#git?.place) return;
    void this.#git?.close();
    this.#git = undefined;
    const soon = (): void => {
      this.#gitMoved = true;
      this.#soon(false);
    };
    if (tell) soon();
    if (folder === undefined) return;
    const ignored = (place: string): boolean => !GIT.has(path.relative(folder, place));
    this.#git = new Watched(folder, { ignored, depth: 1 }, soon);
  }

  /** Events of one save come close together. */
  #soon(listing: boolean): void {
    if (!this.#isOpen) return;
    this.#listing ||= listing;
    clearTimeout(this.#timer);
    this.#since ??= Date.now();
    const settle = Math.max(0, Math.min(SETTLE_MS, this.#since + MOST_MS - Date.now()));
    this.#timer = setTimeout(() => {
      this.#since = undefined;
      const change = { paths: [...this.#changed].sort(), git: this.#gitMoved, listing: this.#listing };
      this.#changed.clear();
      this.#listing = this.#gitMoved = false;
      this.request.onChange(change);
    }, settle);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    await Promise.all([this.#files.close(), this.#git?.close()]);
  }
}

/** Watches a folder until the returned function is called. */
export function watchWorkspace(request: WatchRequest): () => Promise<void> {
  const watching = new WorkspaceWatch(request);
  return () => watching.close();
}
