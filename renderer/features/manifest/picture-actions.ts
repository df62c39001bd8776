/** What the picture of the pipelines keeps: the last answer that could be shown, and what is chosen in it. */
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { Manifest, Resolved, StageType } from '../../../shared/manifest/types';
import { isDirty } from './document';
import type { GetManifest, ManifestState, SetManifest } from './store';

/** What a finished build was made from. */
export interface LastBuilt {
  readonly job: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
  readonly manifest: Manifest;
}

export interface PictureState {
  /** The last answer for the target that has a manifest: it stays in sight while the next one fails. */
  readonly good: Resolved | undefined;
  /** The last of them that came from files as they are on disk. */
  readonly baseline: Resolved | undefined;
  /** Name of the pipeline whose stages are shown; all of them if undefined. */
  readonly pipeline: string | undefined;
  /** Key of the chosen row (see stage-rows.ts). */
  readonly stage: string | undefined;
  /** Grows each time the chosen stage is to be shown in full. */
  readonly inspected: number;
  /** Empty until they were read. */
  readonly stageTypes: readonly StageType[];
  /** Why they could not be read. */
  readonly stageTypesProblem: WireError | undefined;
  /** Files of the edits that were made in the picture, oldest first, and of those that were taken back. */
  readonly editsDone: readonly string[];
  readonly editsUndone: readonly string[];
  /** Texts on disk of the files that were resolved. */
  readonly sources: ReadonlyMap<string, string>;
  /** Reads the files that were resolved: what is switched off in them is not in the answer. */
  readSources(files: readonly string[]): Promise<void>;
  choosePipeline(name: string | undefined): void;
  chooseStage(key: string | undefined): void;
  /** Shows the chosen stage in full. */
  inspect(): void;
  /** Reads the stage types unless they are known. */
  readStageTypes(): Promise<void>;
  /** What the target's last finished build ran, or null. */
  lastBuilt(target: string): Promise<{ built: LastBuilt | null } | { error: WireError }>;
  /** Asks where to, and writes the text there. */
  saveText(title: string, name: string, text: string): Promise<void>;
}

/** What holds before anything was resolved. */
export const EMPTY_PICTURE = {
  good: undefined,
  baseline: undefined,
  pipeline: undefined,
  stage: undefined,
  inspected: 0,
  stageTypes: [],
  stageTypesProblem: undefined,
  editsDone: [],
  editsUndone: [],
  sources: new Map<string, string>(),
} as const;

type Actions = Pick<
  PictureState,
  'choosePipeline' | 'chooseStage' | 'inspect' | 'readStageTypes' | 'lastBuilt' | 'saveText' | 'readSources'
>;

export function pictureActions(client: StudioClient, set: SetManifest, get: GetManifest): Actions {
  let reading: Promise<void> | undefined;
  return {
    choosePipeline: (pipeline) => set({ pipeline }),
    chooseStage: (stage) => set({ stage }),
    lastBuilt: (target) =>
      client.call('manifest.lastBuilt', { target }).then(
        (built) => ({ built }),
        (thrown: unknown) => ({ error: toWire(thrown) }),
      ),
    async saveText(title, name, text) {
      try {
        await client.call('app.saveTextFile', { title, name, text });
      } catch (thrown) {
        set({ problem: toWire(thrown) });
      }
    },
    async readSources(files) {
      const workspace = get().workspace?.path;
      const read = (path: string) =>
        client.call('manifest.read', { path }).then(
          ({ text }) => [[path, text] as const],
          () => [], // a file outside the workspace: nothing in it can be switched on here
        );
      const texts = await Promise.all(files.map(read));
      if (get().workspace?.path === workspace) set({ sources: new Map(texts.flat()) });
    },
    inspect: () => set(({ inspected }) => ({ inspected: inspected + 1 })),
    readStageTypes() {
      if (get().stageTypes.length > 0) return Promise.resolve();
      // Without them options are shown as they are written; the next stage that is looked at asks again.
      reading ??= client.call('manifest.stageTypes', null).then(
        (stageTypes) => set({ stageTypes, stageTypesProblem: undefined }),
        (thrown: unknown) => {
          reading = undefined;
          set({ stageTypesProblem: toWire(thrown) });
        },
      );
      return reading;
    },
  };
}

/** What an answer changes in the picture. */
export function pictured(resolved: Resolved, state: ManifestState): Partial<PictureState> {
  if (!resolved.manifest) return {};
  const edited = [...state.documents.values()].some(isDirty);
  const names = new Set(resolved.pipelines.map(({ name }) => name));
  return {
    good: resolved,
    ...(edited ? {} : { baseline: resolved }),
    ...(state.pipeline !== undefined && !names.has(state.pipeline) ? { pipeline: undefined } : {}),
  };
}
