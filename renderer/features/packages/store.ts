/** State of the Packages place: what the target's repositories offer, what was picked, and what that changes. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioClient } from '../../../shared/contract';
import type { WireError } from '../../../shared/errors';
import type { Defines, Problem } from '../../../shared/manifest/types';
import type {
  ChangelogEntry,
  LockState,
  MirrorOverride,
  Package,
  PackageDetails,
  PackageFix,
  PackageGroup,
  PackagePreview,
  PackageRepository,
  PackageUpdate,
  SearchBy,
  WorkspaceRepository,
} from '../../../shared/packages/types';
import { detailActions } from './detail-actions';
import type { Filter } from './package-rows';
import { pickActions } from './pick-actions';
import { previewing } from './preview-actions';
import { searching } from './search-actions';
import { workspaceActions } from './workspace-actions';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
/** Something that is read when somebody looks at it. */
export type Read<T> = { kind: 'loading' } | { kind: 'ready'; value: T } | { kind: 'failed'; error: WireError };

export type Preview = PackagePreview & { readonly problems: readonly Problem[] };
/** While `loading` the last answer stays in sight. */
export type PreviewState =
  | { kind: 'none' }
  | { kind: 'loading'; last: Preview | undefined }
  | { kind: 'ready'; last: Preview }
  | { kind: 'failed'; error: WireError };

/** What is worked on, as the window tells it. */
export interface Scope {
  readonly target: string;
  /** As saved. */
  readonly defines: Defines;
  /** The entries of `extra_rpms`: names, and names with a version. */
  readonly picked: readonly string[];
  /** The entries of `exclude_rpms`; undefined where the manifest has no such variable. */
  readonly excluded?: readonly string[] | undefined;
  /** Names of the packages that the target resolves to. */
  readonly inImage: ReadonlySet<string>;
}
/** The defines, kept by whoever keeps the manifest. */
export interface Picked {
  set(names: readonly string[]): Promise<void>;
  setDefine(name: string, value: unknown): Promise<void>;
}

export interface Row extends Package {
  /** Looking in files: the one that was found. */
  readonly file?: string | undefined;
}

export interface WorkspaceRepositories {
  readonly repositories: readonly WorkspaceRepository[];
  readonly mirrors: readonly MirrorOverride[];
}

export interface PackagesState {
  readonly scope: Scope | undefined;
  readonly status: Loading;
  readonly query: string;
  readonly by: SearchBy;
  readonly filter: Filter;
  readonly repository: string | undefined;
  readonly arch: string | undefined;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly tookMs: number;
  readonly repositories: readonly PackageRepository[];
  readonly groups: readonly PackageGroup[];
  readonly updates: readonly PackageUpdate[];
  /** `name.arch` */
  readonly selected: string | undefined;
  readonly details: Read<PackageDetails> | undefined;
  readonly files: Read<readonly string[]> | undefined;
  readonly changelog: Read<readonly ChangelogEntry[]> | undefined;
  readonly preview: PreviewState;
  readonly view: 'list' | 'sizes';
  readonly notes: Readonly<Record<string, string>>;
  readonly lock: LockState | undefined;
  readonly offline: boolean;
  readonly own: WorkspaceRepositories;
  /** The last action's failure. */
  readonly problem: WireError | undefined;
  connect(): () => void;
  follow(scope: Scope | undefined): void;
  setQuery(query: string): void;
  setBy(by: SearchBy): void;
  setFilter(filter: Filter): void;
  setRepository(id: string | undefined): void;
  setArch(arch: string | undefined): void;
  setView(view: 'list' | 'sizes'): void;
  select(entry: Pick<Package, 'name' | 'arch'>): void;
  /** Opens a package by its name. */
  show(name: string): void;
  loadFiles(): void;
  loadChangelog(): void;
  /** Picks packages or takes them back, all alike; ends with the list as it was before. */
  toggle(...names: string[]): readonly string[];
  setPicked(names: readonly string[]): void;
  /** Picks exactly this version, or (without) whatever is newest. */
  pin(name: string, evr: string | undefined): void;
  toggleExcluded(name: string): void;
  applyFix(fix: PackageFix): Promise<void>;
  setNote(name: string, note: string): Promise<void>;
  saveLock(): Promise<void>;
  setLockEnabled(enabled: boolean): Promise<void>;
  /** Takes the lock away; ends with what brings it back. */
  removeLock(): Promise<(() => Promise<void>) | undefined>;
  saveRepositories(own: WorkspaceRepositories): Promise<boolean>;
  indexFolder(path: string): Promise<number | undefined>;
  chooseFolder(): Promise<string | undefined>;
  setOffline(offline: boolean): Promise<void>;
  /** Reads everything again. */
  refresh(): void;
  dismissProblem(): void;
}

export type PackagesStore = StoreApi<PackagesState>;
export type SetPackages = PackagesStore['setState'];
export type GetPackages = PackagesStore['getState'];

const EDITING_MS = 250;

/** What belongs to one target and no other. */
const EMPTY = {
  rows: [],
  total: 0,
  repositories: [],
  groups: [],
  updates: [],
  selected: undefined,
  details: undefined,
  files: undefined,
  changelog: undefined,
  preview: { kind: 'none' },
  notes: {},
  lock: undefined,
  repository: undefined,
  filter: 'all',
} as const satisfies Partial<PackagesState>;

/** The store of one window. */
export function createPackagesStore(client: StudioClient, picked: Picked): PackagesStore {
  return createStore<PackagesState>()((set, get) => {
    const search = searching(client, set, get);
    const preview = previewing(client, set, get);
    const workspace = workspaceActions(client, set, get, () => get().refresh());
    return {
      ...EMPTY,
      scope: undefined,
      status: { kind: 'loading' },
      query: '',
      by: 'name',
      arch: undefined,
      tookMs: 0,
      view: 'list',
      offline: false,
      own: { repositories: [], mirrors: [] },
      problem: undefined,
      ...search.actions,
      ...detailActions(client, set, get),
      ...pickActions(set, get, picked, workspace),
      ...workspace,
      setView: (view) => set({ view }),
      dismissProblem: () => set({ problem: undefined }),
      follow(scope) {
        const before = get().scope;
        set({ scope });
        if (scope?.target !== before?.target) {
          set(EMPTY);
          search.run(0);
          void workspace.read();
        }
        if (scope && (scope.target !== before?.target || scope.defines !== before.defines)) preview(EDITING_MS);
      },
      refresh() {
        search.again();
        search.run(0);
        preview(0);
        void workspace.read();
      },
      connect: () => {
        const ends = [
          client.on('builds.changed', (job) => {
            if (job.status.kind === 'done' && job.request.kind !== 'image-of-commit') get().refresh();
          }),
          client.on('packages.changed', () => get().refresh()),
        ];
        return () => {
          for (const end of ends) end();
        };
      },
    };
  });
}
