/** One job while it runs: its progress, its log, and telling about both no more often than a person can see. */
import type { EmitEvent } from '../../../shared/contract';
import {
  counted,
  labelled,
  measured,
  phaseEnded,
  phaseStarted,
  plannedProgress,
  stageCached,
  stageEnded,
  stageStarted,
  type Durations,
  type PlannedPhase,
} from '../../../shared/builds/progress';
import type { Artifact, Job, JobFacts, LogRecord } from '../../../shared/builds/types';
import type { JobStore } from './job-store';
import type { EngineEvent } from './engines/engine';

const TELL_EVERY_MS = 100;
/** A killed studio leaves a record that is at most so old. */
const SAVE_EVERY_MS = 1000;

export interface JobRun {
  readonly signal: AbortSignal;
  job(): Job;
  /** Announces the phases; those of an earlier plan that are not in it are forgotten. */
  plan(phases: readonly PlannedPhase[]): void;
  /** Runs a step of the studio's own as a phase. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  log(phase: string, text: string, kind?: LogRecord['kind'], stage?: string): void;
  label(text: string): void;
  onWorker(event: EngineEvent): void;
  facts(facts: Partial<JobFacts>): void;
  addArtifact(artifact: Artifact): void;
  /** What is found out about the job while it runs. */
  note(found: Partial<Pick<Job, 'ref' | 'sandbox'>>): void;
  /** On disk, with all that was said before, when it is told. */
  setStatus(status: Job['status']): Promise<void>;
}

interface JobRunOptions {
  job: Job;
  store: JobStore;
  emit: EmitEvent;
  durations: Durations;
  signal: AbortSignal;
  onChange: (job: Job) => void;
}

/** Tells when some work begins, and how long it took when it ends; the clock may jump meanwhile. */
async function timed<T>(
  work: () => Promise<T>,
  { begin, end }: { begin: () => void; end: (seconds: number, ok: boolean) => void },
): Promise<T> {
  const started = performance.now();
  let ok = false;
  begin();
  try {
    const value = await work();
    ok = true;
    return value;
  } finally {
    end((performance.now() - started) / 1000, ok);
  }
}

/** Starts to follow a job. */
export function startJobRun(options: JobRunOptions): JobRun {
  const { store, emit, durations, signal } = options;
  let { job } = options;
  let seq = 0;
  let pending: LogRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let savedAt = 0;
  const writeLog = (): void => {
    if (pending.length > 0) {
      store.append(job.id, pending);
      emit('builds.log', { id: job.id, records: pending });
      pending = [];
    }
  };
  const tell = (): void => {
    timer = undefined;
    writeLog();
    const now = performance.now();
    if (now - savedAt >= SAVE_EVERY_MS) {
      savedAt = now;
      void store.save(job).catch(() => undefined); // a full disk is told by what needs it
    }
    options.onChange(job);
  };
  const change = (next: Job): void => {
    job = { ...next, progress: measured(next.progress, durations, Date.now()) };
    timer ??= setTimeout(tell, TELL_EVERY_MS);
  };
  const log: JobRun['log'] = (phase, text, kind = 'output', stage) => {
    pending.push({ seq: seq++, time: Date.now(), phase, ...(stage === undefined ? {} : { stage }), kind, text });
    timer ??= setTimeout(tell, TELL_EVERY_MS);
  };
  const progress = (next: Job['progress']): void => change({ ...job, progress: next });
  return {
    signal,
    job: () => job,
    log,
    plan: (phases) => progress(plannedProgress(phases)),
    label: (text) => progress(labelled(job.progress, text)),
    addArtifact: (artifact) => change({ ...job, artifacts: [...job.artifacts, artifact] }),
    step: (name, work) =>
      timed(work, {
        begin: () => progress(phaseStarted(job.progress, name, Date.now())),
        end: (seconds, ok) => progress(phaseEnded(job.progress, name, seconds, ok)),
      }),
    onWorker: (event) => foldWorkerEvent(event, { job: () => job, progress, log }),
    facts: (facts) => change({ ...job, facts: { ...job.facts, ...facts } }),
    note: (found) => change({ ...job, ...found }),
    async setStatus(status) {
      change({ ...job, status });
      clearTimeout(timer);
      timer = undefined;
      writeLog();
      await store.save(job).catch((thrown: unknown) => log('', `The job's end was not written: ${String(thrown)}`));
      clearTimeout(timer);
      options.onChange(job);
    },
  };
}

function foldWorkerEvent(
  event: EngineEvent,
  run: { job: () => Job; progress: (next: Job['progress']) => void; log: JobRun['log'] },
): void {
  const now = run.job().progress;
  switch (event.kind) {
    case 'step-start':
      return run.progress(phaseStarted(now, event.step, Date.now()));
    case 'step-end':
      return run.progress(phaseEnded(now, event.step, event.seconds, event.ok));
    case 'pipeline-start':
      return run.progress(phaseStarted(now, event.pipeline, Date.now()));
    case 'pipeline-end':
      return run.progress(phaseEnded(now, event.pipeline, event.seconds, event.ok));
    case 'stage-start':
      run.log(event.pipeline, event.stage, 'stage-start', event.stage);
      return run.progress(stageStarted(now, event.pipeline, event.index, Date.now()));
    case 'stage-end':
      run.log(event.pipeline, `${event.seconds.toFixed(1)} s`, 'stage-end', event.stage);
      return run.progress(stageEnded(now, event.pipeline, event.index, event.seconds, event.ok));
    case 'output':
      return run.log(event.pipeline, event.text, 'output', event.stage);
    case 'note':
      return run.log('', event.text, 'info');
    case 'stage-cached':
      return run.progress(stageCached(now, event.pipeline, event.index));
    case 'items':
      return run.progress(counted(now, event.phase, event.done, event.total));
    case 'command':
    case 'plan':
      return; // the plan replaces the phases (see target-build.ts)
  }
}
