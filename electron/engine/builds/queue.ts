/**
 * The queue of a data folder as this studio sees it: what is on disk, what others change, and what is told of it. Who
 * starts jobs is in runner.ts, what may start in shared/builds/queue.ts.
 */
import { rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { automaticLimit, foldJob, isEnded, moved, schedule, type Schedule } from '../../../shared/builds/queue';
import type { Job, LogRecord, QueueState } from '../../../shared/builds/types';
import type { EngineContext } from '../context';
import { isJobId, type JobStore } from './job-store';
import { SETTINGS_NEWS, type QueueFolder, type QueueSettings } from './queue-folder';
import { lockHolder } from './queue-lock';

const CANCEL_FILE = 'cancel';

/** As it is kept: what it waits for, and who works on it, is found out anew. */
function kept(job: Job): Job {
  return { ...job, elsewhere: false, ...(job.status.kind === 'waiting' ? { status: { kind: 'waiting' } } : {}) };
}

/** A time that is not before another one, whatever the clock did. */
export const notBefore = (start: number): number => Math.max(start, Date.now());

export class JobQueue {
  readonly #ctx: EngineContext;
  readonly store: JobStore;
  readonly folder: QueueFolder;
  /** Jobs that this process runs. */
  readonly running = new Map<string, AbortController>();
  #jobs: Job[] = [];
  #settings: QueueSettings = { paused: false, limit: 'auto' };
  #runner: QueueState['runner'] = { kind: 'none' };
  /** How much of the log of other studios' jobs was told. */
  readonly #logged = new Map<string, number>();

  constructor(ctx: EngineContext, store: JobStore, folder: QueueFolder) {
    this.#ctx = ctx;
    this.store = store;
    this.folder = folder;
  }

  /** The data folder. */
  get data(): string {
    return this.#ctx.paths.data;
  }

  get jobs(): readonly Job[] {
    return this.#jobs;
  }

  /** Reads everything; jobs whose studio died are interrupted. */
  async load(): Promise<void> {
    await this.folder.news();
    this.#settings = await this.folder.settings();
    this.#jobs = await Promise.all((await this.store.list()).map((job) => this.#located(job)));
    for (const { id, elsewhere } of this.#jobs)
      if (elsewhere) this.#logged.set(id, (await this.store.log(id, 0)).length);
    await this.recover();
    await this.lookAtRunner();
    this.#arrange(new Set());
  }

  get limit(): number {
    return this.#settings.limit === 'auto' ? this.#automatic : this.#settings.limit;
  }

  get #automatic(): number {
    return automaticLimit(os.cpus().length, os.totalmem());
  }

  get state(): QueueState {
    return { ...this.#settings, automatic: this.#automatic, runner: this.#runner };
  }

  async setSettings({ paused, limit }: { [K in keyof QueueSettings]?: QueueSettings[K] | undefined }): Promise<void> {
    await this.folder.exclusively(async () => {
      const now = await this.folder.settings();
      this.#settings = { paused: paused ?? now.paused, limit: limit ?? now.limit };
      await this.folder.saveSettings(this.#settings);
    });
    await this.folder.tell(SETTINGS_NEWS);
    this.#tellState();
  }

  #tellState(): void {
    this.#ctx.emit('builds.queueChanged', this.state);
    this.take([]);
  }

  /** Finds out who starts jobs. */
  async lookAtRunner(): Promise<void> {
    const holder = await lockHolder(this.folder.runner);
    const runner: QueueState['runner'] =
      holder === undefined
        ? { kind: 'none' }
        : holder.pid === process.pid && holder.note === this.runnerNote
          ? { kind: 'this' }
          : { kind: 'other', pid: holder.pid, since: holder.since };
    if (JSON.stringify(runner) === JSON.stringify(this.#runner)) return;
    this.#runner = runner;
    this.#tellState();
  }

  /** Tells two studios in one process apart. */
  readonly runnerNote = `${process.pid}-${Math.random()}`;

  /** What may start now; of all jobs, or of these alone. */
  schedule(only?: ReadonlySet<string>): Schedule {
    const { paused } = this.#settings;
    const jobs = only ? this.#jobs.filter((job) => only.has(job.id) || job.status.kind !== 'waiting') : this.#jobs;
    return schedule(jobs, { paused, places: this.limit, hasRunner: this.#runner.kind !== 'none' });
  }

  /** Takes changed jobs over and tells of them. */
  take(changes: readonly Job[]): void {
    for (const job of changes) this.#jobs = foldJob(this.#jobs, job);
    this.#arrange(new Set(changes.map(({ id }) => id)));
  }

  /** Takes over what changes nothing for the others. */
  takeProgress(job: Job): void {
    this.#jobs = foldJob(this.#jobs, job);
    this.#ctx.emit('builds.changed', job);
  }

  /** Finds out what each waiting job waits for; tells of the changed ones. */
  #arrange(changed: Set<string>): void {
    const { reasons } = this.schedule();
    this.#jobs = this.#jobs.map((job) => {
      if (job.status.kind !== 'waiting') return job;
      const reason = reasons.get(job.id);
      if (job.status.reason === reason) return job;
      changed.add(job.id);
      return { ...job, status: { kind: 'waiting', ...(reason === undefined ? {} : { reason }) } };
    });
    for (const job of this.#jobs) if (changed.has(job.id)) this.#ctx.emit('builds.changed', job);
  }

  /** On disk first, then known to others and shown. */
  async put(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) await this.store.save(kept(job));
    for (const { id } of jobs) await this.folder.tell(id);
    this.take(jobs);
  }

  drop(id: string): void {
    this.#jobs = this.#jobs.filter((job) => job.id !== id);
    this.#ctx.emit('builds.removed', { id });
    this.take([]);
  }

  /** With what is not kept: whether another studio runs it. A sandbox is gone with its studio. */
  async #located(job: Job): Promise<Job> {
    if (this.running.has(job.id) || (job.status.kind !== 'running' && !job.sandbox)) return job;
    const owned = await this.store.isOwned(job.id);
    const { sandbox, ...rest } = job;
    return { ...rest, ...(owned && sandbox ? { sandbox } : {}), elsewhere: owned && job.status.kind === 'running' };
  }

  /** Reads what others changed, and does what they asked. */
  async read(): Promise<void> {
    const changes: Job[] = [];
    for (const name of await this.folder.news()) {
      if (name === SETTINGS_NEWS) {
        this.#settings = await this.folder.settings();
        this.#tellState();
      }
      if (!isJobId(name)) continue;
      if (this.running.has(name)) await this.#obeyCancel(name);
      else changes.push(...(await this.#readJob(name)));
    }
    // What this process began to run meanwhile is newer than what was read.
    const others = changes.filter(({ id }) => !this.running.has(id));
    if (others.length > 0) this.take(others);
  }

  async #obeyCancel(id: string): Promise<void> {
    const asked = await stat(path.join(this.store.folder(id), CANCEL_FILE)).catch(() => undefined);
    if (asked) this.running.get(id)?.abort();
  }

  async #readJob(id: string): Promise<Job[]> {
    const known = this.#jobs.find((job) => job.id === id);
    const found = await this.store.find(id);
    if (!found) {
      if (known) this.drop(id);
      return [];
    }
    const job = await this.#located(found);
    if (job.elsewhere || known?.elsewhere) await this.#followLog(id);
    return known && JSON.stringify(kept(known)) === JSON.stringify(kept(job)) && known.elsewhere === job.elsewhere
      ? []
      : [job];
  }

  async #followLog(id: string): Promise<void> {
    const from = this.#logged.get(id) ?? 0;
    const records: LogRecord[] = await this.store.log(id, from);
    if (records.length === 0) return;
    this.#logged.set(id, from + records.length);
    this.#ctx.emit('builds.log', { id, records });
  }

  /** Jobs whose studio died while it ran them are interrupted, and what they left is swept. */
  async recover(): Promise<void> {
    const lost: Job[] = [];
    for (const job of this.#jobs)
      if (job.status.kind === 'running' && !this.running.has(job.id) && !(await this.store.isOwned(job.id)))
        lost.push(job);
    if (lost.length === 0) return;
    await this.folder.exclusively(async () => {
      for (const { id } of lost) await this.#interrupt(id);
    });
  }

  async #interrupt(id: string): Promise<void> {
    const job = await this.store.find(id);
    if (!job) return;
    if (job.status.kind !== 'running' || (await this.store.isOwned(id))) return this.take([await this.#located(job)]);
    const { startedAt } = job.status;
    const { sandbox: _gone, ...rest } = job;
    // What belongs to root is on record: the next worker's sweep removes it.
    for (const name of ['output', 'work'])
      await rm(path.join(this.store.folder(id), name), { recursive: true, force: true }).catch(() => undefined);
    await this.put([
      { ...rest, elsewhere: false, status: { kind: 'interrupted', startedAt, endedAt: notBefore(startedAt) } },
    ]);
  }

  find(id: string): Job {
    const job = this.#jobs.find((each) => each.id === id);
    if (!job) throw new StudioError('not-found', `There is no job '${id}'.`);
    return job;
  }

  /** Ends what runs here, asks the studio that runs it, or takes it out of the queue. */
  async cancel(id: string): Promise<void> {
    if (isEnded(this.find(id))) return;
    const asked = await this.folder.exclusively(async () => {
      const job = await this.store.find(id);
      if (job?.status.kind !== 'waiting') return false;
      await this.put([{ ...job, status: { kind: 'cancelled', endedAt: notBefore(job.createdAt) } }]);
      return true;
    });
    if (asked) return;
    const here = this.running.get(id);
    if (here) return here.abort();
    await writeFile(path.join(this.store.folder(id), CANCEL_FILE), '').catch(() => undefined);
    await this.folder.tell(id);
  }

  async move(change: { id: string; priority?: number | undefined; before?: string | null | undefined }): Promise<void> {
    await this.folder.exclusively(async () => {
      await this.read();
      if (this.find(change.id).status.kind !== 'waiting')
        throw new StudioError('conflict', `Job ${change.id} does not wait any more.`, {
          hint: 'Only waiting jobs can be moved.',
        });
      await this.put(moved(this.#jobs, change));
    });
  }

  /** Changes a job that has ended. */
  async amend(id: string, change: (job: Job) => Job): Promise<void> {
    const job = this.#jobs.find((each) => each.id === id);
    if (job && isEnded(job)) await this.put([change(job)]);
  }

  async remove(id: string): Promise<void> {
    if (!isEnded(this.find(id)))
      throw new StudioError('conflict', `Job ${id} has not ended yet.`, { hint: 'Cancel it first.' });
    await this.store.remove(id);
    await this.folder.tell(id);
    this.drop(id);
  }
}
