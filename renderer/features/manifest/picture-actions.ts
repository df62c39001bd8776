/** What the picture of the pipelines keeps: the last answer that could be shown, and what is chosen in it. */
import type { StudioClient } from '../../../shared/contract';
import type { Resolved, StageType } from '../../../shared/manifest/types';
import { isDirty } from './document-actions';
import type { GetManifest, ManifestState, SetManifest } from './store';

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
  choosePipeline(name: string | undefined): void;
  chooseStage(key: string | undefined): void;
  /** Shows the chosen stage in full. */
  inspect(): void;
  /** Reads the stage types unless they are known. */
  readStageTypes(): Promise<void>;
}

/** What holds before anything was resolved. */
export const EMPTY_PICTURE = {
  good: undefined,
  baseline: undefined,
  pipeline: undefined,
  stage: undefined,
  inspected: 0,
  stageTypes: [],
} as const;

type Actions = Pick<PictureState, 'choosePipeline' | 'chooseStage' | 'inspect' | 'readStageTypes'>;

export function pictureActions(client: StudioClient, set: SetManifest, get: GetManifest): Actions {
  let reading: Promise<void> | undefined;
  return {
    choosePipeline: (pipeline) => set({ pipeline }),
    chooseStage: (stage) => set({ stage }),
    inspect: () => set(({ inspected }) => ({ inspected: inspected + 1 })),
    readStageTypes() {
      if (get().stageTypes.length > 0) return Promise.resolve();
      // Without them options are shown as they are written; the next stage that is looked at asks again.
      reading ??= client.call('manifest.stageTypes', null).then(
        (stageTypes) => set({ stageTypes }),
        () => {
          reading = undefined;
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
