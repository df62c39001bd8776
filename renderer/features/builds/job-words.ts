/** What a job's row says: a state in one word, and the number or reason at its end. */
import type { Job, JobStatus, Phase } from '../../../shared/builds/types';
import { assertNever } from '../../../shared/errors';
import { formatDuration } from '../../ui/format';

export type Tone = 'ok' | 'run' | 'warn' | 'bad' | 'mute';

export interface JobWords {
  readonly tone: Tone;
  readonly label: string;
  /** A number or a reason; may be empty. */
  readonly end: string;
}

/** The words of a job's row. `cancelling`: the person has asked, the engine has not answered yet. */
export function jobWords(job: Job, cancelling: boolean): JobWords {
  const { status } = job;
  switch (status.kind) {
    case 'waiting':
      return { tone: 'warn', label: cancelling ? 'Cancelling' : 'Waiting', end: shortReason(status.reason) };
    case 'running':
      if (cancelling) return { tone: 'warn', label: 'Cancelling', end: 'cancelling' };
      return { tone: 'run', label: 'Running', end: `${Math.floor(job.progress.fraction * 100)} %` };
    case 'done':
      return { tone: 'ok', label: 'Done', end: formatDuration((status.endedAt - status.startedAt) / 1000) };
    case 'failed':
      return { tone: 'bad', label: 'Failed', end: failedAt(job) };
    case 'cancelled':
      return { tone: 'mute', label: 'Cancelled', end: 'cancelled' };
    case 'interrupted':
      return { tone: 'warn', label: 'Interrupted', end: 'interrupted' };
    default:
      return assertNever(status);
  }
}

/** The first words of a reason: `for ref` of `for ref starter/x86_64/qemu-minimal`. The whole is in the tooltip. */
function shortReason(reason: string | undefined): string {
  if (reason === undefined) return 'next';
  return reason.length <= 12 ? reason : reason.split(' ').slice(0, 2).join(' ').slice(0, 16);
}

/** Where a job failed, as far as its plan or its error tells. */
export function failedPlace(job: Job): { phase: string; stage: string | undefined } | undefined {
  if (job.status.kind !== 'failed') return undefined;
  const { detail } = job.status.error;
  const phase = job.progress.phases.find((candidate) => candidate.state === 'failed');
  const stage = phase?.stages.find((candidate) => candidate.state === 'failed')?.type ?? detail?.stage;
  const name = phase?.name ?? detail?.pipeline;
  return name === undefined && stage === undefined ? undefined : { phase: name ?? '', stage };
}

/** Where it failed, in a word: the stage, else the pipeline or step, else "failed". */
function failedAt(job: Job): string {
  const place = failedPlace(job);
  return place ? stageName(place.stage ?? place.phase) : 'failed';
}

/** A stage's name without osbuild's prefix: `ostree.commit` for `org.osbuild.ostree.commit`. */
export function stageName(type: string): string {
  return type.replace(/^org\.osbuild\./, '');
}

/** How many stages (or steps without stages) there are, and which one is at work. Undefined before the plan is known. */
export function stageCount(phases: readonly Phase[]): { current: number; total: number } | undefined {
  const states = phases.flatMap((phase) =>
    phase.stages.length === 0 ? [phase.state] : phase.stages.map((stage) => stage.state),
  );
  if (states.length === 0) return undefined;
  const finished = states.filter((state) => state === 'done' || state === 'cached').length;
  return { current: Math.min(states.length, finished + 1), total: states.length };
}

/** Seconds that a job took so far, or in all. Undefined if it never ran. */
export function elapsedSeconds(status: JobStatus, now: number): number | undefined {
  if (!('startedAt' in status) || status.startedAt === undefined) return undefined;
  const end = 'endedAt' in status ? status.endedAt : now;
  return Math.max(0, (end - status.startedAt) / 1000);
}

/** True while the engine still has to do with it. */
export function isActive(job: Job): boolean {
  return job.status.kind === 'waiting' || job.status.kind === 'running';
}

/** Waiting jobs in the order in which they will run: higher priority first, then by their place. */
export function byTurn(a: Job, b: Job): number {
  return (
    b.priority - a.priority || (a.order ?? Number(a.id)) - (b.order ?? Number(b.id)) || Number(a.id) - Number(b.id)
  );
}

export const PRIORITY_WORDS = { '1': 'High', '0': 'Normal', '-1': 'Low' } as const;

/** Seconds that a running job takes in all, where earlier ones tell. */
export function expectedSeconds(job: Job, now: number): number | undefined {
  const { remaining } = job.progress;
  const elapsed = elapsedSeconds(job.status, now);
  return remaining === undefined || elapsed === undefined ? undefined : elapsed + remaining;
}

/** Minutes and seconds as a clock: `0:07`, `12:40`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The kind of a request in a word or two. */
export const KIND_WORDS: Readonly<Record<Job['request']['kind'], string>> = {
  target: 'Build',
  'image-of-commit': 'Image of a commit',
  'starter-repository': 'Starter repository',
  pull: 'Pull',
  delta: 'Static delta',
  prune: 'Prune',
  check: 'Check',
};
