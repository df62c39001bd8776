/** State of the Builds place: the jobs and the queue as the engine tells them, and the log of the open job. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  BuildRequestInput,
  EngineState,
  Job,
  QueueState,
  StorePart,
  StoreState,
} from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import type { WireError } from '../../../shared/errors';
import type { Commit, Repository } from '../../../shared/history/types';
import type { Format } from '../../../shared/manifest/types';
import type { Notify } from '../../ui/notify';
import { NO_FILTER, type JobFilter } from './job-list-filter';
import type { LogStatus } from './log-follower';
import { EMPTY_LOG, type LogModel } from './log-model';
import { connection } from './store-connection';
import { jobActions } from './store-jobs';
import { queueActions } from './store-queue';
import { removal } from './store-removal';
import { sourceReads } from './store-sources';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };

/** What lies over the place now. */
export type BuildsDialog =
  | { readonly kind: 'pull' | 'delta' | 'prune' | 'check' | 'store' }
  /** The request of a job, to be changed and asked for again. */
  | { readonly kind: 'again'; readonly job: string };

/** A waiting job's new priority, or the job before which it goes (null: last). */
export interface Move {
  readonly priority?: number;
  readonly before?: string | null;
}

export interface BuildsState {
  readonly status: Loading;
  /** In the order of their numbers. */
  readonly jobs: readonly Job[];
  /** The job that is open. */
  readonly selected: string | undefined;
  /** The jobs that an action on several is about; the open one alone is not in here. */
  readonly chosen: ReadonlySet<string>;
  readonly filter: JobFilter;
  readonly log: { readonly model: LogModel; readonly status: LogStatus };
  /** Jobs that a person asked to cancel and that have not ended yet. */
  readonly cancelling: ReadonlySet<string>;
  /** Jobs that are out of sight and go when the time for undoing is over. */
  readonly removing: readonly Job[];
  /** Undefined until it was told. */
  readonly queue: QueueState | undefined;
  readonly engines: readonly EngineState[];
  /** What is kept on disk, as of when it was last asked for. */
  readonly disk: StoreState | undefined;
  /** What is being cleaned, or that the limit is being set. */
  readonly cleaning: StorePart | 'limit' | undefined;
  readonly dialog: BuildsDialog | undefined;
  /** The last action's failure. */
  readonly problem: WireError | undefined;
  /** Subscribes, then lists. Returns the function that ends the subscription. */
  connect(): () => void;
  select(id: string): void;
  choose(ids: ReadonlySet<string>): void;
  setFilter(filter: JobFilter): void;
  /** Reads the open job's log again. */
  reloadLog(): void;
  /** Queues and opens it; an identical one that waits is opened instead, which is said. */
  enqueue(request: BuildRequestInput): Promise<string | undefined>;
  /** Queues several as one group and opens the first. */
  enqueueMany(requests: readonly BuildRequestInput[], priority: number): Promise<string | undefined>;
  cancel(id: string): Promise<void>;
  /** The same request as a new job, which is then selected. */
  retry(id: string): Promise<string | undefined>;
  move(id: string, to: Move): Promise<void>;
  /** Hides finished jobs and removes them after `UNDO_MS`, unless undone. */
  remove(...ids: readonly string[]): void;
  undoRemove(): void;
  /** Boots a virtual machine from an image; ends with its id. */
  boot(image: string): Promise<string | undefined>;
  setQueue(change: Partial<Pick<QueueState, 'paused' | 'limit'>>): Promise<void>;
  takeQueue(): Promise<void>;
  readDisk(): Promise<void>;
  clean(part: StorePart): Promise<void>;
  /** Bytes. */
  setDiskLimit(bytes: number): Promise<void>;
  openDialog(dialog: BuildsDialog): void;
  closeDialog(): void;
  dismissProblem(): void;
  /** The workspace's repository: its refs, and its commits, newest first. Rejects with why it cannot be read. */
  repository(): Promise<{ repository: Repository; commits: readonly Commit[] }>;
  /** Formats that a target of the workspace offers. */
  formatsOf(target: string): Promise<readonly Format[]>;
  /** The first lines that a job said. */
  linesOf(id: string): Promise<readonly string[]>;
  /** Asks for a file with the desktop's dialog. */
  chooseFile(title: string, save?: string): Promise<string | undefined>;
}

export type BuildsStore = StoreApi<BuildsState>;
export type Set = BuildsStore['setState'];
export type Get = BuildsStore['getState'];

/** The store of one window. The engine is the truth: events and lists replace what is here. */
export function createBuildsStore(client: StudioClient, notify: Notify = () => undefined): BuildsStore {
  return createStore<BuildsState>()((set, get) => ({
    status: { kind: 'loading' },
    jobs: [],
    selected: undefined,
    chosen: new Set(),
    filter: NO_FILTER,
    log: { model: EMPTY_LOG, status: { kind: 'idle' } },
    cancelling: new Set(),
    removing: [],
    queue: undefined,
    engines: [],
    disk: undefined,
    cleaning: undefined,
    dialog: undefined,
    problem: undefined,
    ...connection(client, set, get),
    ...jobActions(client, set, get, notify),
    ...queueActions(client, set, notify),
    ...removal(client, set, get),
    ...sourceReads(client, set),
    choose: (chosen) => set({ chosen }),
    setFilter: (filter) => set({ filter }),
    openDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: undefined }),
    dismissProblem: () => set({ problem: undefined }),
  }));
}
