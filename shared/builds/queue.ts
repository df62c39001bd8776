/** The queue, pure: what runs next and what the others wait for, and a list of jobs folded over changes. */
import { parseTargetName } from '../manifest/target-name';
import type { Job } from './types';

const GIB = 1024 ** 3;
/** Memory that a build of an image takes at most. */
const JOB_MEMORY = 3 * GIB;

export function isEnded(job: Job): boolean {
  return job.status.kind !== 'waiting' && job.status.kind !== 'running';
}

/** Oldest first. */
export function byAge(a: Job, b: Job): number {
  return Number(a.id) - Number(b.id);
}

/** How many jobs at once suit a machine with so many processors and bytes of memory. */
export function automaticLimit(processors: number, memory: number): number {
  return Math.max(1, Math.min(processors, Math.floor(memory / JOB_MEMORY), 16));
}

const placeOf = (job: Job): number => job.order ?? Number(job.id);

/** As they will run: priority, then place, then number. */
export function byTurn(a: Job, b: Job): number {
  return b.priority - a.priority || placeOf(a) - placeOf(b) || byAge(a, b);
}

/** Waiting jobs in the order in which they will run, as far as nothing holds them up. */
export function waitingInOrder(jobs: readonly Job[]): Job[] {
  return jobs.filter((job) => job.status.kind === 'waiting').sort(byTurn);
}

/** The list with this job in it, replaced or added. */
export function foldJob(jobs: readonly Job[], job: Job): Job[] {
  const at = jobs.findIndex((other) => other.id === job.id);
  if (at >= 0) return jobs.map((other, index) => (index === at ? job : other));
  const last = jobs.at(-1);
  return last === undefined || byAge(last, job) < 0 ? [...jobs, job] : [...jobs, job].sort(byAge);
}

interface Claim {
  readonly key: string;
  /** Nobody else may have the key in any way meanwhile. */
  readonly alone: boolean;
}

/** A target's name without format and suffix; what is no target's name stands for itself. */
function plainTarget(target: string): string {
  try {
    return parseTargetName(target).target;
  } catch {
    return target;
  }
}

/** What a job needs for itself, or together with others of its kind. */
function claimsOf({ request, workspace, repo: known, ref }: Job): Claim[] {
  const repo = known ?? workspace;
  const one = (name: string): Claim => ({ key: `${repo}\0${name}`, alone: true });
  const among = (name: string): Claim => ({ key: `${repo}\0${name}`, alone: false });
  switch (request.kind) {
    case 'target':
      return [
        ...[{ key: workspace, alone: false }, among('objects'), among('refs')],
        one(`target ${plainTarget(request.target)}`),
        ...(ref === undefined ? [] : [one(`ref ${ref}`)]),
      ];
    case 'image-of-commit':
      return [{ key: workspace, alone: false }, among('objects')];
    case 'starter-repository':
      return [{ key: workspace, alone: true }];
    case 'pull':
      if (request.refs.length === 0) return [among('objects'), one('refs')];
      return [among('objects'), among('refs'), ...[...new Set(request.refs)].map((name) => one(`ref ${name}`))];
    case 'delta':
      return [among('objects'), one(`ref ${request.to}`)];
    case 'prune':
    case 'check':
      return [one('objects')];
  }
}

/** Who has which key, the latest of them. */
class Claimed {
  readonly #alone = new Map<string, Job>();
  readonly #any = new Map<string, Job>();

  add(job: Job, claims: readonly Claim[]): void {
    for (const { key, alone } of claims) {
      if (alone) this.#alone.set(key, job);
      this.#any.set(key, job);
    }
  }

  /** A job that has what is claimed. */
  inTheWay(claims: readonly Claim[]): Job | undefined {
    for (const { key, alone } of claims) {
      const found = alone ? this.#any.get(key) : this.#alone.get(key);
      if (found) return found;
    }
    return undefined;
  }
}

/** What a running job does, for the reason of one that waits for it. */
function doingOf({ request, ref, title }: Job): string {
  switch (request.kind) {
    case 'target':
    case 'image-of-commit':
      return `builds ${ref ?? title}`;
    case 'starter-repository':
      return 'makes the starter repository';
    case 'pull':
      return `pulls ${request.refs.join(', ') || 'all refs'}`;
    case 'delta':
      return `makes a delta to ${request.to}`;
    case 'prune':
      return 'prunes the repository';
    case 'check':
      return 'checks the repository';
  }
}

export interface QueueRules {
  readonly paused: boolean;
  /** Jobs at once. */
  readonly places: number;
  /** Somebody starts jobs. */
  readonly hasRunner: boolean;
}

export interface Schedule {
  /** To be started now, in this order. */
  readonly start: readonly Job[];
  /** What each other waiting job waits for, in words, by its id. */
  readonly reasons: ReadonlyMap<string, string>;
}

/**
 * Who may start now. A job never passes an earlier one that needs the same ref, nor one that needs the whole repository;
 * whoever waits for another job takes no place meanwhile.
 */
export function schedule(jobs: readonly Job[], { paused, places, hasRunner }: QueueRules): Schedule {
  const claimed = new Claimed();
  const start: Job[] = [];
  const reasons = new Map<string, string>();
  const running = jobs.filter((job) => job.status.kind === 'running');
  for (const job of running) claimed.add(job, claimsOf(job));
  let taken = running.length;
  for (const job of waitingInOrder(jobs)) {
    const claims = claimsOf(job);
    const other = claimed.inTheWay(claims);
    claimed.add(job, claims);
    if (paused) reasons.set(job.id, 'paused');
    else if (other?.status.kind === 'running') reasons.set(job.id, `for job ${other.id}, which ${doingOf(other)}`);
    else if (other) reasons.set(job.id, `for job ${other.id}, which comes first`);
    else if (taken >= places) reasons.set(job.id, `for a free place: ${taken} of ${places} run`);
    else {
      taken += 1;
      start.push(job);
      if (!hasRunner) reasons.set(job.id, 'for a studio that runs the queue');
    }
  }
  return { start, reasons };
}

/**
 * The jobs that change when one is given another priority or place among the waiting ones: it stands before `before`
 * (null: behind all of its priority).
 */
export function moved(
  jobs: readonly Job[],
  { id, priority, before }: { id: string; priority?: number | undefined; before?: string | null | undefined },
): Job[] {
  const job = jobs.find((each) => each.id === id);
  if (job?.status.kind !== 'waiting') return [];
  const next: Job = { ...job, priority: priority ?? job.priority };
  if (before === undefined) return next.priority === job.priority ? [] : [next];
  const others = waitingInOrder(jobs).filter((each) => each.id !== id && each.priority === next.priority);
  const found = before === null ? others.length : others.findIndex((each) => each.id === before);
  const at = found < 0 ? others.length : found;
  const [left, right] = [others[at - 1], others[at]];
  // Places are numbers with room between them: one job changes, the others stay as they are.
  const low = left ? placeOf(left) : undefined;
  const high = right ? placeOf(right) : undefined;
  if (low === undefined && high === undefined) return [next];
  if (low === undefined) return [{ ...next, order: (high ?? 0) - 1 }];
  if (high === undefined) return [{ ...next, order: low + 1 }];
  const middle = (low + high) / 2;
  if (low < middle && middle < high) return [{ ...next, order: middle }];
  // No number is left between them: all of this priority are numbered anew.
  return [...others.slice(0, at), next, ...others.slice(at)].map((each, index) => ({ ...each, order: index }));
}

/** JSON with its fields sorted: equal for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** The job that waits already for exactly the same. */
export function sameWaiting(jobs: readonly Job[], request: Job['request'], workspace: string): Job | undefined {
  const wanted = canonical(request);
  return jobs.find(
    (job) => job.status.kind === 'waiting' && job.workspace === workspace && canonical(job.request) === wanted,
  );
}
