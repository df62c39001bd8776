/**
 * Executes a resolved osbuild v2 manifest: the pipelines that the exports need, dependencies first; each stage in a
 * sandbox, with its inputs, devices and mounts. Runs as root, in a mount namespace of its own (see worker.ts).
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError, toWire } from '../../../../shared/errors';
import type { Manifest, Pipeline, Stage } from '../../../../shared/manifest/types';
import { run } from '../../run';
import { STAGES } from '../stages/registry';
import { stageIds } from './ids';
import { neededPipelines, pipelineReferences, stageParts } from './manifest';
import { runStage } from './run-stage';
import { validateManifest } from './validate';

export type ExecutionEvent =
  | { kind: 'plan'; pipelines: { name: string; stages: string[] }[] }
  | { kind: 'pipeline-start'; pipeline: string }
  | { kind: 'stage-start'; pipeline: string; index: number; stage: string; id: string }
  | { kind: 'output'; pipeline: string; stage: string; text: string }
  | { kind: 'stage-end'; pipeline: string; index: number; stage: string; ok: boolean; seconds: number }
  | { kind: 'pipeline-end'; pipeline: string; ok: boolean; seconds: number };

export interface Execution {
  manifest: Manifest;
  /** Pipelines whose trees are wanted; the others' are removed as soon as nothing needs them any more. */
  exports: readonly string[];
  /** Trees that are there already, by pipeline: those pipelines do not run. */
  given?: ReadonlyMap<string, string>;
  /** Folder for trees and mounts, empty. */
  work: string;
  /** Folder with the sources' files, named by digest. */
  files: string;
  signal: AbortSignal;
  onEvent: (event: ExecutionEvent) => void;
}

/** The last pipeline of the order that uses each tree. */
function lastUse(manifest: Manifest, order: readonly string[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const name of order) {
    const pipeline = manifest.pipelines.find((candidate) => candidate.name === name);
    for (const stage of pipeline?.stages ?? [])
      for (const input of stageParts(stage, name, '').inputs.values())
        for (const used of pipelineReferences(input)) last.set(used, name);
  }
  return last;
}

/** A stage's failure, told with the pipeline and the stage it happened in. */
function stageFailure(thrown: unknown, pipeline: string, stage: Stage): StudioError {
  const { code, message, hint, detail } = toWire(thrown);
  if (code === 'cancelled') return new StudioError('cancelled', 'The build was cancelled.');
  const full = (detail?.tail ?? []).some((line) => line.includes('No space left on device'));
  const cause = full ? 'the work folder is full' : message.replace(/\.$/, '');
  return new StudioError(code, `Pipeline '${pipeline}', stage ${stage.type}: ${cause}.`, {
    ...(full ? { hint: 'Free space or memory where builds work, or make image_size smaller.' } : hint ? { hint } : {}),
    detail: { ...detail, pipeline, stage: stage.type },
    cause: thrown,
  });
}

async function runPipeline(
  pipeline: Pipeline,
  ids: readonly string[],
  trees: Map<string, string>,
  execution: Execution,
): Promise<void> {
  const { onEvent, signal } = execution;
  const { name } = pipeline;
  const tree = path.join(execution.work, 'trees', name);
  await mkdir(tree, { recursive: true, mode: 0o755 });
  for (const [index, stage] of (pipeline.stages ?? []).entries()) {
    if (signal.aborted) throw new StudioError('cancelled', 'The build was cancelled.');
    const id = ids[index] ?? '';
    const started = Date.now();
    const end = (ok: boolean): void =>
      onEvent({
        kind: 'stage-end',
        pipeline: name,
        index,
        stage: stage.type,
        ok,
        seconds: (Date.now() - started) / 1000,
      });
    onEvent({ kind: 'stage-start', pipeline: name, index, stage: stage.type, id });
    try {
      const module = STAGES.get(stage.type);
      if (!module) throw new StudioError('internal', `The stage '${stage.type}' was not checked.`);
      await runStage({
        module,
        parts: stageParts(stage, name, ''),
        options: stage.options ?? {},
        id,
        tree,
        work: execution.work,
        places: { files: execution.files, tree: (other) => treeOf(trees, other) },
        sourceEpoch: pipeline['source-epoch'],
        signal,
        log: (text) => onEvent({ kind: 'output', pipeline: name, stage: stage.type, text }),
      });
      end(true);
    } catch (thrown) {
      end(false);
      throw stageFailure(thrown, name, stage);
    }
  }
  trees.set(name, tree);
}

function treeOf(trees: ReadonlyMap<string, string>, pipeline: string): string {
  const tree = trees.get(pipeline);
  if (tree === undefined) throw new StudioError('internal', `The tree of '${pipeline}' is not there.`);
  return tree;
}

/** Removes a tree; deployments in it may be immutable. */
export async function removeTree(tree: string): Promise<void> {
  await rm(tree, { recursive: true, force: true }).catch(async () => {
    await run('chattr', ['-R', '-f', '-i', tree], { ok: [0, 1] });
    await rm(tree, { recursive: true, force: true });
  });
}

/**
 * Runs what the exports need. Everything is checked first; then each stage runs, up to the first that fails.
 *
 * @returns the exported pipelines' trees.
 * @throws StudioError `invalid-input`, `missing-tool`, `tool-failed` (with pipeline and stage), `cancelled`.
 */
export async function execute(execution: Execution): Promise<ReadonlyMap<string, string>> {
  const { manifest, exports, given = new Map<string, string>(), onEvent } = execution;
  const order = neededPipelines(manifest, exports, [...given.keys()]);
  await validateManifest(manifest, order);
  const pipelines = order.flatMap((name) => manifest.pipelines.find((pipeline) => pipeline.name === name) ?? []);
  onEvent({
    kind: 'plan',
    pipelines: pipelines.map(({ name, stages = [] }) => ({ name, stages: stages.map(({ type }) => type) })),
  });
  const ids = stageIds(manifest);
  const last = lastUse(manifest, order);
  const trees = new Map<string, string>(given);
  for (const pipeline of pipelines) {
    const { name } = pipeline;
    const started = Date.now();
    onEvent({ kind: 'pipeline-start', pipeline: name });
    const end = (ok: boolean): void =>
      onEvent({ kind: 'pipeline-end', pipeline: name, ok, seconds: (Date.now() - started) / 1000 });
    try {
      await runPipeline(pipeline, ids.get(name) ?? [], trees, execution);
    } catch (thrown) {
      end(false);
      throw thrown;
    }
    end(true);
    for (const [other, tree] of trees)
      if (last.get(other) === name && !exports.includes(other)) {
        trees.delete(other);
        await removeTree(tree);
      }
  }
  return new Map(exports.map((name) => [name, treeOf(trees, name)]));
}
