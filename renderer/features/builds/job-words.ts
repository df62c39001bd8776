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
  const finished = states.filter((state) => state === 'done').length;
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

export interface JobGroup {
  readonly label: 'Running' | 'Waiting' | 'Today' | 'Earlier';
  readonly jobs: readonly Job[];
}

/** Jobs in the groups of the list, newest first; those that wait in the order in which they will run. */
export function groupJobs(jobs: readonly Job[], now: number): readonly JobGroup[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const running: Job[] = [];
  const waiting: Job[] = [];
  const today: Job[] = [];
  const earlier: Job[] = [];
  for (const job of jobs) {
    if (job.status.kind === 'running') running.push(job);
    else if (job.status.kind === 'waiting') waiting.push(job);
    else if (job.status.endedAt >= midnight) today.push(job);
    else earlier.push(job);
  }
  const ended = (job: Job) => ('endedAt' in job.status ? job.status.endedAt : 0);
  const groups: JobGroup[] = [
    { label: 'Running', jobs: running.sort(byId) },
    { label: 'Waiting', jobs: waiting.sort(byId) },
    { label: 'Today', jobs: today.sort((a, b) => ended(b) - ended(a)) },
    { label: 'Earlier', jobs: earlier.sort((a, b) => ended(b) - ended(a)) },
  ];
  return groups.filter((group) => group.jobs.length > 0);
}

function byId(a: Job, b: Job): number {
  return Number(a.id) - Number(b.id);
}
