/** A resolved manifest as osbuild is given it. */
import { StudioError } from '../../../../../shared/errors';
import type { Manifest, Pipeline, Stage } from '../../../../../shared/manifest/types';
import { neededPipelines, pipelineReferences, references, stageParts } from '../../executor/manifest';
import type { EngineJob } from '../engine';

type Seed = NonNullable<EngineJob['seed']>;

/** Inputs that take a commit, be it out of a pipeline's repository or out of a source. */
const COMMIT_INPUTS = new Set(['org.osbuild.ostree', 'org.osbuild.ostree.checkout']);
const OSTREE_SOURCE = 'org.osbuild.ostree';

function seedStage(stage: Stage, place: { pipeline: string; field: string }, seed: Seed): Stage {
  if (!stage.inputs) return stage;
  const { inputs } = stageParts(stage, place.pipeline, place.field);
  const wanted = [...inputs].filter(([, input]) => pipelineReferences(input).includes(seed.pipeline));
  if (wanted.length === 0) return stage;
  const changed = wanted.map(([name, input]) => {
    if (!COMMIT_INPUTS.has(input.type))
      throw new StudioError(
        'invalid-input',
        `Pipeline '${place.pipeline}', stage ${stage.type}: osbuild cannot make the tree of '${seed.pipeline}' of a commit that exists.`,
        {
          hint: 'Build the image of this commit with the built-in engine.',
          detail: { pipeline: place.pipeline, stage: stage.type, field: `${place.field}.inputs.${name}` },
        },
      );
    const said = references(input).get(`name:${seed.pipeline}`) ?? {};
    return [name, { ...input, origin: 'org.osbuild.source', references: { [seed.commit]: said } }] as const;
  });
  return { ...stage, inputs: { ...stage.inputs, ...Object.fromEntries(changed) } };
}

/** A URL of a local folder. https://www.rfc-editor.org/rfc/rfc8089 */
function fileUrl(folder: string): string {
  return `file://${folder.split('/').map(encodeURIComponent).join('/')}`;
}

function withCommit(sources: Manifest['sources'], seed: Seed): NonNullable<Manifest['sources']> {
  const before = sources?.[OSTREE_SOURCE];
  const items =
    typeof before === 'object' && before !== null && 'items' in before && typeof before.items === 'object'
      ? before.items
      : {};
  const item = { remote: { url: fileUrl(seed.repo) } };
  return { ...sources, [OSTREE_SOURCE]: { items: { ...items, [seed.commit]: item } } };
}

/**
 * The manifest with a pipeline that made a commit replaced by the commit itself, which becomes a source out of the
 * person's repository. What only that pipeline needed goes with it.
 *
 * @throws StudioError `invalid-input` where a stage wants more of that pipeline than its commit
 */
export function withSeed(manifest: Manifest, seed: Seed, exports: readonly string[]): Manifest {
  const pipelines = manifest.pipelines.flatMap((pipeline, index): Pipeline[] => {
    if (pipeline.name === seed.pipeline) return [];
    if (!pipeline.stages) return [pipeline];
    const stages = pipeline.stages.map((stage, i) =>
      seedStage(stage, { pipeline: pipeline.name, field: `pipelines[${index}].stages[${i}]` }, seed),
    );
    return [{ ...pipeline, stages }];
  });
  const changed = { ...manifest, pipelines, sources: withCommit(manifest.sources, seed) };
  return onlyNeeded(changed, exports);
}

/** The manifest without the pipelines and source files that the exports do not need: osbuild fetches all that it is given. */
export function onlyNeeded(manifest: Manifest, exports: readonly string[]): Manifest {
  const needed = new Set(neededPipelines(manifest, exports));
  const pipelines = manifest.pipelines.filter(({ name }) => needed.has(name));
  if (pipelines.length === manifest.pipelines.length) return manifest;
  const used = sourceReferences(pipelines);
  const sources = Object.entries(manifest.sources ?? {}).flatMap(([type, source]) => {
    const items = itemsOf(source);
    if (!items) return [[type, source] as const];
    const kept = Object.entries(items).filter(([id]) => used.has(id));
    if (kept.length === 0) return [];
    return [[type, { ...(source as object), items: Object.fromEntries(kept) }] as const];
  });
  return { ...manifest, pipelines, sources: Object.fromEntries(sources) };
}

function itemsOf(source: unknown): Record<string, unknown> | undefined {
  if (typeof source !== 'object' || source === null || !('items' in source)) return undefined;
  const { items } = source;
  return typeof items === 'object' && items !== null ? (items as Record<string, unknown>) : undefined;
}

function sourceReferences(pipelines: readonly Pipeline[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { name, stages = [] } of pipelines)
    stages.forEach((stage, index) => {
      for (const input of stageParts(stage, name, `${name}.stages[${index}]`).inputs.values())
        if (input.origin === 'org.osbuild.source') for (const id of references(input).keys()) used.add(id);
    });
  return used;
}

/** How many items each source has. */
export function sourceCounts(manifest: Manifest): Map<string, number> {
  return new Map(
    Object.entries(manifest.sources ?? {}).map(([type, source]) => [type, Object.keys(itemsOf(source) ?? {}).length]),
  );
}
