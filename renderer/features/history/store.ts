/** State of the History place: the repository, its commits, and what is known about those in sight. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Job } from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { Commit, CommitDetails, Repository } from '../../../shared/history/types';
import type { Machine } from '../../../shared/machines/types';
import type { Target } from '../../../shared/manifest/types';
import { bootActions, bootWhenBuilt } from './boot-actions';
import { matchesCommit } from './commit-filter';
import { createDetailsLoader, type DetailsResult } from './details-loader';
import { summarize, type PackageSummary } from './package-summary';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export type DetailsState = DetailsResult | { readonly kind: 'loading' };

export interface HistoryState {
  readonly status: Loading;
  readonly repository: Repository | undefined;
  /** Newest first; of one ref if `ref` is set. */
  readonly commits: readonly Commit[];
  /** The ref that is shown alone, undefined for all. */
  readonly ref: string | undefined;
  readonly query: string;
  readonly selected: string | undefined;
  /** Details of the selected commit. */
  readonly details: DetailsState | undefined;
  readonly summaries: ReadonlyMap<string, PackageSummary>;
  readonly jobs: readonly Job[];
  readonly machines: readonly Machine[];
  readonly targets: readonly Target[];
  /** Jobs that build a disk of a commit; it is booted when they are done. */
  readonly bootsAfter: ReadonlyMap<string, string>;
  readonly problem: WireError | undefined;
  connect(): () => void;
  refresh(): Promise<void>;
  showRef(ref: string | undefined): void;
  setQuery(query: string): void;
  /** Opens a commit; filters that would hide it are taken away. */
  select(checksum: string): void;
  /** The commits in sight: their package summaries are read, few at a time. */
  show(checksums: readonly string[]): void;
  /** Boots the image that holds the commit, or has one built first. Ends with where to look. */
  boot(checksum: string, target?: string): Promise<BootOutcome>;
  dismissProblem(): void;
}

export type BootOutcome = { kind: 'machine'; id: string } | { kind: 'job'; id: string } | { kind: 'none' };
export type HistoryStore = StoreApi<HistoryState>;
export type SetHistory = HistoryStore['setState'];
export type GetHistory = HistoryStore['getState'];

const KEPT_SUMMARIES = 4000;

/** The store of one window. */
export function createHistoryStore(client: StudioClient): HistoryStore {
  return createStore<HistoryState>()((set, get) => ({
    status: { kind: 'loading' },
    repository: undefined,
    commits: [],
    ref: undefined,
    query: '',
    selected: undefined,
    details: undefined,
    summaries: new Map(),
    jobs: [],
    machines: [],
    targets: [],
    bootsAfter: new Map(),
    problem: undefined,
    ...repositoryActions(client, set, get),
    ...bootActions(client, set, get),
    setQuery: (query) => set({ query }),
    dismissProblem: () => set({ problem: undefined }),
  }));
}

type RepositoryActions = Pick<HistoryState, 'connect' | 'refresh' | 'showRef' | 'select' | 'show'>;

function repositoryActions(client: StudioClient, set: SetHistory, get: GetHistory): RepositoryActions {
  const read = (checksum: string) => client.call('history.commit', { ...repoOf(get()), checksum });
  const loader = createDetailsLoader(read, (checksum, result) => set((state) => foldDetails(state, checksum, result)));
  let turn = 0;

  const refresh = async () => {
    const mine = ++turn;
    try {
      const repository = await client.call('history.repository', {});
      const ref = repository.refs.some((entry) => entry.name === get().ref) ? get().ref : undefined;
      const commits = repository.exists
        ? await client.call('history.log', { refs: ref === undefined ? [] : [ref] })
        : [];
      if (mine !== turn) return;
      set({ repository, ref, commits, status: { kind: 'ready' } });
      keepSelection();
    } catch (thrown) {
      if (mine === turn) set({ status: { kind: 'failed', error: toWire(thrown) } });
    }
  };
  const keepSelection = () => {
    const { commits, selected } = get();
    if (selected !== undefined && commits.some((commit) => commit.checksum === selected)) select(selected);
    else if (commits[0] && selected === undefined) select(commits[0].checksum);
  };
  const select = (checksum: string) => {
    const { selected, details, commits, query } = get();
    const commit = commits.find((entry) => entry.checksum === checksum);
    if (commit && !matchesCommit(commit, query)) set({ query: '' });
    if (!commit && get().ref !== undefined) {
      set({ ref: undefined, query: '' });
      void refresh();
    }
    const shown = selected === checksum && details?.kind === 'ready';
    set({ selected: checksum, ...(shown ? {} : { details: { kind: 'loading' } }) });
    loader.first(checksum);
  };
  const reset = () => {
    loader.reset();
    set({ summaries: new Map(), selected: undefined, details: undefined, ref: undefined, commits: [] });
  };
  return {
    refresh,
    select,
    connect: () => subscribe(client, set, get, { refresh, reset }),
    showRef(ref) {
      set({ ref });
      void refresh();
    },
    show: (checksums) => loader.want(checksums.filter((checksum) => !get().summaries.has(checksum))),
  };
}

/** Subscribes, then lists; returns the function that ends the subscriptions. */
function subscribe(
  client: StudioClient,
  set: SetHistory,
  get: GetHistory,
  repository: { refresh: () => Promise<void>; reset: () => void },
): () => void {
  const ends = [
    bootWhenBuilt(client, set, get),
    client.on('history.changed', ({ repo }) => {
      if (get().repository === undefined || get().repository?.path === repo) void repository.refresh();
    }),
    client.on('workspace.changed', (workspace) => {
      set({ targets: workspace?.targets ?? [] });
      repository.reset();
      void repository.refresh();
    }),
    client.on('builds.changed', (job) => set((state) => ({ jobs: upsert(state.jobs, job) }))),
    client.on('builds.removed', ({ id }) => set((state) => ({ jobs: state.jobs.filter((job) => job.id !== id) }))),
    client.on('machines.changed', (machine) => set((state) => ({ machines: upsert(state.machines, machine) }))),
    client.on('machines.removed', ({ id }) =>
      set((state) => ({ machines: state.machines.filter((machine) => machine.id !== id) })),
    ),
  ];
  set({ status: { kind: 'loading' } });
  void repository.refresh();
  // What links to other places is a help: without it the history is still shown.
  void client
    .call('builds.list', null)
    .then((jobs) => set((state) => ({ jobs: state.jobs.reduce(upsert, jobs) })), ignore);
  void client
    .call('machines.list', null)
    .then((machines) => set((state) => ({ machines: state.machines.reduce(upsert, machines) })), ignore);
  void client.call('workspace.current', null).then((found) => set({ targets: found?.targets ?? [] }), ignore);
  return () => {
    for (const end of ends) end();
  };
}

function ignore(): void {}

function upsert<T extends { id: string }>(list: readonly T[], entry: T): T[] {
  return list.some((known) => known.id === entry.id)
    ? list.map((known) => (known.id === entry.id ? entry : known))
    : [...list, entry];
}

function foldDetails(state: HistoryState, checksum: string, result: DetailsResult): Partial<HistoryState> {
  const shown = state.selected === checksum ? { details: result } : {};
  if (result.kind === 'failed') return shown;
  return { ...shown, summaries: withSummary(state.summaries, checksum, result.details) };
}

function withSummary(
  summaries: ReadonlyMap<string, PackageSummary>,
  checksum: string,
  details: CommitDetails,
): ReadonlyMap<string, PackageSummary> {
  const next = new Map(summaries);
  next.delete(checksum);
  next.set(checksum, summarize(details));
  if (next.size > KEPT_SUMMARIES) {
    for (const oldest of next.keys()) {
      next.delete(oldest);
      break;
    }
  }
  return next;
}

/** Calls name the repository that is shown, so that a change of the workspace in between cannot mix two. */
export function repoOf(state: HistoryState): { repo?: string } {
  return state.repository === undefined ? {} : { repo: state.repository.path };
}
