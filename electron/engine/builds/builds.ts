/** Builds: a queue of persistent jobs, one at a time, that outlive the window and survive the engine's death. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError, toWire } from '../../../shared/errors';
import { durationsOf, NO_PROGRESS } from '../../../shared/builds/progress';
import { foldJob, isEnded, nextJob } from '../../../shared/builds/queue';
import type { BuildRequest, Job } from '../../../shared/builds/types';
import { parseTargetName } from '../../../shared/manifest/target-name';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { commandOf } from './command';
import { createEngines } from './engines/engines';
import { sweep } from './executor/resources';
import { explain } from './explain';
import { startJobRun } from './job-run';
import { openJobStore, type JobStore } from './job-store';
import { pendingBuilds } from './pending';
import { storeHandlers } from './store/handlers';
import { isPrepared } from '../workspace/starter-repository';
import { runRepositoryJob } from './repository-jobs/run-repository-job';
import { runStarterJob } from './starter-job';
import { runTargetBuild, type Resolve } from './target-build';

export interface Builds {
  readonly handlers: NounHandlers<'builds'>;
  /** The job that made a commit, if the studio did. */
  jobOfCommit(checksum: string): string | undefined;
  /** The commit that an image was built with, if the studio built it. */
  commitOfImage(file: string): string | undefined;
  close(): Promise<void>;
}

export interface BuildsNeeds {
  workspaces: { current(): Workspace };
  manifests: { resolve: Resolve };
}

function titleOf(request: BuildRequest): string {
  switch (request.kind) {
    case 'starter-repository':
      return 'Starter repository';
    case 'target':
      return request.target;
    case 'image-of-commit':
      return `${request.target} of ${request.commit.slice(0, 8)}`;
    case 'pull':
      return `Pull ${request.refs.join(', ') || 'all refs'} from ${request.url}`;
    case 'delta':
      return `Delta ${request.from?.slice(0, 8) ?? 'from nothing'} to ${request.to.slice(0, 8)}`;
    case 'prune':
      return request.dryRun ? 'Prune, dry run' : 'Prune';
    case 'check':
      return 'Check of the repository';
  }
}

/** Jobs whose engine is gone are interrupted; waiting ones too, for nobody would start them. */
async function loadJobs(store: JobStore): Promise<Job[]> {
  const jobs = await store.list();
  return Promise.all(
    jobs.map(async (job) => {
      if (isEnded(job) || (await store.isOwned(job.id))) return job;
      const startedAt = job.status.kind === 'running' ? job.status.startedAt : job.createdAt;
      const interrupted: Job = { ...job, status: { kind: 'interrupted', startedAt, endedAt: Date.now() } };
      await store.save(interrupted);
      // What belongs to root is on record: the next worker's sweep removes it.
      for (const name of ['output', 'work'])
        await rm(path.join(store.folder(job.id), name), { recursive: true, force: true }).catch(() => undefined);
      return interrupted;
    }),
  );
}

class Queue {
  readonly #ctx: EngineContext;
  readonly #needs: BuildsNeeds;
  readonly store: JobStore;
  readonly #cancels = new Map<string, AbortController>();
  readonly #workspaces = new Map<string, Workspace>();
  #running: Promise<void> = Promise.resolve();
  #closed = false;
  jobs: Job[];

  constructor(ctx: EngineContext, needs: BuildsNeeds, store: JobStore, jobs: Job[]) {
    this.#ctx = ctx;
    this.#needs = needs;
    this.store = store;
    this.jobs = jobs;
  }

  readonly #changed = (job: Job): void => {
    this.jobs = foldJob(this.jobs, job);
    this.#ctx.emit('builds.changed', job);
  };

  /** Reads again what other processes on the same data folder work on. */
  async refresh(): Promise<void> {
    for (const job of await this.store.list()) if (!this.store.isOurs(job.id)) this.jobs = foldJob(this.jobs, job);
  }

  async enqueue(request: BuildRequest, workspace: Workspace): Promise<string> {
    const id = await this.store.create();
    const job: Job = {
      id,
      title: titleOf(request),
      request,
      workspace: workspace.path,
      createdAt: Date.now(),
      status: { kind: 'waiting' },
      progress: NO_PROGRESS,
      artifacts: [],
      ...{ command: commandOf(request), priority: 0, facts: { tools: [] }, elsewhere: false },
    };
    this.#workspaces.set(id, workspace);
    await this.store.save(job);
    this.#changed(job);
    this.#pump();
    return id;
  }

  #pump(): void {
    const ours = this.jobs.filter((job) => this.store.isOurs(job.id));
    const next = this.#closed ? undefined : nextJob(ours);
    if (!next) return;
    this.#running = this.#run(next).finally(() => this.#pump());
  }

  async #run(waiting: Job): Promise<void> {
    const { id, request } = waiting;
    const cancel = new AbortController();
    this.#cancels.set(id, cancel);
    const workspace = this.#workspaces.get(id) ?? this.#needs.workspaces.current();
    const folder = this.store.folder(id);
    const like = this.jobs.filter((job) => job.status.kind === 'done' && job.title === waiting.title).at(-1);
    const startedAt = Date.now();
    const run = startJobRun({
      job: { ...waiting, status: { kind: 'running', startedAt } },
      store: this.store,
      emit: this.#ctx.emit,
      durations: like ? durationsOf(like) : new Map<string, number>(),
      signal: cancel.signal,
      onChange: this.#changed,
    });
    await run.flush();
    try {
      const { resolve } = this.#needs.manifests;
      const ctx = this.#ctx;
      if (request.kind === 'starter-repository') await runStarterJob(ctx, workspace, run, folder);
      else if (request.kind === 'target' || request.kind === 'image-of-commit')
        await runTargetBuild({
          ...{ ctx, workspace, request, run, folder, resolve, emit: ctx.emit },
          engine: createEngines(ctx).choose(request.engine),
          onSandbox: (sandbox) => void sandbox.release(),
        });
      else await runRepositoryJob({ ...{ workspace, request, run, folder }, paths: ctx.paths, emit: ctx.emit });
      await run.setStatus({ kind: 'done', startedAt, endedAt: Date.now() });
    } catch (thrown) {
      const error = toWire(await explain(thrown, [workspace.path, this.#ctx.paths.data]));
      run.log('', cancel.signal.aborted ? 'Cancelled.' : error.message, 'error');
      const endedAt = Date.now();
      await run.setStatus(
        cancel.signal.aborted || error.code === 'cancelled'
          ? { kind: 'cancelled', startedAt, endedAt }
          : { kind: 'failed', startedAt, endedAt, error },
      );
    } finally {
      this.#cancels.delete(id);
    }
  }

  find(id: string): Job {
    const job = this.jobs.find((each) => each.id === id);
    if (!job) throw new StudioError('not-found', `There is no job '${id}'.`);
    return job;
  }

  async cancel(id: string): Promise<void> {
    const job = this.find(id);
    if (isEnded(job)) return;
    if (!this.store.isOurs(id))
      throw new StudioError('conflict', `Job ${id} runs in another studio.`, {
        hint: 'Cancel it there, or press Ctrl C in its terminal.',
      });
    const running = this.#cancels.get(id);
    if (running) return running.abort();
    const cancelled: Job = { ...job, status: { kind: 'cancelled', endedAt: Date.now() } };
    await this.store.save(cancelled);
    this.#changed(cancelled);
  }

  async remove(id: string): Promise<void> {
    if (!isEnded(this.find(id)))
      throw new StudioError('conflict', `Job ${id} has not ended yet.`, { hint: 'Cancel it first.' });
    await this.store.remove(id);
    this.jobs = this.jobs.filter((job) => job.id !== id);
    this.#ctx.emit('builds.removed', { id });
  }

  /** Cancels what runs and waits until it is cleaned up. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#cancels.values()) cancel.abort();
    await this.#running;
  }
}

/** A starter workspace without its repository gets it first. */
function needsStarter(workspace: Workspace, queue: Queue): boolean {
  if (isPrepared(workspace)) return false;
  return !queue.jobs.some(
    (job) => job.request.kind === 'starter-repository' && !isEnded(job) && job.workspace === workspace.path,
  );
}

export async function createBuilds(ctx: EngineContext, needs: BuildsNeeds): Promise<Builds> {
  await sweep(ctx.paths.resources);
  const store = openJobStore(ctx.paths.jobs);
  const queue = new Queue(ctx, needs, store, await loadJobs(store));
  const enqueue = async (request: BuildRequest): Promise<{ id: string; existing: boolean }> => {
    const workspace = needs.workspaces.current();
    if (request.kind === 'target' || request.kind === 'image-of-commit') {
      parseTargetName(request.target);
      if (needsStarter(workspace, queue)) await queue.enqueue({ kind: 'starter-repository' }, workspace);
    }
    return { id: await queue.enqueue(request, workspace), existing: false };
  };
  const artifacts = (): { job: Job; artifact: Job['artifacts'][number] }[] =>
    [...queue.jobs].reverse().flatMap((job) => job.artifacts.map((artifact) => ({ job, artifact })));
  return {
    handlers: {
      'builds.enqueue': enqueue,
      async 'builds.list'() {
        await queue.refresh();
        return queue.jobs;
      },
      ...pendingBuilds(),
      ...storeHandlers(ctx.paths),
      'builds.engines': () => createEngines(ctx).states(),
      async 'builds.log'({ id, from }) {
        const records = await store.log(queue.find(id).id, from);
        return { records, total: from + records.length };
      },
      async 'builds.cancel'({ id }) {
        await queue.cancel(id);
        return null;
      },
      'builds.retry': ({ id }) => enqueue(queue.find(id).request),
      async 'builds.remove'({ id }) {
        await queue.remove(id);
        return null;
      },
    },
    jobOfCommit: (checksum) =>
      artifacts().find(({ artifact }) => artifact.kind === 'commit' && artifact.checksum === checksum)?.job.id,
    commitOfImage(file) {
      const found = artifacts().find(
        ({ artifact }) => artifact.kind === 'image' && path.resolve(artifact.path) === path.resolve(file),
      );
      return found?.artifact.kind === 'image' ? found.artifact.commit : undefined;
    },
    close: () => queue.close(),
  };
}
