/** State of the Compose place: the workspace, the target that is worked on, its files, its defines, and what it resolves to. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioClient } from '../../../shared/contract';
import type { WireError } from '../../../shared/errors';
import type { Defines, Problem, Resolved, Workspace } from '../../../shared/manifest/types';
import { defineActions } from './define-actions';
import { documentActions, unsavedTexts, type Document } from './document-actions';
import { EMPTY_PICTURE, pictureActions, pictured, type PictureState } from './picture-actions';
import { createResolver } from './resolver';
import { workspaceActions } from './workspace-actions';

export type Loading = { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export type Resolving =
  { kind: 'idle' } | { kind: 'resolving' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };
export interface Recent {
  readonly path: string;
  readonly name: string;
  readonly exists: boolean;
}
/** A place in a file to show; `turn` tells two jumps to one place apart. */
export interface Jump {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly turn: number;
}

export interface ManifestState extends PictureState {
  readonly status: Loading;
  /** Null if none is open. */
  readonly workspace: Workspace | null;
  readonly recents: readonly Recent[];
  /** Name of the target, without a format. */
  readonly target: string | undefined;
  /** Path of the file that is shown. */
  readonly file: string | undefined;
  readonly documents: ReadonlyMap<string, Document>;
  readonly jump: Jump | undefined;
  /** As saved for the target. */
  readonly defines: Defines;
  /** What saving the defines had to say. */
  readonly defineProblems: readonly Problem[];
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
  selectTarget(name: string): void;
  openFile(path: string, line?: number, column?: number): void;
  edit(path: string, text: string): void;
  /** True if the file is as the editor has it. */
  save(path: string): Promise<boolean>;
  saveAll(): Promise<boolean>;
  /** Takes the text on disk, whatever was edited. */
  reload(path: string): Promise<void>;
  /** Writes over what somebody else wrote. */
  overwrite(path: string): Promise<void>;
  /** Looks whether open files changed on disk: those without edits are read again. */
  checkDisk(): Promise<void>;
  setDefines(defines: Defines): Promise<void>;
  setDefine(name: string, value: unknown): Promise<void>;
  removeDefine(name: string): Promise<void>;
  renameDefine(from: string, to: string): Promise<void>;
  resolve(): void;
  dismissProblem(): void;
}

export type ManifestStore = StoreApi<ManifestState>;
export type SetManifest = ManifestStore['setState'];
export type GetManifest = ManifestStore['getState'];

/** The store of one window. */
export function createManifestStore(client: StudioClient): ManifestStore {
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
    };
    return {
      status: { kind: 'loading' },
      workspace: null,
      recents: [],
      target: undefined,
      file: undefined,
      documents: new Map(),
      jump: undefined,
      defines: {},
      defineProblems: [],
      resolving: { kind: 'idle' },
      resolved: undefined,
      problem: undefined,
      ...EMPTY_PICTURE,
      ...workspaceActions(client, set, get, { resolve, cancel: resolver.cancel }),
      ...documentActions(client, set, get, resolve),
      ...defineActions(client, set, get, () => resolve(150)),
      ...pictureActions(client, set, get),
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
