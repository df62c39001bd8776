/**
 * The privileged part of a build, a process of its own: mounts, loop devices, and files that belong to root. It is
 * started as root in a mount namespace of its own (see worker-client.ts), so that its mounts end with it however it ends.
 * It reads one job, and works as long as its standard input stays open: the engine that dies or cancels closes it.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError, toWire } from '../../../shared/errors';
import { execute } from './executor/execute';
import { record, sweep } from './executor/resources';
import { sourceFiles } from './executor/sources';
import { openWorkDir, type WorkDir } from './executor/workdir';
import type { StoredObject } from './store/objects';
import { COMPOSE, openStageStore, type StageStore } from './store/stage-store';
import { runOsbuildJob } from './engines/osbuild/helper';
import { OsbuildJob } from './engines/osbuild/protocol';
import { emit, handOverResults, step } from './worker-output';
import { WorkerJob } from './worker-protocol';
import { hasCommit, seedCommit } from './worker-results';

const AnyJob = z.union([OsbuildJob, WorkerJob]);
type AnyJob = z.infer<typeof AnyJob>;

/** The first line of standard input is the job; its end is the order to stop. */
function readJob(): { job: Promise<AnyJob>; signal: AbortSignal } {
  const stop = new AbortController();
  const job = new Promise<AnyJob>((resolve, reject) => {
    let text = '';
    let read = false;
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk: string) => {
      if (read) return;
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) return;
      read = true;
      try {
        resolve(AnyJob.parse(JSON.parse(text.slice(0, end))));
      } catch (thrown) {
        reject(new StudioError('internal', 'The worker was given a job that it cannot read.', { cause: thrown }));
      }
    });
    process.stdin.on('close', () => {
      stop.abort();
      reject(new StudioError('cancelled', 'The build was cancelled.'));
    });
  });
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  return { job, signal: stop.signal };
}

function openTrees({ store, owner }: WorkerJob, signal: AbortSignal): Promise<StageStore | undefined> {
  return openStageStore({ store, owner, signal, note: (text) => emit({ kind: 'note', text }) });
}

/** What is enough of a stored tree: what is handed over of it, and of a commit that is known only what names it. */
function enoughOf(job: WorkerJob, pipeline: string, object: StoredObject): readonly string[] {
  const members = job.exports.filter((one) => one.pipeline === pipeline).map((one) => one.path.replace(/^\/+/, ''));
  if (members.includes('')) return [];
  if (pipeline !== job.commit?.pipeline) return members;
  const known = object.commit && job.commit.known && hasCommit(job.commit.known, object.commit.checksum);
  return known ? [...members, COMPOSE] : [];
}

async function build(job: WorkerJob, dir: WorkDir, store: StageStore | undefined, signal: AbortSignal): Promise<void> {
  const { manifest, exports: wanted, commit, seed } = job;
  const given = new Map<string, string>();
  if (seed) {
    const tree = path.join(dir.path, 'trees', seed.pipeline);
    await mkdir(tree, { recursive: true, mode: 0o755 });
    await step('take commit', () => seedCommit(tree, seed, signal));
    given.set(seed.pipeline, tree);
  }
  const exports = [...new Set([...(commit ? [commit.pipeline] : []), ...wanted.map(({ pipeline }) => pipeline)])];
  // On the disk, beside the results: what is handed over of a stored tree is moved there.
  const partial = path.join(path.dirname(dir.path), 'stored');
  const forget = await record(job.resources, 'folder', partial);
  try {
    const trees = await execute({
      ...{ manifest, exports, given, store, partial, work: dir.path, files: sourceFiles(job.store), signal },
      enough: (pipeline, object) => enoughOf(job, pipeline, object),
      onEvent: emit,
    });
    await handOverResults(job, trees, partial, signal);
  } finally {
    await rm(partial, { recursive: true, force: true });
    await forget();
  }
}

async function work(job: WorkerJob, signal: AbortSignal): Promise<void> {
  await sweep(job.resources);
  const dir = await openWorkDir(job.work, job.resources, job.inMemory);
  emit({ kind: 'note', text: `Working ${dir.memory ? 'in memory' : `in ${dir.path}`}` });
  let store: StageStore | undefined;
  try {
    store = job.trees ? await openTrees(job, signal) : undefined;
    await build(job, dir, store, signal);
  } finally {
    await store?.close();
    await dir.close();
  }
}

async function main(): Promise<number> {
  process.umask(0o022);
  process.stdout.on('error', () => undefined); // the engine is gone; standard input says so as well
  const { job, signal } = readJob();
  try {
    const asked = await job;
    await ('kind' in asked ? runOsbuildJob(asked, signal) : work(asked, signal));
    return 0;
  } catch (thrown) {
    emit({ kind: 'error', error: signal.aborted ? { code: 'cancelled', message: 'Cancelled.' } : toWire(thrown) });
    return 1;
  }
}

void main().then((status) => {
  // Standard input would keep the process alive; what was printed is flushed first.
  process.stdout.write('', () => process.exit(status));
});
