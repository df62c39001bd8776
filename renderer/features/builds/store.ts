/** State of the Builds place: the jobs as the engine tells them, and the log of the one that is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BuildRequestInput, Job } from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import { isActive } from './job-words';
import { createLogFollower, type LogStatus } from './log-follower';
import { EMPTY_LOG, type LogModel } from './log-model';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };

export interface BuildsState {
  readonly status: Loading;
  /** In the order of their numbers. */
  readonly jobs: readonly Job[];
  readonly selected: string | undefined;
  readonly log: { readonly model: LogModel; readonly status: LogStatus };
  /** Jobs that a person asked to cancel and that have not ended yet. */
  readonly cancelling: ReadonlySet<string>;
  /** A job that is out of sight and goes when the time for undoing is over. */
  readonly removing: Job | undefined;
  /** The last action's failure. */
  readonly problem: WireError | undefined;
  /** Subscribes, then lists. Returns the function that ends the subscription. */
  connect(): () => void;
  select(id: string): void;
  /** Reads the open job's log again. */
  reloadLog(): void;
  enqueue(request: BuildRequestInput): Promise<string | undefined>;
  cancel(id: string): Promise<void>;
  /** The same request as a new job, which is then selected. */
  retry(id: string): Promise<string | undefined>;
  /** Hides a finished job and removes it after `UNDO_MS`, unless undone. */
  remove(id: string): void;
  undoRemove(): void;
  /** Boots a virtual machine from an image; ends with its id. */
  boot(image: string): Promise<string | undefined>;
  dismissProblem(): void;
}

export type BuildsStore = StoreApi<BuildsState>;
type Set = BuildsStore['setState'];
type Get = BuildsStore['getState'];

/** Time in which a removal can be undone, in milliseconds. */
export const UNDO_MS = 8000;

/** The store of one window. The engine is the truth: events and lists replace what is here. */
export function createBuildsStore(client: StudioClient): BuildsStore {
  return createStore<BuildsState>()((set, get) => ({
    status: { kind: 'loading' },
    jobs: [],
    selected: undefined,
    log: { model: EMPTY_LOG, status: { kind: 'idle' } },
    cancelling: new Set(),
    removing: undefined,
    problem: undefined,
    ...connection(client, set, get),
    ...jobActions(client, set, get),
    ...removal(client, set, get),
    dismissProblem: () => set({ problem: undefined }),
  }));
}

function connection(client: StudioClient, set: Set, get: Get): Pick<BuildsState, 'connect' | 'select' | 'reloadLog'> {
  const follower = createLogFollower(client, (model, status) => set({ log: { model, status } }));
  const select = (id: string) => {
    if (get().selected === id && follower.job() === id) return;
    set({ selected: id });
    follower.open(id);
  };
  const list = async () => {
    try {
      const jobs = await client.call('builds.list', null);
      const known = new Map(jobs.map((job) => [job.id, job]));
      // What an event told while the list was on its way is newer than the list.
      for (const job of get().jobs) known.set(job.id, job);
      set({ jobs: sorted([...known.values()]), status: { kind: 'ready' } });
      const first = preferred(get().jobs);
      if (get().selected === undefined && first) select(first.id);
    } catch (thrown) {
      set({ status: { kind: 'failed', error: toWire(thrown) } });
    }
  };
  return {
    select,
    reloadLog() {
      const id = get().selected;
      if (id !== undefined) follower.open(id);
    },
    connect() {
      set({ status: { kind: 'loading' }, jobs: [] });
      const ends = [
        client.on('builds.changed', (job) => {
          set((state) => foldJob(state, job));
          if (get().selected === undefined) select(job.id);
        }),
        client.on('builds.removed', ({ id }) => set((state) => dropJob(state, id))),
        client.on('builds.log', ({ id, records }) => follower.receive(id, records)),
      ];
      void list();
      return () => {
        for (const end of ends) end();
        follower.close();
      };
    },
  };
}

type JobActions = Pick<BuildsState, 'enqueue' | 'cancel' | 'retry' | 'boot'>;

function jobActions(client: StudioClient, set: Set, get: Get): JobActions {
  const created = async (call: Promise<{ id: string }>) => {
    try {
      const { id } = await call;
      get().select(id);
      return id;
    } catch (thrown) {
      set({ problem: toWire(thrown) });
      return undefined;
    }
  };
  return {
    enqueue: (request) => created(client.call('builds.enqueue', request)),
    retry: (id) => created(client.call('builds.retry', { id })),
    async boot(image) {
      try {
        return (await client.call('machines.boot', { image })).id;
      } catch (thrown) {
        set({ problem: toWire(thrown) });
        return undefined;
      }
    },
    async cancel(id) {
      set((state) => ({ cancelling: new Set(state.cancelling).add(id) }));
      try {
        await client.call('builds.cancel', { id });
      } catch (thrown) {
        set((state) => ({ cancelling: without(state.cancelling, id), problem: toWire(thrown) }));
      }
    },
  };
}

function removal(client: StudioClient, set: Set, get: Get): Pick<BuildsState, 'remove' | 'undoRemove'> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const carryOut = async () => {
    clearTimeout(timer);
    const job = get().removing;
    if (!job) return;
    set({ removing: undefined });
    try {
      await client.call('builds.remove', { id: job.id });
    } catch (thrown) {
      set((state) => ({ problem: toWire(thrown), jobs: sorted([...state.jobs, job]) }));
    }
  };
  return {
    remove(id) {
      void carryOut();
      const job = get().jobs.find((candidate) => candidate.id === id);
      if (!job || isActive(job)) return;
      set((state) => dropJob(state, id));
      set({ removing: job });
      const next = preferred(get().jobs);
      if (get().selected === undefined && next) get().select(next.id);
      timer = setTimeout(() => void carryOut(), UNDO_MS);
    },
    undoRemove() {
      clearTimeout(timer);
      const job = get().removing;
      if (!job) return;
      set((state) => ({ removing: undefined, jobs: sorted([...state.jobs, job]) }));
      get().select(job.id);
    },
  };
}

function foldJob(state: BuildsState, job: Job): Partial<BuildsState> {
  if (state.removing?.id === job.id) return {};
  const at = state.jobs.findIndex((known) => known.id === job.id);
  const jobs = at < 0 ? sorted([...state.jobs, job]) : state.jobs.map((known) => (known.id === job.id ? job : known));
  return isActive(job) ? { jobs } : { jobs, cancelling: without(state.cancelling, job.id) };
}

function dropJob(state: BuildsState, id: string): Partial<BuildsState> {
  return {
    jobs: state.jobs.filter((job) => job.id !== id),
    selected: state.selected === id ? undefined : state.selected,
    cancelling: without(state.cancelling, id),
  };
}

/** What to show first: the job at work, else the newest. */
function preferred(jobs: readonly Job[]): Job | undefined {
  return jobs.find((job) => job.status.kind === 'running') ?? jobs[jobs.length - 1];
}

function sorted(jobs: Job[]): readonly Job[] {
  return jobs.sort((a, b) => Number(a.id) - Number(b.id));
}

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return set.has(id) ? new Set([...set].filter((entry) => entry !== id)) : set;
}
