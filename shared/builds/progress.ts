/** A job's progress as a pure fold over what its worker says. Times are epoch milliseconds, durations seconds. */
import type { Job, Phase, Progress, StageProgress } from './types';

export interface PlannedPhase {
  name: string;
  kind: Phase['kind'];
  stages: readonly string[];
}

/** Seconds that a stage or step takes where nothing is known: what weighs in a bar of progress. */
const USUAL_SECONDS: Readonly<Record<string, number>> = {
  resolve: 1,
  sources: 1,
  compress: 4,
  'write image': 2,
  'place image': 0.2,
  'take commit': 3,
  pull: 3,
  'org.osbuild.rpm': 4,
  'org.osbuild.dracut': 6,
  'org.osbuild.ostree.commit': 7,
  'org.osbuild.ostree.pull': 2,
  'org.osbuild.copy': 1,
  'org.osbuild.qemu': 2,
};
const LEAST_SECONDS = 0.2;

export const NO_PROGRESS: Progress = { phases: [], fraction: 0, label: 'Waiting' };

/** The progress of a job that has not begun. */
export function plannedProgress(phases: readonly PlannedPhase[]): Progress {
  return {
    phases: phases.map(({ name, kind, stages }) => ({
      name,
      kind,
      state: 'waiting',
      stages: stages.map((type) => ({ type, state: 'waiting' })),
    })),
    fraction: 0,
    label: 'Waiting',
  };
}

/** Durations of an earlier run: `phase` and `phase/index` to seconds. */
export type Durations = ReadonlyMap<string, number>;

/** What an earlier job measured, for the weights of the next one. */
export function durationsOf(job: Job): Durations {
  const found = new Map<string, number>();
  for (const phase of job.progress.phases) {
    if (phase.duration !== undefined) found.set(phase.name, phase.duration);
    for (const [index, stage] of phase.stages.entries())
      if (stage.duration !== undefined) found.set(`${phase.name}/${index}`, stage.duration);
  }
  return found;
}

function weigh(key: string, name: string, durations: Durations): number {
  return Math.max(LEAST_SECONDS, durations.get(key) ?? USUAL_SECONDS[name] ?? LEAST_SECONDS);
}

function portion(state: Phase['state'], startedAt: number | undefined, weight: number, now: number): number {
  if (state === 'done' || state === 'cached') return weight;
  if (state !== 'running' || startedAt === undefined) return 0;
  return Math.min(weight * 0.95, (now - startedAt) / 1000);
}

/** Recomputes the fraction, and what is left where durations of an earlier run are known. */
export function measured(progress: Progress, durations: Durations, now: number): Progress {
  let total = 0;
  let done = 0;
  for (const phase of progress.phases) {
    const parts =
      phase.stages.length > 0
        ? phase.stages.map((stage, index) => ({ key: `${phase.name}/${index}`, name: stage.type, of: stage }))
        : [{ key: phase.name, name: phase.name, of: phase }];
    for (const { key, name, of } of parts) {
      const weight = weigh(key, name, durations);
      total += weight;
      done += phase.state === 'done' ? weight : portion(of.state, of.startedAt, weight, now);
    }
  }
  const { remaining: _before, ...rest } = progress;
  const fraction = total === 0 ? 0 : Math.min(1, done / total);
  return { ...rest, fraction, ...(durations.size > 0 ? { remaining: Math.max(0, total - done) } : {}) };
}

function changePhase(progress: Progress, name: string, change: (phase: Phase) => Phase): Progress {
  return { ...progress, phases: progress.phases.map((phase) => (phase.name === name ? change(phase) : phase)) };
}

export function phaseStarted(progress: Progress, name: string, now: number): Progress {
  return { ...changePhase(progress, name, (phase) => ({ ...phase, state: 'running', startedAt: now })), label: name };
}

export function phaseEnded(progress: Progress, name: string, seconds: number, ok: boolean): Progress {
  return changePhase(progress, name, ({ startedAt: _started, ...phase }) => ({
    ...phase,
    state: ok ? 'done' : 'failed',
    duration: seconds,
  }));
}

function changeStage(phase: Phase, index: number, change: (stage: StageProgress) => StageProgress): Phase {
  return { ...phase, stages: phase.stages.map((stage, at) => (at === index ? change(stage) : stage)) };
}

export function stageStarted(progress: Progress, name: string, index: number, now: number): Progress {
  const type = progress.phases.find((phase) => phase.name === name)?.stages[index]?.type ?? '';
  const next = changePhase(progress, name, (phase) =>
    changeStage(phase, index, (stage) => ({ ...stage, state: 'running', startedAt: now })),
  );
  return { ...next, label: `${name} · ${type}` };
}

export function stageEnded(progress: Progress, name: string, index: number, seconds: number, ok: boolean): Progress {
  return changePhase(progress, name, (phase) =>
    changeStage(phase, index, ({ startedAt: _started, ...stage }) => ({
      ...stage,
      state: ok ? 'done' : 'failed',
      duration: seconds,
    })),
  );
}

/** A stage whose tree came from the store. */
export function stageCached(progress: Progress, name: string, index: number): Progress {
  return changePhase(progress, name, (phase) =>
    changeStage(phase, index, ({ startedAt: _started, ...stage }) => ({ ...stage, state: 'cached', duration: 0 })),
  );
}

/** How far a step that counts is. */
export function counted(progress: Progress, name: string, done: number, total: number): Progress {
  const next = changePhase(progress, name, (phase) => ({ ...phase, items: { done, total } }));
  return { ...next, label: `${name}: ${done} of ${total}` };
}

/** The label of a step that counts: `convert: curl (12 of 240)`. */
export function labelled(progress: Progress, label: string): Progress {
  return { ...progress, label };
}
