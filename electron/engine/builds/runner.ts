/** Starts jobs: the one studio of a data folder that holds the runner's lock does, each in a process' own way. */
import type { EngineContext } from '../context';
import { StudioError, toWire } from '../../../shared/errors';
import { durationsOf } from '../../../shared/builds/progress';
import type { Job } from '../../../shared/builds/types';
import { startJobRun, type JobRun } from './job-run';
import { explain } from './explain';
import { notBefore, type JobQueue } from './queue';
import { isLock, tryLock, type Lock } from './queue-lock';
import { NoRoomError } from './runner-room';

/** Does a job's work. */
export type Work = (job: Job, run: JobRun, folder: string) => Promise<void>;

/** `all`: every job of the queue, while the studio is open. `own`: only those that it was asked for itself. */
export type RunnerMode = 'all' | 'own';

const TAKE_TRIES = 30;
const TAKE_EVERY_MS = 100;

export class Runner {
  readonly #ctx: EngineContext;
  readonly #queue: JobQueue;
  readonly #work: Work;
  #mode: RunnerMode;
  /** Jobs that this studio was asked for. */
  readonly #own = new Set<string>();
  readonly #ending = new Set<Promise<void>>();
  #lock: Lock | undefined;
  #pumping: Promise<void> | undefined;
  #again = false;
  #isClosed = false;

  constructor(ctx: EngineContext, queue: JobQueue, work: Work, mode: RunnerMode) {
    this.#ctx = ctx;
    this.#queue = queue;
    this.#work = work;
    this.#mode = mode;
  }

  /** Starts what can start, after what is starting now. */
  async pump(): Promise<void> {
    this.#again = true;
    this.#pumping ??= this.#loop().finally(() => (this.#pumping = undefined));
    await this.#pumping;
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#isClosed) {
      this.#again = false;
      await this.#startAll();
    }
  }

  /** A job that was asked for here: it is started here if nobody runs the queue. */
  adopt(ids: readonly string[]): void {
    for (const id of ids) this.#own.add(id);
  }

  async #hold(): Promise<boolean> {
    if (this.#lock) return true;
    const found = await tryLock(this.#queue.folder.runner, this.#queue.runnerNote);
    if (isLock(found)) this.#lock = found;
    return this.#lock !== undefined;
  }

  async #giveWay(): Promise<void> {
    const lock = this.#lock;
    this.#lock = undefined;
    await lock?.release();
  }

  /** Looks whether another studio wants to start jobs: what runs here goes on. */
  async #yieldIfWanted(): Promise<void> {
    const { folder } = this.#queue;
    const wanted = await folder.wanted();
    if (wanted === undefined || !this.#lock || wanted === process.pid) return;
    await folder.forgetWanted();
    await this.#giveWay();
  }

  async #startAll(): Promise<void> {
    const { folder } = this.#queue;
    await this.#yieldIfWanted();
    const own = this.#mode === 'own' ? this.#own : undefined;
    if (own && !this.#queue.jobs.some((job) => own.has(job.id) && job.status.kind === 'waiting')) return;
    const holds = await this.#hold();
    if (!own) await this.#queue.lookAtRunner();
    if (!holds) return;
    try {
      if (this.#queue.schedule(own).start.length === 0) return;
      await folder.exclusively(async () => {
        await this.#queue.read();
        for (const job of this.#queue.schedule(own).start) await this.#begin(job);
      });
    } finally {
      // Who runs only its own jobs leaves the queue to others at once.
      if (own) await this.#giveWay();
    }
  }

  /** Marks a waiting job as running on disk, then runs it. */
  async #begin({ id }: Job): Promise<void> {
    if (this.#isClosed) return;
    const { store } = this.#queue;
    const job = await store.find(id);
    if (job?.status.kind !== 'waiting') return;
    const cancel = new AbortController();
    const startedAt = Date.now();
    const running: Job = { ...job, status: { kind: 'running', startedAt } };
    await store.own(id);
    this.#queue.running.set(id, cancel);
    try {
      await this.#queue.put([running]);
    } catch (thrown) {
      this.#queue.running.delete(id);
      throw thrown;
    }
    const ended = this.#run(running, startedAt, cancel).finally(() => {
      this.#queue.running.delete(id);
      this.#ending.delete(ended);
      void this.pump().catch(() => undefined);
    });
    this.#ending.add(ended);
  }

  #follow(job: Job, signal: AbortSignal): JobRun {
    const { store, folder, jobs } = this.#queue;
    const like = jobs.filter(({ status, title }) => status.kind === 'done' && title === job.title).at(-1);
    return startJobRun({
      ...{ job, store, emit: this.#ctx.emit, signal },
      durations: like ? durationsOf(like) : new Map<string, number>(),
      onChange: (changed) => {
        if (changed.status.kind === 'running') this.#queue.takeProgress(changed);
        else this.#queue.take([changed]);
        void folder.tell(job.id).catch(() => undefined);
      },
    });
  }

  async #run(job: Job, startedAt: number, cancel: AbortController): Promise<void> {
    const run = this.#follow(job, cancel.signal);
    try {
      await this.#work(job, run, this.#queue.store.folder(job.id));
      await run.setStatus({ kind: 'done', startedAt, endedAt: notBefore(startedAt) });
    } catch (thrown) {
      await this.#fail(run, thrown, startedAt);
    }
  }

  async #fail(run: JobRun, thrown: unknown, startedAt: number): Promise<void> {
    const error = toWire(await explain(thrown, [run.job().workspace, this.#ctx.paths.data]));
    const times = { startedAt, endedAt: notBefore(startedAt) };
    if (this.#isClosed && run.signal.aborted) return run.setStatus({ kind: 'interrupted', ...times });
    const isCancelled = run.signal.aborted || error.code === 'cancelled';
    run.log('', isCancelled ? 'Cancelled.' : error.message, 'error');
    const failure = thrown instanceof NoRoomError ? { failure: thrown.failure } : {};
    await run.setStatus(
      isCancelled ? { kind: 'cancelled', ...times } : { kind: 'failed', ...times, error, ...failure },
    );
  }

  /** @throws StudioError `conflict` if the studio that starts jobs does not leave that to this one */
  async takeOver(): Promise<void> {
    this.#mode = 'all';
    const { folder } = this.#queue;
    for (let tries = 0; !(await this.#hold()); tries += 1) {
      if (tries === 0) await folder.want();
      if (tries === TAKE_TRIES) {
        await folder.forgetWanted();
        throw this.#refused();
      }
      await new Promise((resolve) => setTimeout(resolve, TAKE_EVERY_MS));
    }
    await folder.forgetWanted();
    await this.#queue.lookAtRunner();
    await this.pump();
  }

  #refused(): StudioError {
    const { runner } = this.#queue.state;
    const who = runner.kind === 'other' ? ` (process ${runner.pid})` : '';
    return new StudioError('conflict', `Another studio${who} runs the queue and does not leave it.`, {
      hint: 'It goes on starting jobs, also yours. Close it to start them here.',
    });
  }

  /** Ends what runs and waits until it is cleaned up; it can be run again later. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pumping?.catch(() => undefined);
    for (const cancel of this.#queue.running.values()) cancel.abort();
    await Promise.all(this.#ending);
    await this.#giveWay();
  }
}
