/** State of the Packages place: what the target's repositories offer, what was picked, and what that changes. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { Defines, Problem } from '../../../shared/manifest/types';
import type { Package, PackageDetails, PackageDiff, PackageRepository } from '../../../shared/packages/types';
import { createLatest } from './latest';
import { keyOf, type Filter } from './package-rows';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export interface Preview {
  /** The commit that it is compared with; undefined if the target was never built. */
  readonly against?: string | undefined;
  readonly diff: PackageDiff;
  readonly problems: readonly Problem[];
}
/** While `loading` the last answer stays in sight. */
export type PreviewState =
  | { kind: 'none' }
  | { kind: 'loading'; last: Preview | undefined }
  | { kind: 'ready'; last: Preview }
  | { kind: 'failed'; error: WireError };
export type DetailsState =
  { kind: 'loading' } | { kind: 'ready'; details: PackageDetails } | { kind: 'failed'; error: WireError };

/** What is worked on, as the window tells it. */
export interface Scope {
  readonly target: string;
  /** As saved. */
  readonly defines: Defines;
  /** The names in `extra_rpms`. */
  readonly picked: readonly string[];
  /** Names of the packages that the target resolves to. */
  readonly inImage: ReadonlySet<string>;
}
/** The one list of picked packages, kept by whoever keeps the defines. */
export interface Picked {
  set(names: readonly string[]): Promise<void>;
}

export interface PackagesState {
  readonly scope: Scope | undefined;
  readonly status: Loading;
  readonly query: string;
  readonly filter: Filter;
  readonly rows: readonly Package[];
  readonly total: number;
  readonly tookMs: number;
  readonly repositories: readonly PackageRepository[];
  /** `name.arch` */
  readonly selected: string | undefined;
  readonly details: DetailsState | undefined;
  readonly preview: PreviewState;
  connect(): () => void;
  follow(scope: Scope | undefined): void;
  setQuery(query: string): void;
  setFilter(filter: Filter): void;
  select(entry: Package): void;
  /** Opens a package by its name. */
  show(name: string): void;
  /** Picks a package or takes it back; ends with the list as it was before. */
  toggle(name: string): readonly string[];
  setPicked(names: readonly string[]): void;
  /** Reads everything again. */
  refresh(): void;
}

export type PackagesStore = StoreApi<PackagesState>;
type Set = PackagesStore['setState'];
type Get = PackagesStore['getState'];

/** Rows that are asked for; more are told, not listed. */
export const MOST_ROWS = 20_000;
const TYPING_MS = 60;
const EDITING_MS = 250;

/** The store of one window. */
export function createPackagesStore(client: StudioClient, picked: Picked): PackagesStore {
  return createStore<PackagesState>()((set, get) => {
    const search = searching(client, set, get);
    const preview = previewing(client, set, get);
    return {
      scope: undefined,
      status: { kind: 'loading' },
      query: '',
      filter: 'all',
      rows: [],
      total: 0,
      tookMs: 0,
      repositories: [],
      selected: undefined,
      details: undefined,
      preview: { kind: 'none' },
      ...selection(client, set, get),
      setQuery(query) {
        set({ query });
        search(TYPING_MS);
      },
      setFilter: (filter) => set({ filter }),
      follow(scope) {
        const before = get().scope;
        set({ scope });
        if (scope?.target !== before?.target) {
          set({
            rows: [],
            total: 0,
            repositories: [],
            selected: undefined,
            details: undefined,
            preview: { kind: 'none' },
          });
          search(0);
        }
        if (scope && (scope.target !== before?.target || scope.defines !== before.defines)) preview(EDITING_MS);
      },
      refresh() {
        search.again();
        search(0);
        preview(0);
      },
      setPicked: (names) => void picked.set(names),
      toggle(name) {
        const before = get().scope?.picked ?? [];
        void picked.set(before.includes(name) ? before.filter((entry) => entry !== name) : [...before, name]);
        return before;
      },
      connect: () =>
        client.on('builds.changed', (job) => {
          if (job.status.kind === 'done' && job.request.kind !== 'image-of-commit') get().refresh();
        }),
    };
  });
}

/** `again` has the repositories read with the next search; else they are read once for each target. */
interface Search {
  (delayMs: number): void;
  again(): void;
}

function searching(client: StudioClient, set: Set, get: Get): Search {
  let isStale = false;
  const search = createLatest(async (isLatest) => {
    const { scope, query } = get();
    if (!scope) return;
    const { target } = scope;
    if (get().rows.length === 0) set({ status: { kind: 'loading' } });
    try {
      const [found, repositories] = await Promise.all([
        client.call('packages.search', { target, query, limit: MOST_ROWS }),
        get().repositories.length > 0 && !isStale
          ? get().repositories
          : client.call('packages.repositories', { target }).catch((): PackageRepository[] => []),
      ]);
      if (!isLatest()) return;
      isStale = false;
      set({ ...found, repositories, status: { kind: 'ready' } });
    } catch (thrown) {
      const error = toWire(thrown);
      if (isLatest() && error.code !== 'cancelled') set({ rows: [], total: 0, status: { kind: 'failed', error } });
    }
  });
  return Object.assign(search, { again: () => void (isStale = true) });
}

function previewing(client: StudioClient, set: Set, get: Get): (delayMs: number) => void {
  const ask = createLatest(async (isLatest) => {
    const { scope } = get();
    if (!scope) return;
    try {
      const last = await client.call('packages.preview', { target: scope.target, defines: scope.defines });
      if (isLatest()) set({ preview: { kind: 'ready', last } });
    } catch (thrown) {
      const error = toWire(thrown);
      if (isLatest() && error.code !== 'cancelled') set({ preview: { kind: 'failed', error } });
    }
  });
  return (delayMs) => {
    const { preview } = get();
    set({ preview: { kind: 'loading', last: 'last' in preview ? preview.last : undefined } });
    ask(delayMs);
  };
}

function selection(client: StudioClient, set: Set, get: Get): Pick<PackagesState, 'select' | 'show'> {
  const select = (entry: Package) => {
    const key = keyOf(entry);
    const { scope, selected, details } = get();
    if (!scope || (selected === key && details?.kind !== 'failed')) return;
    set({ selected: key, details: { kind: 'loading' } });
    const tell = (state: DetailsState) => {
      if (get().selected === key) set({ details: state });
    };
    client.call('packages.details', { target: scope.target, name: entry.name, arch: entry.arch }).then(
      (found) => tell({ kind: 'ready', details: found }),
      (thrown: unknown) => tell({ kind: 'failed', error: toWire(thrown) }),
    );
  };
  return {
    select,
    show(name) {
      set({ filter: 'all' });
      const found = get().rows.find((row) => row.name === name);
      if (found) select(found);
      else get().setQuery(name);
    },
  };
}
