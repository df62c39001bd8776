/** The stage types that the built-in engine or an installed osbuild knows, for completion, hover and forms. */
import type { NounHandlers } from '../../../shared/contract';
import type { StageType } from '../../../shared/manifest/types';
import { STAGES } from '../builds/stages/registry';
import type { StageModule } from '../builds/stages/stage';
import { described } from './stage-types-described';
import { folderStamp, readOsbuildStages, stageFolders, type OsbuildStage } from './stage-types-osbuild';

/** Reads the stage types, again only when the folder of osbuild's stages changed. */
export function createStageTypeReader(folders: readonly string[]): () => Promise<StageType[]> {
  let known: { stamp: string; types: Promise<StageType[]> } | undefined;
  return async () => {
    const stamps = await Promise.all(folders.map(folderStamp));
    const at = stamps.findIndex((stamp) => stamp !== undefined);
    const stamp = stamps[at] ?? '';
    if (known?.stamp !== stamp) {
      const folder = folders[at];
      const stages = folder === undefined ? Promise.resolve([]) : readOsbuildStages(folder);
      known = { stamp, types: stages.then(mergeStageTypes) };
    }
    return known.types;
  };
}

/**
 * Both lists as one, by name. Of a stage that both have, the options are those that the built-in engine takes, since it
 * is what runs; osbuild's description is added, and what osbuild says of each option.
 */
export function mergeStageTypes(installed: readonly OsbuildStage[]): StageType[] {
  const types = new Map<string, StageType>();
  for (const stage of installed) types.set(stage.type, { ...stage, builtin: false, osbuild: true });
  for (const stage of STAGES.values()) {
    const other = types.get(stage.type);
    types.set(stage.type, {
      ...other,
      ...builtin(stage, other?.options),
      description: other?.description ?? '',
      builtin: true,
      osbuild: other !== undefined,
    });
  }
  return [...types.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

function builtin(
  stage: StageModule,
  other: StageType['options'],
): Omit<StageType, 'builtin' | 'osbuild' | 'description'> {
  const { type, summary, options, inputs, devices } = stage;
  return {
    type,
    summary,
    options: described(type, options, other),
    ...(inputs ? { inputs: { ...inputs } } : {}),
    ...(devices
      ? {
          devices: {
            type: 'object',
            properties: Object.fromEntries(devices.map((name) => [name, { type: 'object' }])),
            required: devices,
          },
        }
      : {}),
  };
}

/** The contract's row. */
export function stageTypeHandlers(env: NodeJS.ProcessEnv): Pick<NounHandlers<'manifest'>, 'manifest.stageTypes'> {
  const read = createStageTypeReader(stageFolders(env));
  return { 'manifest.stageTypes': () => read() };
}
