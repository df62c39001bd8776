/**
 * The part of the worker that runs osbuild: as root where the build needs it, in a mount namespace that ends with it. It
 * interprets the monitor, hands over the exports, and leaves nothing of a run that was cancelled or killed.
 */
import { lchown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../../../shared/errors';
import { shellQuote } from '../../command';
import { record, removeFolder, sweep } from '../../executor/resources';
import { cleanEnvironment, run, type RunResult } from '../../../run';
import { osbuildArgs } from '../../../tools/osbuild';
import { emit, handOverResults } from '../../worker-output';
import { killedError, osbuildError } from './failure';
import { claimCache } from './leftovers';
import { sourceCounts } from './manifest';
import { readMonitor } from './monitor';
import { followMonitor, type MonitorEvents } from './monitor-events';
import { planOf, type PlannedPipeline } from './plan';
import type { OsbuildJob } from './protocol';

/** An interrupted osbuild ends its stage, unmounts and removes its trees; what is left after that is killed. */
const ENDING = { signal: 'SIGINT', patience: 8000 } as const;
const MAX_OUTPUT = 256 * 1024 * 1024;

/** osbuild dies with its parent, so that a worker that is killed leaves none that goes on building. */
const TIED = ['setpriv', '--pdeathsig', 'KILL', '--'];

interface Folders {
  readonly manifest: string;
  readonly output: string;
  readonly rundir: string;
}

/** Folders of one run; each is recorded before it is made, and removed at the end. */
async function withFolders<T>(job: OsbuildJob, action: (folders: Folders) => Promise<T>): Promise<T> {
  const { work, resources } = job;
  // Sockets lie in it, whose paths may have 107 bytes: not in the job's folder.
  const base = process.getuid?.() === 0 ? '/run' : (process.env.XDG_RUNTIME_DIR ?? os.tmpdir());
  const forgetWork = await record(resources, 'folder', work);
  await mkdir(work, { recursive: true, mode: 0o755 });
  const output = path.join(work, 'output');
  await mkdir(output);
  const rundir = await mkdtemp(path.join(base, 'ostree-studio-'));
  const forgetRundir = await record(resources, 'folder', rundir);
  try {
    return await action({ manifest: path.join(work, 'manifest.json'), output, rundir });
  } finally {
    // What cannot be removed keeps its record: the next sweep tries again.
    for (const [folder, forget] of [
      [rundir, forgetRundir],
      [work, forgetWork],
    ] as const)
      await removeFolder(folder).then(forget, () => undefined);
  }
}

function argumentsOf(job: OsbuildJob, folders: Folders, plan: readonly PlannedPipeline[]): string[] {
  const exports = [...(job.commit ? [job.commit.pipeline] : []), ...job.exports.map(({ pipeline }) => pipeline)];
  return osbuildArgs({
    ...{ manifest: folders.manifest, output: folders.output, store: job.store, cacheSize: job.cacheSize },
    ...{ exports: [...new Set(exports)], checkpoints: job.checkpoints },
    ...(job.libdir === undefined ? {} : { libdir: job.libdir }),
    ...(job.rundir ? { rundir: folders.rundir } : {}),
    json: plan.every(({ stages }) => stages.length > 0),
  });
}

async function keepResult(job: OsbuildJob, document: string): Promise<void> {
  await rm(job.result, { force: true });
  await writeFile(job.result, document, { flag: 'wx', mode: 0o644 });
  if (job.owner.uid !== process.getuid?.()) await lchown(job.result, job.owner.uid, job.owner.gid);
}

function environmentOf(job: OsbuildJob): NodeJS.ProcessEnv {
  return cleanEnvironment({
    ...job.env,
    // What a namespace's root owns would belong to a subordinate user outside of it.
    ...(job.rootless ? { OSBUILD_EXPORT_FORCE_NO_PRESERVE_OWNER: '1' } : {}),
    ...(process.env.XDG_RUNTIME_DIR ? { XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR } : {}),
  });
}

async function runOsbuild(
  job: OsbuildJob,
  argv: readonly string[],
  events: MonitorEvents,
  signal: AbortSignal,
): Promise<RunResult> {
  const monitor = readMonitor((entry) => events.entry(entry));
  const [program = '', ...before] = [...(job.rootless ? [] : TIED), ...job.command];
  let ok = false;
  let killed: string | undefined;
  try {
    const result = await run(program, [...before, ...argv], {
      ...{ signal, env: environmentOf(job), ok: [0, 1, 2, 130], maxOutput: MAX_OUTPUT, ending: ENDING },
      onExtra: (chunk) => monitor.push(chunk),
    });
    ok = result.exitCode === 0;
    return result;
  } catch (thrown) {
    killed = thrown instanceof StudioError && thrown.code === 'tool-failed' ? thrown.detail?.signal : undefined;
    if (killed === undefined) throw thrown;
  } finally {
    const unread = monitor.end();
    events.end(ok);
    if (unread > 0) emit({ kind: 'note', text: `${unread} records of osbuild's monitor could not be read` });
  }
  throw killedError(killed, events.failure(), [...job.command, ...argv]);
}

async function build(job: OsbuildJob, folders: Folders, signal: AbortSignal): Promise<void> {
  const wanted = [...(job.commit ? [job.commit.pipeline] : []), ...job.exports.map(({ pipeline }) => pipeline)];
  const plan = planOf(job.manifest, wanted);
  emit({
    kind: 'plan',
    pipelines: plan.map(({ name, stages }) => ({ name, stages: stages.map(({ type }) => type) })),
  });
  await writeFile(folders.manifest, JSON.stringify(job.manifest));
  const argv = argumentsOf(job, folders, plan);
  const text = [...job.command, ...argv].map(shellQuote).join(' ');
  emit({ kind: 'command', phase: 'sources', text });
  const events = followMonitor({
    ...{ plan, sources: sourceCounts(job.manifest), seeded: job.seeded, now: Date.now },
    onEvent: emit,
  });
  const { exitCode, stdout, stderr } = await runOsbuild(job, argv, events, signal);
  if (stdout.startsWith('{')) await keepResult(job, stdout);
  if (exitCode !== 0)
    throw osbuildError({ exitCode, stdout, stderr, argv: [...job.command, ...argv], failure: events.failure() });
  const trees = new Map(wanted.map((name) => [name, path.join(folders.output, name)]));
  await handOverResults(job, trees, folders.output, signal);
}

/**
 * Runs osbuild to its end and hands over what was asked for.
 *
 * @throws StudioError see `osbuildError`; `cancelled`
 */
export async function runOsbuildJob(job: OsbuildJob, signal: AbortSignal): Promise<void> {
  await sweep(job.resources);
  await mkdir(job.store, { recursive: true });
  const release = await claimCache(job.store, job.work, job.owner);
  try {
    await withFolders(job, (folders) => build(job, folders, signal));
  } finally {
    await release();
  }
}
