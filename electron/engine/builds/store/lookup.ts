/** What of a manifest the store has: the newest stored tree of each pipeline, and what has to run. */
import type { Manifest, Pipeline } from '../../../../shared/manifest/types';
import { stageIds } from '../executor/ids';
import { pipelineReferences, stageParts } from '../executor/manifest';
import type { StoredObject } from './objects';
import type { StageStore } from './stage-store';

const COMMIT = 'org.osbuild.ostree.commit';

export interface Found {
  /** The first stage that has to run; the number of stages where none has. */
  readonly start: number;
  readonly object?: StoredObject;
}

export interface Plan {
  readonly needed: ReadonlySet<string>;
  readonly running: ReadonlySet<string>;
}

/** Pipelines that the stages from `start` on take as inputs, and the one they are built in. */
export function dependencies(pipeline: Pipeline, start = 0): string[] {
  const stages = (pipeline.stages ?? []).slice(start);
  const inputs = stages.flatMap((stage) => [...stageParts(stage, pipeline.name, '').inputs.values()]);
  const build = stages.length > 0 && pipeline.build?.startsWith('name:') ? [pipeline.build.slice(5)] : [];
  return [...new Set([...build, ...inputs.flatMap(pipelineReferences)])];
}

export class Lookup {
  readonly #manifest: Manifest;
  readonly #ids: ReadonlyMap<string, readonly string[]>;
  readonly #store: StageStore | undefined;
  /** Digests of commits that were made or given, by pipeline. */
  readonly #commits = new Map<string, string>();
  readonly #uses = new Map<string, readonly string[]>();
  readonly #found = new Map<string, StoredObject>();

  constructor(manifest: Manifest, store: StageStore | undefined) {
    this.#manifest = manifest;
    this.#ids = stageIds(manifest);
    this.#store = store;
  }

  pipeline(name: string): Pipeline {
    return this.#manifest.pipelines.find((pipeline) => pipeline.name === name) ?? { name };
  }

  idOf(name: string, index: number): string {
    return this.#ids.get(name)?.[index] ?? '';
  }

  /** Says which commit a pipeline has: what is made of it depends on that. */
  setCommit(name: string, digest: string): void {
    this.#commits.set(name, digest);
  }

  /** The commit of a pipeline: `none` where it makes none, undefined where it is not known before it ran. */
  async #commitOf(name: string): Promise<string | undefined> {
    const known = this.#commits.get(name);
    if (known !== undefined) return known;
    const { stages = [] } = this.pipeline(name);
    if (!stages.some(({ type }) => type === COMMIT)) return 'none';
    const key = await this.keyOf(name, stages.length - 1);
    const object = key === undefined ? undefined : await this.#store?.find(key);
    return object?.commit?.digest;
  }

  /** The commits that a pipeline's tree is made with, the nearest ones; undefined while one is still to be made. */
  async #commitsIn(name: string): Promise<ReadonlyMap<string, string> | undefined> {
    const commits = new Map<string, string>();
    for (const other of this.#dependencies(name)) {
      const commit = await this.#commitOf(other);
      if (commit === undefined) return undefined;
      const below = commit === 'none' ? await this.#commitsIn(other) : new Map([[other, commit]]);
      if (below === undefined) return undefined;
      for (const [pipeline, digest] of below) commits.set(pipeline, digest);
    }
    return commits;
  }

  #dependencies(name: string): readonly string[] {
    const known = this.#uses.get(name) ?? dependencies(this.pipeline(name));
    this.#uses.set(name, known);
    return known;
  }

  /** The key of a stage's tree; undefined without a store, and while it depends on a commit that is still to be made. */
  async keyOf(name: string, index: number): Promise<string | undefined> {
    const commits = await this.#commitsIn(name);
    return commits && this.#store?.keyOf(this.idOf(name, index), commits);
  }

  /** The newest stored tree of a pipeline. */
  async find(name: string): Promise<Found> {
    const { stages = [] } = this.pipeline(name);
    const commits = await this.#commitsIn(name);
    if (!this.#store || !commits) return { start: 0 };
    for (let index = stages.length - 1; index >= 0; index--) {
      const key = this.#store.keyOf(this.idOf(name, index), commits);
      const object = await this.#store.find(key);
      if (object) {
        this.#found.set(key, object);
        return { start: index + 1, object };
      }
    }
    return { start: 0 };
  }

  /** What has to be there for the exports, and what of that has to run. What is made of stored trees is not needed. */
  async plan(exports: readonly string[], given: ReadonlySet<string>): Promise<Plan> {
    const needed = new Set<string>();
    const running = new Set<string>();
    const visit = async (name: string): Promise<void> => {
      if (needed.has(name) || given.has(name)) return;
      needed.add(name);
      const { start } = await this.find(name);
      if (start < (this.pipeline(name).stages ?? []).length) running.add(name);
      for (const other of dependencies(this.pipeline(name), start)) await visit(other);
    };
    for (const name of exports) await visit(name);
    await this.#store?.hold([...this.#found.keys()]);
    return { needed, running };
  }
}
