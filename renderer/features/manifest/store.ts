/** State of the Compose place: the workspace, the target that is worked on, its files, its defines, and what it resolves to. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioClient } from '../../../shared/contract';
import type { WireError } from '../../../shared/errors';
import type { Resolved, Workspace } from '../../../shared/manifest/types';
import type { Notify } from '../../ui/notify';
import { checkActions, EMPTY_CHECKS, type CheckState } from './check-actions';
import { defineActions, EMPTY_DEFINES, type DefineState } from './define-actions';
import { defineSetsActions, EMPTY_SETS, type DefineSetsState } from './define-sets-actions';
import { codeActions, createIndexer, EMPTY_CODE, type CodeState } from './code-actions';
import { unsavedTexts } from './document';
import { documentActions, type DocumentState } from './document-actions';
import { EMPTY_GIT, gitActions, type GitState } from './git-actions';
import { EMPTY_PICTURE, pictureActions, pictured, type PictureState } from './picture-actions';
import { EMPTY_TEMPLATES, newImageActions, type NewImageState } from './new-image-actions';
import { passwordActions, type PasswordState } from './password-actions';
import { createResolver } from './resolver';
import { EMPTY_SEARCH, searchActions, type SearchState } from './search-actions';
import { EMPTY_SHEET, sheetActions, type SheetState } from './sheet-actions';
import { EMPTY_TARGETS, targetActions, type TargetState } from './target-actions';
import { workspaceActions } from './workspace-actions';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export type Resolving =
  { kind: 'idle' } | { kind: 'resolving' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export interface Recent {
  readonly path: string;
  readonly name: string;
  readonly exists: boolean;
  /** When it was opened last, epoch milliseconds. */
  readonly openedAt?: number | undefined;
}
/** A place in a file to show; `turn` tells two jumps to one place apart. */
export interface Jump {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly turn: number;
}

type Parts = PictureState & DocumentState & GitState & SearchState & CodeState & SheetState;
type TargetParts = TargetState & DefineState & DefineSetsState & CheckState & NewImageState & PasswordState;

export interface ManifestState extends Parts, TargetParts {
  readonly status: Loading;
  /** Null if none is open. */
  readonly workspace: Workspace | null;
  readonly recents: readonly Recent[];
  /** Name of the target, without a format. */
  readonly target: string | undefined;
  /** Path of the file that is shown. */
  readonly file: string | undefined;
  readonly jump: Jump | undefined;
  readonly resolving: Resolving;
  /** The last answer for the target. */
  readonly resolved: Resolved | undefined;
  /** The last action's failure. */
  readonly problem: WireError | undefined;
  /** Subscribes, then reads. Returns the function that ends the subscription. */
  connect(): () => void;
  createStarter(): Promise<void>;
  /** Asks for a folder. */
  openFolder(): Promise<void>;
  openWorkspace(path: string): Promise<void>;
  /** Asks where the folder of a recent workspace is now, and opens it there. */
  locateWorkspace(path: string): Promise<void>;
  /** Takes a workspace off the list of recent ones; its folder stays. */
  forgetRecent(path: string): Promise<void>;
  revealWorkspace(): Promise<void>;
  selectTarget(name: string): void;
  resolve(): void;
  dismissProblem(): void;
}

export type ManifestStore = StoreApi<ManifestState>;
export type SetManifest = ManifestStore['setState'];
export type GetManifest = ManifestStore['getState'];

/** The store of one window; `notify` says in passing what was done to files. */
export function createManifestStore(client: StudioClient, notify: Notify = () => undefined): ManifestStore {
  return createStore<ManifestState>()((set, get) => {
    const resolver = createResolver(client, (resolving, resolved) =>
      set((state) =>
        resolved
          ? { resolving, resolved: withKnown(resolved, state.resolved), ...pictured(resolved, state) }
          : { resolving },
      ),
    );
    const resolve = (delayMs = 0) => {
      const { target, defines } = get();
      const texts = () => unsavedTexts(get().documents);
      if (target !== undefined) resolver.request({ target, defines, texts }, delayMs);
      index.later();
    };
    const context = { client, set, get, notify, resolve };
    const index = createIndexer(context);
    return {
      status: { kind: 'loading' },
      workspace: null,
      recents: [],
      target: undefined,
      file: undefined,
      documents: new Map(),
      jump: undefined,
      resolving: { kind: 'idle' },
      resolved: undefined,
      problem: undefined,
      ...EMPTY_PICTURE,
      ...EMPTY_GIT,
      ...EMPTY_SEARCH,
      ...EMPTY_CODE,
      ...EMPTY_SHEET,
      ...EMPTY_TARGETS,
      ...EMPTY_DEFINES,
      ...EMPTY_SETS,
      ...EMPTY_CHECKS,
      ...EMPTY_TEMPLATES,
      ...workspaceActions(client, set, get, { resolve, cancel: resolver.cancel }),
      ...documentActions(context),
      ...defineActions(client, set, get, () => resolve(150)),
      ...pictureActions(client, set, get),
      ...gitActions(client, set, get),
      ...searchActions(client, set, get),
      ...codeActions(context),
      ...sheetActions(set),
      ...targetActions(client, set, get),
      ...defineSetsActions(context),
      ...checkActions(client, set, get),
      ...newImageActions(context),
      ...passwordActions(client),
      resolve: () => resolve(0),
      dismissProblem: () => set({ problem: undefined }),
    };
  });
}

/** A manifest that broke says nothing of its variables: what was known before still helps to mend it. */
function withKnown(resolved: Resolved, before: Resolved | undefined): Resolved {
  const keeps = resolved.variables.length === 0 && before?.target === resolved.target;
  return keeps ? { ...resolved, variables: before.variables } : resolved;
}
