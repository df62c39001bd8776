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
import { openWorkDir } from './executor/workdir';
import { openStageStore, type StageStore } from './store/stage-store';
import { WorkerJob, type WorkerEvent } from './worker-protocol';
import { handOver, handOverCommit, seedCommit } from './worker-results';

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

/** The paths that are enough of pipelines of which single files or folders are wanted. */
function membersOf({ exports: wanted, commit }: WorkerJob): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { pipeline, path: member } of wanted) {
    if (pipeline === commit?.pipeline || wanted.some((one) => one.pipeline === pipeline && one.path === '')) continue;
    members.set(pipeline, [...(members.get(pipeline) ?? []), member.replace(/^\/+/, '')]);
  }
  return members;
}

async function work(job: WorkerJob, signal: AbortSignal): Promise<void> {
  const { manifest, exports: wanted, commit, seed, owner } = job;
  await sweep(job.resources);
  const dir = await openWorkDir(job.work, job.resources);
  emit({ kind: 'note', text: `Working ${dir.memory ? 'in memory' : `in ${dir.path}`}` });
  let store: StageStore | undefined;
  try {
    const given = new Map<string, string>();
    if (seed) {
      const tree = path.join(dir.path, 'trees', seed.pipeline);
      await mkdir(tree, { recursive: true, mode: 0o755 });
      await step('take commit', () => seedCommit(tree, seed, signal));
      given.set(seed.pipeline, tree);
    }
    store = job.trees ? await openTrees(job, signal) : undefined;
    const exports = [...new Set([...(commit ? [commit.pipeline] : []), ...wanted.map(({ pipeline }) => pipeline)])];
    const files = sourceFiles(job.store);
    const members = membersOf(job);
    const trees = await execute({
      ...{ manifest, exports, members, given, store, work: dir.path, files, signal },
      onEvent: emit,
    });
    const treeOf = (name: string): string => trees.get(name) ?? '';
    const compress = (one: NonNullable<WorkerJob['commit']>) => () =>
      making(job, 'folder', one.to, () => handOverCommit(treeOf(one.pipeline), one, owner, signal));
    const write = async (): Promise<number[]> => {
      const sizes: number[] = [];
      for (const one of wanted)
        sizes.push(await making(job, one.kind, one.to, () => handOver(treeOf(one.pipeline), one, owner, signal)));
      return sizes;
    };
    const made = commit && (await step('compress', compress(commit)));
    const sizes = wanted.length > 0 ? await step('write image', write) : [];
    emit({ kind: 'result', ...(made ? { commit: made } : {}), sizes });
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
