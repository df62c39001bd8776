/**
 * The privileged part of a build, a process of its own: mounts, loop devices, and files that belong to root. It is
 * started as root in a mount namespace of its own (see worker-client.ts), so that its mounts end with it however it ends.
 * It reads one job, and works as long as its standard input stays open: the engine that dies or cancels closes it.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { StudioError, toWire } from '../../../shared/errors';
import { execute } from './executor/execute';
import { record, sweep } from './executor/resources';
import { sourceFiles } from './executor/sources';
import { openWorkDir, type WorkDir } from './executor/workdir';
import type { StoredObject } from './store/objects';
import { COMPOSE, openStageStore, type StageStore } from './store/stage-store';
import { WorkerJob, type WorkerEvent } from './worker-protocol';
import { handOver, handOverCommit, hasCommit, seedCommit } from './worker-results';

function emit(event: WorkerEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function step<T>(name: string, action: () => Promise<T>): Promise<T> {
  const started = Date.now();
  emit({ kind: 'step-start', step: name });
  const end = (ok: boolean): void => emit({ kind: 'step-end', step: name, ok, seconds: (Date.now() - started) / 1000 });
  try {
    const value = await action();
    end(true);
    return value;
  } catch (thrown) {
    end(false);
    throw thrown;
  }
}

/** Makes a result at `target`: half of one is removed, by a later sweep if this process is killed. */
async function making<T>(job: WorkerJob, kind: 'file' | 'folder', target: string, make: () => Promise<T>): Promise<T> {
  const forget = await record(job.resources, kind, target);
  try {
    return await make();
  } catch (thrown) {
    await rm(target, { recursive: true, force: true });
    throw thrown;
  } finally {
    await forget();
  }
}

/** The first line of standard input is the job; its end is the order to stop. */
function readJob(): { job: Promise<WorkerJob>; signal: AbortSignal } {
  const stop = new AbortController();
  const job = new Promise<WorkerJob>((resolve, reject) => {
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
        resolve(WorkerJob.parse(JSON.parse(text.slice(0, end))));
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

async function results(job: WorkerJob, trees: ReadonlyMap<string, string>, folder: string, signal: AbortSignal) {
  const { exports: wanted, commit, owner } = job;
  const treeOf = (name: string): string => trees.get(name) ?? '';
  const made =
    commit &&
    (await step('compress', () =>
      making(job, 'folder', commit.to, () => handOverCommit(treeOf(commit.pipeline), commit, owner, signal)),
    ));
  const write = async (): Promise<number[]> => {
    const sizes: number[] = [];
    for (const one of wanted) {
      const tree = treeOf(one.pipeline);
      const move =
        tree.startsWith(`${folder}/`) && wanted.filter(({ pipeline }) => pipeline === one.pipeline).length === 1;
      sizes.push(await making(job, one.kind, one.to, () => handOver(tree, one, owner, signal, move)));
    }
    return sizes;
  };
  const sizes = wanted.length > 0 ? await step('write image', write) : [];
  emit({ kind: 'result', ...(made ? { commit: made } : {}), sizes });
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
    await results(job, trees, partial, signal);
  } finally {
    await rm(partial, { recursive: true, force: true });
    await forget();
  }
}

async function work(job: WorkerJob, signal: AbortSignal): Promise<void> {
  await sweep(job.resources);
  const dir = await openWorkDir(job.work, job.resources);
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
    await work(await job, signal);
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
