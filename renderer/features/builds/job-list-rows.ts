/** The rows of the job list with their heights: what runs, what waits in its order, and what is over by day. */
import type { Job } from '../../../shared/builds/types';
import { byTurn } from './job-words';

export interface HeadRow {
  readonly kind: 'head';
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly height: number;
}

export interface JobRow {
  readonly kind: 'job';
  readonly key: string;
  readonly job: Job;
  /** Its place among those that wait, from 1. */
  readonly turn: number | undefined;
  /** Where it stands among neighbours that were asked for together. */
  readonly together: 'first' | 'middle' | 'last' | undefined;
  readonly height: number;
}

export type ListRow = HeadRow | JobRow;

/** Pixels. */
export const HEIGHTS = { head: 30, running: 58, waiting: 44, ended: 28 } as const;

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export function listRows(jobs: readonly Job[], now: number): readonly ListRow[] {
  const running = jobs.filter((job) => job.status.kind === 'running').sort((a, b) => Number(a.id) - Number(b.id));
  const waiting = jobs.filter((job) => job.status.kind === 'waiting').sort(byTurn);
  const rows = [...section('Running', running, HEIGHTS.running), ...waitingRows(waiting)];
  for (const [label, ended] of byDay(jobs, now)) rows.push(...section(label, ended, HEIGHTS.ended));
  return rows;
}

function waitingRows(jobs: readonly Job[]): ListRow[] {
  // The head is row 0, so that the index of a row is its job's turn.
  return section('Waiting', jobs, HEIGHTS.ended).map((row, turn) => {
    if (row.kind === 'head') return row;
    const { status } = row.job;
    const hasReason = status.kind === 'waiting' && status.reason !== undefined;
    return { ...row, turn, height: hasReason ? HEIGHTS.waiting : HEIGHTS.ended };
  });
}

function section(label: string, jobs: readonly Job[], height: number): ListRow[] {
  if (jobs.length === 0) return [];
  const head: HeadRow = { kind: 'head', key: `head ${label}`, label, count: jobs.length, height: HEIGHTS.head };
  return [
    head,
    ...jobs.map((job, at): JobRow => ({
      kind: 'job',
      key: job.id,
      job,
      turn: undefined,
      together: together(jobs, at),
      height,
    })),
  ];
}

function together(jobs: readonly Job[], at: number): JobRow['together'] {
  const group = jobs[at]?.group;
  if (group === undefined) return undefined;
  const before = jobs[at - 1]?.group === group;
  const after = jobs[at + 1]?.group === group;
  return before && after ? 'middle' : after ? 'first' : before ? 'last' : undefined;
}

const endOf = (job: Job): number => ('endedAt' in job.status ? job.status.endedAt : 0);

/** Ended jobs by day, newest first; those that were asked for together stand where the newest of them is. */
function byDay(jobs: readonly Job[], now: number): Map<string, Job[]> {
  const ended = jobs.filter((job) => 'endedAt' in job.status);
  const newestOf = new Map<string, number>();
  for (const job of ended)
    if (job.group !== undefined) newestOf.set(job.group, Math.max(newestOf.get(job.group) ?? 0, endOf(job)));
  const rank = (job: Job) => (job.group === undefined ? endOf(job) : (newestOf.get(job.group) ?? 0));
  ended.sort((a, b) => rank(b) - rank(a) || compare(b.group ?? '', a.group ?? '') || endOf(b) - endOf(a));
  const days = new Map<string, Job[]>();
  const name = dayNames(now);
  for (const job of ended) {
    const label = name(rank(job));
    const list = days.get(label);
    if (list) list.push(job);
    else days.set(label, [job]);
  }
  return days;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names of days as a person says them; the same name for every moment of a day. */
function dayNames(now: number): (time: number) => string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const yesterday = new Date(midnight - 1).setHours(0, 0, 0, 0);
  const year = new Date(now).getFullYear();
  return (time) => {
    if (time >= midnight) return 'Today';
    if (time >= yesterday) return 'Yesterday';
    return new Date(time).getFullYear() === year ? day.format(time) : dayOfYear.format(time);
  };
}

/** What all builds of the list begin with (`starter-qemu-`), so that it tells nothing; empty if they differ. */
export function commonPrefix(jobs: readonly Job[]): string {
  let found: string | undefined;
  for (const { request } of jobs) {
    if (request.kind !== 'target' && request.kind !== 'image-of-commit') continue;
    const prefix = /^[^-\s/]+-[^-\s/]+-/.exec(request.target)?.[0] ?? '';
    if (found === undefined) found = prefix;
    else if (found !== prefix) return '';
  }
  return found ?? '';
}
