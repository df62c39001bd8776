/** What osbuild's monitor says, as the events that every engine tells. */
import type { EngineEvent } from '../engine';
import type { MonitorEntry } from './monitor';
import { dependenciesOf, type PlannedPipeline } from './plan';

/** Where a build failed, as far as the monitor tells. */
export interface MonitorFailure {
  readonly kind: 'stage' | 'source';
  /** Of a source: its type stands in `stage`. */
  readonly pipeline: string;
  readonly stage: string;
  /** What the stage or source printed last. */
  readonly tail: readonly string[];
  /** What osbuild or the source gives as the reason. */
  readonly reason: string | undefined;
}

export interface MonitorEvents {
  entry(entry: MonitorEntry): void;
  /** Ends what is open. `ok`: osbuild ended well, so what never began was there already. */
  end(ok: boolean): void;
  failure(): MonitorFailure | undefined;
  /** Everything was built; exporting comes after it. */
  finished(): boolean;
}

export interface MonitorEventsOptions {
  readonly plan: readonly PlannedPipeline[];
  /** Sources by type, and how many items each has. */
  readonly sources: ReadonlyMap<string, number>;
  /** A commit is taken as a source. */
  readonly seeded: boolean;
  readonly now: () => number;
  onEvent(event: EngineEvent): void;
}

const TAIL_LINES = 30;
const MAX_LINE = 64 * 1024;
const OSTREE_SOURCE = 'org.osbuild.ostree';

interface OpenStage {
  readonly type: string;
  readonly index: number;
  readonly started: number;
  tail: string[];
}

class Events implements MonitorEvents {
  readonly #options: MonitorEventsOptions;
  readonly #started = new Set<string>();
  readonly #steps = new Map<string, number>();
  /** Beginnings of lines, by context: what osbuild hands over is not cut at line ends. */
  readonly #partial = new Map<string, { text: string; pipeline: string; stage: string }>();
  #pipeline: { readonly plan: PlannedPipeline; readonly started: number; next: number; ok: boolean } | undefined;
  #stage: OpenStage | undefined;
  #sourceTail: string[] = [];
  #failure: MonitorFailure | undefined;
  #finished = false;
  #itemsDone = 0;

  constructor(options: MonitorEventsOptions) {
    this.#options = options;
  }

  failure(): MonitorFailure | undefined {
    if (this.#failure || !this.#stage || !this.#pipeline) return this.#failure;
    const { type, tail } = this.#stage;
    return { kind: 'stage', pipeline: this.#pipeline.plan.name, stage: type, tail, reason: undefined };
  }

  finished(): boolean {
    return this.#finished;
  }

  entry(entry: MonitorEntry): void {
    const { origin, message, result } = entry;
    if (origin === 'osbuild.main_cli') {
      if (/^manifest .* finished successfully\s*$/s.test(message)) this.#finished = true;
    } else if (result) this.#ended(entry, result);
    else if (origin !== 'osbuild.monitor') this.#output(entry);
    else if (message.startsWith('Starting pipeline ')) this.#begin(entry);
    else if (message.startsWith('Starting module ')) this.#beginStage(entry);
    else if (message.startsWith('Finished pipeline ')) this.#endPipeline();
  }

  end(ok: boolean): void {
    this.#flush();
    if (!ok) this.#failure = this.failure();
    if (this.#stage) this.#endStage(ok, undefined);
    this.#endPipeline(ok);
    for (const name of [...this.#steps.keys()]) this.#endStep(name, ok);
    if (ok) for (const { name } of this.#options.plan) this.#cached(name);
  }

  #tell(event: EngineEvent): void {
    this.#options.onEvent(event);
  }

  #beginStep(step: string): void {
    if (this.#steps.has(step)) return;
    this.#steps.set(step, this.#options.now());
    this.#tell({ kind: 'step-start', step });
  }

  #endStep(step: string, ok: boolean): void {
    const started = this.#steps.get(step);
    if (started === undefined) return;
    this.#steps.delete(step);
    this.#tell({ kind: 'step-end', step, ok, seconds: (this.#options.now() - started) / 1000 });
  }

  #stepOf(source: string): string {
    return this.#options.seeded && source === OSTREE_SOURCE ? 'take commit' : 'sources';
  }

  #begin(entry: MonitorEntry): void {
    const plan = this.#options.plan.find(({ name }) => name === entry.pipeline);
    if (entry.pipeline.startsWith('source ') && !plan) {
      this.#sourceTail = [];
      return this.#beginStep(this.#stepOf(entry.pipeline.slice('source '.length)));
    }
    this.#endStep('sources', true);
    if (!plan || this.#started.has(plan.name)) return;
    // What this pipeline needs and never began was in osbuild's cache.
    for (const name of dependenciesOf(this.#options.plan, plan.name)) this.#cached(name);
    this.#started.add(plan.name);
    this.#pipeline = { plan, started: this.#options.now(), next: 0, ok: true };
    this.#tell({ kind: 'pipeline-start', pipeline: plan.name });
  }

  #cached(name: string): void {
    const plan = this.#options.plan.find((one) => one.name === name);
    if (!plan || this.#started.has(name)) return;
    this.#started.add(name);
    this.#tell({ kind: 'pipeline-start', pipeline: name });
    this.#cachedStages(plan, 0, plan.stages.length);
    this.#tell({ kind: 'pipeline-end', pipeline: name, ok: true, seconds: 0 });
  }

  #cachedStages({ name, stages }: PlannedPipeline, from: number, to: number): void {
    stages.slice(from, to).forEach(({ type, id }, offset) => {
      this.#tell({ kind: 'stage-cached', pipeline: name, index: from + offset, stage: type, id });
    });
  }

  #beginStage({ stage }: MonitorEntry): void {
    const pipeline = this.#pipeline;
    if (!stage || !pipeline) return;
    const { stages, name } = pipeline.plan;
    const byId = stages.findIndex(({ id }) => id === stage.id);
    const index = byId >= 0 ? byId : stages.findIndex(({ type }, i) => i >= pipeline.next && type === stage.type);
    if (index < pipeline.next) return;
    this.#cachedStages(pipeline.plan, pipeline.next, index);
    pipeline.next = index + 1;
    this.#stage = { type: stage.type, index, started: this.#options.now(), tail: [] };
    this.#tell({ kind: 'stage-start', pipeline: name, index, stage: stage.type, id: stage.id });
  }

  #ended(entry: MonitorEntry, result: NonNullable<MonitorEntry['result']>): void {
    this.#flush();
    if (result.source_type !== undefined) this.#endSource(result.source_type, result);
    else if (this.#stage) {
      if (!result.success) {
        const reason = typeof result.error === 'string' ? result.error : errorValue(result.error);
        const { type, tail } = this.#stage;
        this.#failure = { kind: 'stage', pipeline: entry.pipeline, stage: type, tail, reason };
      }
      this.#endStage(result.success, entry.seconds);
    }
  }

  #endSource(type: string, result: NonNullable<MonitorEntry['result']>): void {
    const total = [...this.#options.sources.values()].reduce((sum, count) => sum + count, 0);
    if (result.success) {
      this.#itemsDone += this.#options.sources.get(type) ?? 0;
      this.#tell({ kind: 'items', phase: 'sources', done: this.#itemsDone, total });
    } else {
      const wrong = result.results?.find(({ success, error }) => !success && error);
      const reason = wrong?.error ?? result.output ?? undefined;
      this.#failure ??= { kind: 'source', pipeline: 'sources', stage: type, tail: this.#sourceTail, reason };
    }
    const step = this.#stepOf(type);
    if (step !== 'sources' || !result.success) this.#endStep(step, result.success);
  }

  #endStage(ok: boolean, seconds: number | undefined): void {
    const [stage, pipeline] = [this.#stage, this.#pipeline];
    if (!stage || !pipeline) return;
    this.#stage = undefined;
    if (!ok) pipeline.ok = false;
    const took = seconds ?? (this.#options.now() - stage.started) / 1000;
    const { index, type } = stage;
    this.#tell({ kind: 'stage-end', pipeline: pipeline.plan.name, index, stage: type, ok, seconds: took });
  }

  #endPipeline(ok = true): void {
    const pipeline = this.#pipeline;
    if (!pipeline) return;
    this.#pipeline = undefined;
    const good = ok && pipeline.ok;
    if (good && pipeline.next === 0) this.#cachedStages(pipeline.plan, 0, pipeline.plan.stages.length);
    const seconds = (this.#options.now() - pipeline.started) / 1000;
    this.#tell({ kind: 'pipeline-end', pipeline: pipeline.plan.name, ok: good, seconds });
  }

  #output({ message, context, pipeline, stage }: MonitorEntry): void {
    const isSource = pipeline.startsWith('source ') && !this.#options.plan.some(({ name }) => name === pipeline);
    const place = isSource
      ? { pipeline: 'sources', stage: pipeline.slice('source '.length) }
      : { pipeline, stage: stage?.type ?? '' };
    const lines = ((this.#partial.get(context)?.text ?? '') + message).split(/\r?\n/);
    let rest = lines.pop() ?? '';
    for (const line of lines) this.#line({ ...place, text: line });
    while (rest.length > MAX_LINE) {
      this.#line({ ...place, text: rest.slice(0, MAX_LINE) });
      rest = rest.slice(MAX_LINE);
    }
    if (rest === '') this.#partial.delete(context);
    else this.#partial.set(context, { ...place, text: rest });
  }

  #line({ pipeline, stage, text }: { pipeline: string; stage: string; text: string }): void {
    const tail = pipeline === 'sources' ? this.#sourceTail : (this.#stage?.tail ?? []);
    tail.push(text);
    if (tail.length > TAIL_LINES) tail.shift();
    this.#tell({ kind: 'output', pipeline, stage, text });
  }

  #flush(): void {
    for (const rest of this.#partial.values()) this.#line(rest);
    this.#partial.clear();
  }
}

/** An exception that a stage reported: `{ type, value, traceback }`. */
function errorValue(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('value' in error)) return undefined;
  return typeof error.value === 'string' ? error.value : undefined;
}

/** Follows one run of osbuild. */
export function followMonitor(options: MonitorEventsOptions): MonitorEvents {
  return new Events(options);
}
