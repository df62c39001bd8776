/** Builds: a queue of jobs on disk that outlives the window and the engine, and what is asked of it. */
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { isEnded } from '../../../shared/builds/queue';
import type { BuildRequest, Job } from '../../../shared/builds/types';
import { parseTargetName } from '../../../shared/manifest/target-name';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { isPrepared } from '../workspace/starter-repository';
import { readWorkspace } from '../workspace/workspaces';
import { createEngines, type Engines } from './engines/engines';
import { sweep } from './executor/resources';
import { openJobStore } from './job-store';
import type { JobRun } from './job-run';
import { pendingBuilds } from './pending';
import { JobQueue } from './queue';
import { enqueueAll, removeHalfGroups, type Asked, type Enqueued } from './queue-enqueue';
import { openQueueFolder } from './queue-folder';
import { createSandboxes, type Sandboxes } from './queue-sandboxes';
import { createWorkspaceMarks, type WorkspaceMarks } from './ref-lock';
import { runRepositoryJob } from './repository-jobs/run-repository-job';
import { Runner } from './runner';
import { checkRoom } from './runner-room';
import { storeHandlers } from './store/handlers';
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

interface Parts {
  readonly ctx: EngineContext;
  readonly needs: BuildsNeeds;
  readonly queue: JobQueue;
  readonly runner: Runner;
  readonly sandboxes: Sandboxes;
  readonly marks: WorkspaceMarks;
  readonly engines: Engines;
}

/** Does what a job asks for, in the workspace that it was asked for in. */
async function work(parts: Omit<Parts, 'runner'>, job: Job, run: JobRun, folder: string): Promise<void> {
  const { ctx, needs, queue, sandboxes, engines } = parts;
  const { request } = job;
  const workspace = await readWorkspace(job.workspace);
  await checkRoom(job, queue.jobs, { data: ctx.paths.data, output: workspace.outputDir });
  if (request.kind === 'starter-repository') return runStarterJob(ctx, workspace, run, folder);
  if (request.kind !== 'target' && request.kind !== 'image-of-commit')
    return runRepositoryJob({ ...{ workspace, request, run, folder }, paths: ctx.paths, emit: ctx.emit });
  return runTargetBuild({
    ...{ ctx, workspace, request, run, folder, resolve: needs.manifests.resolve, emit: ctx.emit },
    engine: engines.choose(request.engine),
    onSandbox(sandbox) {
      sandboxes.keep(job.id, sandbox);
      run.note({ sandbox: { pipeline: sandbox.pipeline, stage: sandbox.stage, since: Date.now() } });
    },
  });
}

/** A starter workspace without its repository gets it first. */
function needsStarter({ queue }: Parts, workspace: Workspace): boolean {
  if (isPrepared(workspace)) return false;
  return !queue.jobs.some(
    (job) => job.request.kind === 'starter-repository' && !isEnded(job) && job.workspace === workspace.path,
  );
}

async function enqueue(
  parts: Parts,
  requests: readonly BuildRequest[],
  more: { workspace: Workspace; priority?: number; grouped?: boolean; repeats?: string },
): Promise<Enqueued[]> {
  const { queue, runner, marks } = parts;
  const { workspace, repeats, priority = 0, grouped = false } = more;
  const targets = requests.flatMap((request) =>
    request.kind === 'target' || request.kind === 'image-of-commit' ? [request.target] : [],
  );
  for (const target of targets) parseTargetName(target);
  await marks.claim(workspace.path);
  const asked = requests.map((request): Asked => ({
    request,
    workspace,
    ...(repeats === undefined ? {} : { repeats }),
  }));
  const first: Asked[] =
    targets.length > 0 && needsStarter(parts, workspace)
      ? [{ request: { kind: 'starter-repository' }, workspace }]
      : [];
  const made = await enqueueAll(queue, [...first, ...asked], { priority, grouped });
  runner.adopt(made.map(({ id }) => id));
  void runner.pump().catch(() => undefined); // it is tried again every second
  return made.slice(first.length);
}

type QueueRows =
  | 'builds.enqueue'
  | 'builds.enqueueMany'
  | 'builds.list'
  | 'builds.cancel'
  | 'builds.retry'
  | 'builds.remove'
  | 'builds.move'
  | 'builds.queue'
  | 'builds.setQueue'
  | 'builds.takeQueue';

function queueHandlers(parts: Parts): Pick<NounHandlers<'builds'>, QueueRows> {
  const { queue, runner, needs, sandboxes } = parts;
  const one = async (request: BuildRequest, workspace: Workspace, repeats?: string): Promise<Enqueued> => {
    const [made] = await enqueue(parts, [request], { workspace, ...(repeats === undefined ? {} : { repeats }) });
    return made ?? { id: '', existing: false };
  };
  return {
    'builds.enqueue': (request) => one(request, needs.workspaces.current()),
    async 'builds.enqueueMany'({ requests, priority }) {
      const workspace = needs.workspaces.current();
      const made = await enqueue(parts, requests, { workspace, priority, grouped: true });
      return { ids: made.map(({ id }) => id) };
    },
    async 'builds.list'() {
      await queue.read();
      return [...queue.jobs];
    },
    async 'builds.cancel'({ id }) {
      await queue.cancel(id);
      return null;
    },
    async 'builds.retry'({ id }) {
      const job = queue.find(id);
      return one(job.request, await readWorkspace(job.workspace), id);
    },
    async 'builds.remove'({ id }) {
      await sandboxes.release(id);
      await queue.remove(id);
      return null;
    },
    async 'builds.move'(change) {
      await queue.move(change);
      await runner.pump();
      return null;
    },
    async 'builds.queue'() {
      await queue.lookAtRunner();
      return queue.state;
    },
    async 'builds.setQueue'(change) {
      await queue.setSettings(change);
      await runner.pump();
      return queue.state;
    },
    async 'builds.takeQueue'() {
      await runner.takeOver();
      return queue.state;
    },
  };
}

/** Everything that is there again and again: what others changed, whose studio died, and what can start now. */
async function lookAround({ queue, runner }: Pick<Parts, 'queue' | 'runner'>): Promise<void> {
  await queue.read();
  await queue.recover();
  await queue.lookAtRunner();
  await runner.pump();
}

async function openParts(ctx: EngineContext, needs: BuildsNeeds): Promise<Parts> {
  const store = openJobStore(ctx.paths.jobs);
  await removeHalfGroups(store, ctx.paths.data);
  const queue = new JobQueue(ctx, store, openQueueFolder(ctx.paths.data));
  await queue.load();
  const withoutSandbox = ({ sandbox: _gone, ...job }: Job): Job => job;
  const sandboxes = createSandboxes(ctx, (id) => queue.amend(id, withoutSandbox));
  const marks = createWorkspaceMarks(ctx.paths.data);
  const base = { ctx, needs, queue, sandboxes, marks, engines: createEngines(ctx) };
  const runner = new Runner(ctx, queue, (job, run, folder) => work(base, job, run, folder), ctx.runs ?? 'all');
  return { ...base, runner };
}

export async function createBuilds(ctx: EngineContext, needs: BuildsNeeds): Promise<Builds> {
  await sweep(ctx.paths.resources);
  const parts = await openParts(ctx, needs);
  const { queue, runner, sandboxes, marks, engines } = parts;
  let looking: Promise<void> | undefined;
  const look = (): void => {
    // What fails now, on a full disk for example, is tried again with the next look.
    looking ??= lookAround(parts)
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  };
  const stop = await queue.folder.watch(look);
  look();
  const artifacts = (): { job: Job; artifact: Job['artifacts'][number] }[] =>
    [...queue.jobs].reverse().flatMap((job) => job.artifacts.map((artifact) => ({ job, artifact })));
  return {
    handlers: {
      ...pendingBuilds(),
      ...queueHandlers(parts),
      ...sandboxes.handlers,
      ...storeHandlers(ctx.paths),
      'builds.engines': () => engines.states(),
      async 'builds.log'({ id, from }) {
        const records = await queue.store.log(queue.find(id).id, from);
        return { records, total: from + records.length };
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
    async close() {
      stop();
      await runner.close();
      await looking;
      await sandboxes.close();
      await marks.close();
    },
  };
}
