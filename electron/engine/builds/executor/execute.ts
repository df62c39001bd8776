/**
 * Executes a resolved osbuild v2 manifest: the pipelines that the exports need, dependencies first; each from its newest
 * stored stage on, each stage in a sandbox, with its inputs, devices and mounts. Runs as root, in a mount namespace of
 * its own (see worker.ts).
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError, toWire } from '../../../../shared/errors';
import type { Manifest, Stage } from '../../../../shared/manifest/types';
import { run } from '../../run';
import { STAGES } from '../stages/registry';
import type { StoredObject } from '../store/objects';
import { dependencies, Lookup } from '../store/lookup';
import { commitIn, type StageStore } from '../store/stage-store';
import { neededPipelines, stageParts } from './manifest';
import { runStage } from './run-stage';
import { validateManifest } from './validate';

export type ExecutionEvent =
  | { kind: 'plan'; pipelines: { name: string; stages: string[] }[] }
  | { kind: 'pipeline-start'; pipeline: string }
  | { kind: 'stage-cached'; pipeline: string; index: number; stage: string; id: string }
  | { kind: 'stage-start'; pipeline: string; index: number; stage: string; id: string }
  | { kind: 'output'; pipeline: string; stage: string; text: string }
  | { kind: 'stage-end'; pipeline: string; index: number; stage: string; ok: boolean; seconds: number }
  | { kind: 'pipeline-end'; pipeline: string; ok: boolean; seconds: number };

export interface Execution {
  manifest: Manifest;
  /** Pipelines whose trees are wanted; the others' are removed as soon as nothing needs them any more. */
  exports: readonly string[];
  /** Of an exported pipeline whose tree is stored, the paths in it that are enough; empty: all of it. */
  enough?: (pipeline: string, object: StoredObject) => readonly string[];
  /** Folder for trees that hold no more than what is enough: on the disk where the exports go. */
  partial?: string;
  /** Trees that are there already, by pipeline: those pipelines do not run. */
  given?: ReadonlyMap<string, string>;
  /** Trees of earlier builds; without, everything runs. */
  store?: StageStore | undefined;
  /** Folder for trees and mounts, empty. */
  work: string;
  /** Folder with the sources' files, named by digest. */
  files: string;
  signal: AbortSignal;
  onEvent: (event: ExecutionEvent) => void;
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

/** Removes a tree; deployments in it may be immutable. */
export async function removeTree(tree: string): Promise<void> {
  await rm(tree, { recursive: true, force: true }).catch(async () => {
    await run('chattr', ['-R', '-f', '-i', tree], { ok: [0, 1] });
    await rm(tree, { recursive: true, force: true });
  });
}

interface Tree {
  readonly path: string;
  /** It holds some members only. */
  readonly partial: boolean;
}

interface Restored {
  readonly tree: string;
  /** The stage to go on with. */
  readonly start: number;
  /** Seconds that the stages before it took. */
  readonly seconds: number;
  readonly partial: boolean;
}

/** Seconds that a pipeline's stages took: all of them, at the time they ran, and those since its last stored tree. */
interface Cost {
  all: number;
  sinceStored: number;
}

class Executor {
  readonly #execution: Execution;
  readonly #lookup: Lookup;
  readonly #trees = new Map<string, Tree>();
  /** Trees that are being stored: they must stay until that is done. */
  readonly #storing = new Map<string, Promise<unknown>>();
  #count = 0;

  constructor(execution: Execution) {
    this.#execution = execution;
    this.#lookup = new Lookup(execution.manifest, execution.store);
    for (const [name, tree] of execution.given ?? []) this.#trees.set(name, { path: tree, partial: false });
  }

  #treeOf(name: string): string {
    const tree = this.#trees.get(name);
    if (!tree) throw new StudioError('internal', `The tree of '${name}' is not there.`);
    return tree.path;
  }

  async #newTree(name: string, folder: string): Promise<string> {
    // A number: a tree may have to be made again while another one of the name is still there.
    const tree = path.join(folder, 'trees', `${this.#count++}-${path.basename(name)}`);
    await mkdir(tree, { recursive: true, mode: 0o755 });
    return tree;
  }

  async run(order: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { exports, given = new Map<string, string>(), manifest } = this.#execution;
    // A given tree that says nothing of a commit is like no other one.
    for (const [name, tree] of given) this.#lookup.setCommit(name, (await commitIn(tree))?.digest ?? randomUUID());
    const { needed, running } = await this.#lookup.plan(exports, new Set(given.keys()));
    // What is stored was checked when it was made: its options are in its key.
    await validateManifest(
      manifest,
      order.filter((name) => running.has(name)),
    );
    this.#tellPlan(order);
    for (const [at, name] of order.entries()) {
      if (!needed.has(name)) await this.#phase(name, () => Promise.resolve(this.#cached(name)));
      else await this.#obtain(name, !this.#isExportOnly(name, needed));
      await this.#release(order.slice(at + 1), needed);
    }
    return new Map(exports.map((name) => [name, this.#treeOf(name)]));
  }

  #tellPlan(order: readonly string[]): void {
    const pipelines = order.map((name) => {
      const { stages = [] } = this.#lookup.pipeline(name);
      return { name, stages: stages.map(({ type }) => type) };
    });
    this.#execution.onEvent({ kind: 'plan', pipelines });
  }

  /** Nothing that runs takes it as an input. */
  #isExportOnly(name: string, needed: ReadonlySet<string>): boolean {
    return ![...needed].some((other) => dependencies(this.#lookup.pipeline(other)).includes(name));
  }

  /** Removes trees that none of the pipelines that are still to come uses. */
  async #release(later: readonly string[], needed: ReadonlySet<string>): Promise<void> {
    const used = new Set(
      later.filter((name) => needed.has(name)).flatMap((name) => dependencies(this.#lookup.pipeline(name))),
    );
    for (const [name, { path: tree }] of this.#trees) {
      if (used.has(name) || this.#execution.exports.includes(name)) continue;
      this.#trees.delete(name);
      await this.#storing.get(tree);
      await removeTree(tree);
    }
  }

  async #phase(name: string, work: () => Promise<void>): Promise<void> {
    const { onEvent } = this.#execution;
    const started = Date.now();
    const end = (ok: boolean): void =>
      onEvent({ kind: 'pipeline-end', pipeline: name, ok, seconds: (Date.now() - started) / 1000 });
    onEvent({ kind: 'pipeline-start', pipeline: name });
    try {
      await work();
    } catch (thrown) {
      end(false);
      throw thrown;
    }
    end(true);
  }

  #cached(name: string, count?: number): void {
    for (const [index, { type }] of (this.#lookup.pipeline(name).stages ?? []).slice(0, count).entries())
      this.#execution.onEvent({
        ...{ kind: 'stage-cached', pipeline: name, index, stage: type, id: this.#lookup.idOf(name, index) },
      });
  }

  /** The newest stored tree that is whole, in a folder of its own; without one, an empty folder. */
  async #restore(name: string, whole: boolean): Promise<Restored> {
    const { enough, store, signal, work, partial = work } = this.#execution;
    const count = this.#lookup.pipeline(name).stages?.length ?? 0;
    for (;;) {
      if (signal.aborted) throw new StudioError('cancelled', 'The build was cancelled.');
      const { start, object } = await this.#lookup.find(name);
      if (!object || !store) return { tree: await this.#newTree(name, work), start: 0, seconds: 0, partial: false };
      const wanted = start === count && !whole ? (enough?.(name, object) ?? []) : [];
      const tree = await this.#newTree(name, wanted.length > 0 ? partial : work);
      if (await store.restore(object, tree, wanted))
        return { tree, start, seconds: object.seconds, partial: wanted.length > 0 };
      await removeTree(tree);
    }
  }

  /** Makes sure that a pipeline's tree is there: from the store, or by running what is not in it. */
  async #obtain(name: string, whole: boolean): Promise<void> {
    const there = this.#trees.get(name);
    if (there && !(whole && there.partial)) return;
    await this.#phase(name, async () => {
      const { tree, start, seconds, partial } = await this.#restore(name, whole);
      this.#cached(name, start);
      const pipeline = this.#lookup.pipeline(name);
      // Usually they are there; not if a stored tree turned out to be damaged.
      for (const other of dependencies(pipeline, start)) await this.#obtain(other, true);
      const cost = { all: seconds, sinceStored: 0 };
      for (const [index, stage] of (pipeline.stages ?? []).entries()) {
        if (index < start) continue;
        const began = Date.now();
        await this.#stage(name, index, stage, tree);
        cost.all += (Date.now() - began) / 1000;
        cost.sinceStored += (Date.now() - began) / 1000;
        if (await this.#keep(name, index, tree, cost)) cost.sinceStored = 0;
      }
      const commit = await commitIn(tree);
      if (commit) this.#lookup.setCommit(name, commit.digest);
      this.#trees.set(name, { path: tree, partial });
    });
  }

  /** Stores the tree after a stage, where that pays; the last one's while the next pipeline runs. */
  async #keep(name: string, index: number, tree: string, cost: Cost): Promise<boolean> {
    const { store, exports } = this.#execution;
    const pipeline = this.#lookup.pipeline(name);
    const stages = pipeline.stages ?? [];
    const last = index === stages.length - 1;
    // What is on a device may not be in the tree before the end of the pipeline.
    if (!last && stages.slice(0, index + 1).some(({ devices }) => devices !== undefined)) return false;
    const key = await this.#lookup.keyOf(name, index);
    if (!store || key === undefined) return false;
    const id = this.#lookup.idOf(name, index);
    const stage = stages[index]?.type ?? '';
    const exported = last && exports.includes(name);
    // The whole pipeline is what its last tree saves.
    const { all: seconds } = cost;
    const saves = last ? cost.all : cost.sinceStored;
    const kept = store.keep({ key, id, pipeline: name, stage, tree, seconds, saves, exported });
    if (!last) return kept;
    this.#storing.set(tree, kept);
    return true;
  }

  async #stage(name: string, index: number, stage: Stage, tree: string): Promise<void> {
    const { onEvent, signal, work, files } = this.#execution;
    if (signal.aborted) throw new StudioError('cancelled', 'The build was cancelled.');
    const id = this.#lookup.idOf(name, index);
    const started = Date.now();
    const end = (ok: boolean): void => {
      const seconds = (Date.now() - started) / 1000;
      onEvent({ kind: 'stage-end', pipeline: name, index, stage: stage.type, ok, seconds });
    };
    onEvent({ kind: 'stage-start', pipeline: name, index, stage: stage.type, id });
    try {
      const module = STAGES.get(stage.type);
      if (!module) throw new StudioError('internal', `The stage '${stage.type}' was not checked.`);
      await runStage({
        ...{ module, id, tree, work, signal },
        parts: stageParts(stage, name, ''),
        options: stage.options ?? {},
        places: { files, tree: (other) => this.#treeOf(other) },
        sourceEpoch: this.#lookup.pipeline(name)['source-epoch'],
        log: (text) => onEvent({ kind: 'output', pipeline: name, stage: stage.type, text }),
      });
      end(true);
    } catch (thrown) {
      end(false);
      throw stageFailure(thrown, name, stage);
    }
  }
}

/**
 * Runs what the exports need and the store does not have. Everything is checked first; then each stage runs, up to the
 * first that fails.
 *
 * @returns the exported pipelines' trees; they must stay until the store is closed.
 * @throws StudioError `invalid-input`, `missing-tool`, `tool-failed` (with pipeline and stage), `cancelled`.
 */
export async function execute(execution: Execution): Promise<ReadonlyMap<string, string>> {
  const { manifest, exports, given = new Map<string, string>() } = execution;
  const order = neededPipelines(manifest, exports, [...given.keys()]);
  return new Executor(execution).run(order);
}
