/** What osbuild will do with a manifest: the pipelines that are needed, in order, and the ids of their stages. */
import type { Manifest } from '../../../../../shared/manifest/types';
import { stageIds } from '../../executor/ids';
import { neededPipelines, pipelineReferences, stageParts } from '../../executor/manifest';

export interface PlannedPipeline {
  readonly name: string;
  readonly stages: readonly { readonly type: string; readonly id: string }[];
  /** Names of the pipelines that it needs directly. */
  readonly needs: readonly string[];
}

/**
 * The pipelines that the exports need, dependencies first.
 *
 * @throws StudioError `invalid-input` for a pipeline that is missing
 */
export function planOf(manifest: Manifest, exports: readonly string[]): PlannedPipeline[] {
  const ids = stageIds(manifest);
  return neededPipelines(manifest, exports).flatMap((name) => {
    const pipeline = manifest.pipelines.find((one) => one.name === name);
    if (!pipeline) return [];
    const stages = pipeline.stages ?? [];
    const needs = stages.flatMap((stage, index) =>
      [...stageParts(stage, name, `stages[${index}]`).inputs.values()].flatMap(pipelineReferences),
    );
    if (pipeline.build?.startsWith('name:')) needs.push(pipeline.build.slice('name:'.length));
    const known = ids.get(name) ?? [];
    return [{ name, needs, stages: stages.map(({ type }, index) => ({ type, id: known[index] ?? '' })) }];
  });
}

/** All pipelines that one needs, directly or not. */
export function dependenciesOf(plan: readonly PlannedPipeline[], name: string): string[] {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const need of plan.find((pipeline) => pipeline.name === one)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(name);
  return plan.map((pipeline) => pipeline.name).filter((one) => found.has(one));
}

/**
 * The pipelines whose trees are worth keeping: those that others are made of. What is only exported is not kept a second
 * time. Names with characters that have a meaning in osbuild's patterns are left out.
 */
export function checkpointsOf(plan: readonly PlannedPipeline[]): string[] {
  const needed = new Set(plan.flatMap(({ needs }) => needs));
  return plan.flatMap(({ name, stages }) =>
    needed.has(name) && stages.length > 0 && /^[\w.+-]+$/.test(name) ? [name] : [],
  );
}
