/** A build of a target: resolve, lock the ref, run the worker, pull the commit, move the image into place. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { EmitEvent } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { BuildRequest } from '../../../shared/builds/types';
import { FORMAT_INFO } from '../../../shared/manifest/formats';
import { formatTargetName, parseTargetName } from '../../../shared/manifest/target-name';
import type { Format, Defines, Manifest, Resolved, Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { keepManifest } from '../manifest/last-built';
import type { JobRun } from './job-run';
import { ensureRepository, headOf, pullRef } from './ostree-repo';
import { lockRef } from './ref-lock';
import type { BuildEngine, EngineEvent, EngineExport, EngineJob, Sandbox } from './engines/engine';

export type TargetRequest = Extract<BuildRequest, { kind: 'target' | 'image-of-commit' }>;
export type Resolve = (request: {
  workspace: Workspace;
  target: string;
  defines: Defines;
  signal?: AbortSignal;
}) => Promise<Resolved>;

const COMMIT_PIPELINE = 'ostree-commit';

interface Plan {
  manifest: Manifest;
  ref: string;
  parent: string | undefined;
}

async function resolveOnce(
  resolve: Resolve,
  request: Parameters<Resolve>[0],
  run: JobRun,
): Promise<{ manifest: Manifest; ref: string }> {
  const resolved = await resolve(request);
  for (const problem of resolved.problems)
    run.log(
      'resolve',
      [`${problem.file ? `${problem.file}:${problem.line ?? 1}: ` : ''}${problem.message}`, problem.hint]
        .filter(Boolean)
        .join(' '),
      problem.severity === 'error' ? 'error' : 'info',
    );
  const wrong = resolved.problems.find((problem) => problem.severity === 'error');
  if (wrong || !resolved.manifest)
    throw new StudioError('invalid-input', wrong?.message ?? 'The manifest could not be resolved.', {
      ...(wrong?.hint ? { hint: wrong.hint } : {}),
      detail: { ...(wrong?.file ? { file: wrong.file } : {}), ...(wrong?.line ? { line: wrong.line } : {}) },
    });
  const ref = resolved.variables.find((variable) => variable.name === 'ostree_ref')?.value;
  if (typeof ref !== 'string' || ref === '')
    throw new StudioError(
      'invalid-input',
      "The manifest sets no variable 'ostree_ref', so the commit would have no ref.",
    );
  return { manifest: resolved.manifest, ref };
}

async function copyInto(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to));
  const file = await open(to, 'r+');
  await file.sync();
  await file.close();
}

/** Moves a complete image to its place; what was there stays until that moment. */
export async function moveImage(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const partial = path.join(path.dirname(to), `.${path.basename(to)}.partial`);
  try {
    await rename(from, partial).catch(async (thrown: unknown) => {
      if ((thrown as NodeJS.ErrnoException).code !== 'EXDEV') throw thrown;
      await copyInto(from, partial);
    });
    await chmod(partial, 0o644);
    await rename(partial, to);
  } finally {
    await rm(partial, { force: true });
  }
}

export interface TargetBuild {
  ctx: EngineContext;
  workspace: Workspace;
  request: TargetRequest;
  run: JobRun;
  /** The job's own folder. */
  folder: string;
  resolve: Resolve;
  emit: EmitEvent;
  engine: BuildEngine;
  /** A stage failed, and its sandbox was kept. */
  onSandbox: (sandbox: Sandbox) => void;
}

const step = (name: string): { name: string; kind: 'step'; stages: string[] } => ({ name, kind: 'step', stages: [] });

/** The steps round the pipelines, before and after, by what is wanted. */
function stepsOf(seeded: boolean, image: boolean): { before: string[]; after: string[] } {
  return {
    before: ['resolve', 'sources', ...(seeded ? ['take commit'] : [])],
    after: [
      ...(seeded ? [] : ['compress']),
      ...(image ? ['write image'] : []),
      ...(seeded ? [] : ['pull']),
      ...(image ? ['place image'] : []),
    ],
  };
}

/** Shows the engine's plan between the studio's own steps; what is done already stays done. */
function withPlan(run: JobRun, steps: ReturnType<typeof stepsOf>): (event: EngineEvent) => void {
  return (event) => {
    if (event.kind !== 'plan') return run.onWorker(event);
    const ended = run.job().progress.phases.filter((phase) => phase.state === 'done');
    run.plan([
      ...steps.before.map(step),
      ...event.pipelines.map(({ name, stages }) => ({ name, kind: 'pipeline' as const, stages })),
      ...steps.after.map(step),
    ]);
    for (const { name, duration = 0 } of ended)
      run.onWorker({ kind: 'step-end', step: name, seconds: duration, ok: true });
  };
}

interface Wanted extends EngineExport {
  readonly format: Format;
}

/** What the request's formats take out of the trees. The format `repo` is the commit, which is handed over anyway. */
function wantedOf(request: TargetRequest, folder: string): Wanted[] {
  const { format } = parseTargetName(request.target);
  const formats = [...new Set([format, ...request.alsoFormats])].filter((each) => each !== 'repo');
  return formats.map((each, index) => {
    const { pipeline, path: inTree, kind } = FORMAT_INFO[each];
    return { format: each, pipeline, path: inTree, kind, to: path.join(folder, 'output', `${index}-${each}`) };
  });
}

function engineJob(build: TargetBuild, repo: string, plan: Plan, wanted: readonly Wanted[]): EngineJob {
  const { request, folder } = build;
  const seeded = request.kind === 'image-of-commit' ? request.commit : undefined;
  const known = existsSync(path.join(repo, 'config')) ? { known: repo } : {};
  return {
    manifest: plan.manifest,
    exports: wanted.map(({ format: _format, ...one }) => one),
    ...(seeded
      ? { seed: { pipeline: COMMIT_PIPELINE, repo, commit: seeded, ref: plan.ref } }
      : { commit: { pipeline: COMMIT_PIPELINE, to: path.join(folder, 'output', 'repo'), ...known } }),
    folder,
    keepFailed: request.keepFailed,
  };
}

async function execute(build: TargetBuild, repo: string, plan: Plan): Promise<void> {
  const { request, run, folder, engine } = build;
  const wanted = wantedOf(request, folder);
  const job = engineJob(build, repo, plan, wanted);
  const steps = stepsOf(job.seed !== undefined, wanted.length > 0);
  await mkdir(path.join(folder, 'output'), { recursive: true });
  await keepManifest(folder, plan.manifest);
  const result = await engine.run(job, {
    signal: run.signal,
    onEvent: withPlan(run, steps),
    onFacts: run.facts,
    onSandbox: build.onSandbox,
  });
  const commit = job.seed?.commit ?? result.commit?.checksum;
  if (commit === undefined) throw new StudioError('internal', 'The engine made no commit.');
  if (job.commit) await pull(build, repo, plan, commit);
  if (wanted.length > 0) await run.step('place image', () => place(build, wanted, result.sizes, commit));
}

/** Moves the results to where they were asked for. */
async function place(build: TargetBuild, wanted: readonly Wanted[], sizes: readonly number[], commit: string) {
  const { request, run, workspace } = build;
  const { target, suffix } = parseTargetName(request.target);
  const tag = request.kind === 'image-of-commit' ? commit.slice(0, 8) : suffix;
  for (const [index, { format, to }] of wanted.entries()) {
    const file = path.join(workspace.outputDir, formatTargetName(target, format, tag));
    await moveImage(to, file);
    run.addArtifact({ kind: 'image', path: file, format, size: sizes[index] ?? 0, commit });
  }
}

async function pull(build: TargetBuild, repo: string, plan: Plan, commit: string): Promise<void> {
  const { run, emit, folder } = build;
  const { ref, parent } = plan;
  await run.step('pull', async () => {
    await ensureRepository(repo, run.signal);
    const from = path.join(folder, 'output', 'repo');
    await pullRef({ from, repo, ref, parent, signal: run.signal }, (line) => run.log('pull', line));
  });
  run.log('pull', `${ref} is now ${commit}`, 'info');
  run.addArtifact({ kind: 'commit', repo, ref, checksum: commit, ...(parent ? { parent } : {}) });
  emit('history.changed', { repo });
}

/**
 * Builds the target: the commit's parent is the ref's head when the ref's lock is taken, and the lock is held until
 * the commit is in the repository.
 */
export async function runTargetBuild(build: TargetBuild): Promise<void> {
  const { request, run, workspace, folder } = build;
  const { target } = parseTargetName(request.target);
  const repo = path.resolve(workspace.path, request.ostreeRepo ?? workspace.ostreeRepo);
  run.plan(['resolve', 'sources'].map(step));
  const ask = { workspace, target, signal: run.signal };
  let release: (() => Promise<void>) | undefined;
  try {
    const plan = await run.step('resolve', async (): Promise<Plan> => {
      const first = await resolveOnce(build.resolve, { ...ask, defines: request.defines }, run);
      release = await lockRef(repo, first.ref, run.job().id, {
        signal: run.signal,
        onWait: (job) => run.label(`Waiting for job ${job}, which builds ${first.ref}`),
      });
      const parent = await headOf(repo, first.ref, run.signal);
      if (!parent) return { ...first, parent };
      const defines = { ...request.defines, ostree_parent_refs: { [first.ref]: parent } };
      return { ...(await resolveOnce(build.resolve, { ...ask, defines }, run)), parent };
    });
    await execute(build, repo, plan);
  } finally {
    await release?.();
    for (const name of ['output', 'work']) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
