/** A build of a target: resolve, lock the ref, run the worker, pull the commit, move the image into place. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { EmitEvent } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { BuildRequest } from '../../../shared/builds/types';
import { FORMAT_INFO, FORMATS } from '../../../shared/manifest/formats';
import { outputName, parseTargetName } from '../../../shared/manifest/target-name';
import type { Format, Defines, Manifest, Resolved, Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { keepManifest } from '../manifest/last-built';
import type { JobRun } from './job-run';
import { ensureRepository, headOf, pullRef } from './ostree-repo';
import { lockRef } from './ref-lock';
import { checkConversions, convertExport, isConverted } from './target-build-convert';
import { moveFolder, moveImage, sizeOnDisk } from './target-build-place';
import type { BuildEngine, EngineEvent, EngineExport, EngineJob, Sandbox } from './engines/engine';

export type TargetRequest = Extract<BuildRequest, { kind: 'target' | 'image-of-commit' }>;
export type Resolve = (request: {
  workspace: Workspace;
  target: string;
  defines: Defines;
  signal?: AbortSignal;
}) => Promise<Resolved>;

const COMMIT_PIPELINE = 'ostree-commit';

/** Without a ref there is no commit: only what the formats take out of the trees. */
interface Plan {
  readonly manifest: Manifest;
  readonly ref?: string;
  readonly parent?: string | undefined;
}

/** @throws StudioError `invalid-input` naming the formats that the manifest has pipelines for */
export function checkPipelines(manifest: Manifest, wanted: readonly Format[]): void {
  const has = (format: Format): boolean => manifest.pipelines.some(({ name }) => name === FORMAT_INFO[format].pipeline);
  const missing = wanted.find((format) => !has(format));
  if (missing === undefined) return;
  const offered = FORMATS.filter(has);
  throw new StudioError(
    'invalid-input',
    `The manifest has no pipeline '${FORMAT_INFO[missing].pipeline}', which the format ${missing} is taken from.`,
    {
      hint: offered.length > 0 ? `It can be built as ${offered.join(', ')}.` : 'It has no pipeline of any format.',
      detail: { names: offered },
    },
  );
}

async function resolveOnce(
  resolve: Resolve,
  { wanted, ...ask }: Parameters<Resolve>[0] & { wanted: readonly Format[] },
  run: JobRun,
): Promise<Plan> {
  const resolved = await resolve(ask);
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
  const { manifest } = resolved;
  checkPipelines(manifest, wanted);
  const commits = manifest.pipelines.find(({ name }) => name === COMMIT_PIPELINE);
  if (!commits) return { manifest };
  const set = resolved.variables.find((variable) => variable.name === 'ostree_ref')?.value;
  const ref = set ?? commits.stages?.find(({ type }) => type === 'org.osbuild.ostree.commit')?.options?.ref;
  if (typeof ref === 'string' && ref !== '') return { manifest, ref };
  throw new StudioError(
    'invalid-input',
    "The manifest's commit has no ref: neither the variable 'ostree_ref' is set, nor the option 'ref' of the stage that commits.",
  );
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
function stepsOf({ seeded, commits, image }: { seeded: boolean; commits: boolean; image: boolean }): {
  before: string[];
  after: string[];
} {
  return {
    before: ['resolve', 'sources', ...(seeded ? ['take commit'] : [])],
    after: [
      ...(commits ? ['compress'] : []),
      ...(image ? ['write image'] : []),
      ...(commits ? ['pull'] : []),
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

/** Every format that is asked for, once. */
function formatsOf({ target, alsoFormats }: TargetRequest): Format[] {
  return [...new Set([parseTargetName(target).format, ...alsoFormats])];
}

/** What the formats take out of the trees, each once. The format `repo` is the commit, which is handed over anyway. */
function exportsOf(formats: readonly Format[], folder: string): EngineExport[] {
  const found = new Map<string, EngineExport>();
  for (const format of formats.filter((each) => each !== 'repo')) {
    const { pipeline, path: inTree, kind } = FORMAT_INFO[format];
    const to = path.join(folder, 'output', `tree-${found.size}`);
    const key = `${pipeline}/${inTree}`;
    if (!found.has(key)) found.set(key, { pipeline, path: inTree, kind, to });
  }
  return [...found.values()];
}

function exportOf(format: Format, exports: readonly EngineExport[]): EngineExport | undefined {
  const { pipeline, path: inTree } = FORMAT_INFO[format];
  return exports.find((each) => each.pipeline === pipeline && each.path === inTree);
}

function engineJob(build: TargetBuild, repo: string, { manifest, ref }: Plan, exports: EngineExport[]): EngineJob {
  const { request, folder } = build;
  const known = existsSync(path.join(repo, 'config')) ? { known: repo } : {};
  const made = { commit: { pipeline: COMMIT_PIPELINE, to: path.join(folder, 'output', 'repo'), ...known } };
  const taken =
    request.kind === 'image-of-commit'
      ? { seed: { pipeline: COMMIT_PIPELINE, repo, commit: request.commit, ref: ref ?? '' } }
      : undefined;
  return { manifest, exports, ...(ref === undefined ? {} : (taken ?? made)), folder, keepFailed: request.keepFailed };
}

async function execute(build: TargetBuild, repo: string, plan: Plan): Promise<void> {
  const { request, run, folder, engine } = build;
  const formats = formatsOf(request);
  const job = engineJob(build, repo, plan, exportsOf(formats, folder));
  const steps = stepsOf({
    seeded: job.seed !== undefined,
    commits: job.commit !== undefined,
    image: job.exports.length > 0,
  });
  await mkdir(path.join(folder, 'output'), { recursive: true });
  await keepManifest(folder, plan.manifest);
  const result = await engine.run(job, {
    signal: run.signal,
    onEvent: withPlan(run, steps),
    onFacts: run.facts,
    onSandbox: build.onSandbox,
  });
  const commit = job.seed?.commit ?? result.commit?.checksum;
  if (plan.ref !== undefined && commit === undefined) throw new StudioError('internal', 'The engine made no commit.');
  if (job.commit && plan.ref !== undefined && commit !== undefined)
    await pull(build, repo, { ref: plan.ref, parent: plan.parent }, commit);
  if (job.exports.length > 0) await run.step('place image', () => place(build, job.exports, commit));
}

/** Brings the results into their formats, and to where they were asked for. */
async function place(build: TargetBuild, exports: readonly EngineExport[], commit: string | undefined): Promise<void> {
  const { request, run, workspace, folder } = build;
  const { target, suffix } = parseTargetName(request.target);
  const tag = request.kind === 'image-of-commit' ? commit?.slice(0, 8) : suffix;
  // What is converted is made first: the others are moved away.
  const formats = formatsOf(request).sort((a, b) => Number(isConverted(b)) - Number(isConverted(a)));
  for (const format of formats) {
    const from = exportOf(format, exports);
    if (!from) continue;
    const made = isConverted(format) ? path.join(folder, 'output', `made-${format}`) : from.to;
    if (isConverted(format)) await convertExport(format, from.to, made, run.signal);
    const place = path.join(workspace.outputDir, outputName(target, format, tag));
    if (from.kind === 'folder') await moveFolder(made, place);
    else await moveImage(made, place);
    const size = await sizeOnDisk(place);
    run.addArtifact({ kind: 'image', path: place, format, size, ...(commit === undefined ? {} : { commit }) });
  }
}

async function pull(
  build: TargetBuild,
  repo: string,
  { ref, parent }: { ref: string; parent: string | undefined },
  commit: string,
): Promise<void> {
  const { run, emit, folder } = build;
  await run.step('pull', async () => {
    await ensureRepository(repo, run.signal);
    const from = path.join(folder, 'output', 'repo');
    await pullRef({ ...{ from, repo, ref, parent, commit }, signal: run.signal }, (line) => run.log('pull', line));
  });
  run.log('pull', `${ref} is now ${commit}`, 'info');
  run.addArtifact({ kind: 'commit', repo, ref, checksum: commit, ...(parent ? { parent } : {}) });
  emit('history.changed', { repo });
}

/** Resolves; a build that makes a commit has its ref's lock from the moment when the commit's parent is read. */
async function plan(build: TargetBuild, repo: string, onLock: (release: () => Promise<void>) => void): Promise<Plan> {
  const { request, run, workspace } = build;
  const { target } = parseTargetName(request.target);
  const ask = { workspace, target, signal: run.signal, wanted: formatsOf(request) };
  const first = await resolveOnce(build.resolve, { ...ask, defines: request.defines }, run);
  const { ref } = first;
  if (ref === undefined || request.kind === 'image-of-commit') return first;
  run.note({ ref });
  onLock(
    await lockRef(repo, ref, run.job().id, {
      signal: run.signal,
      onWait: (job) => run.label(`Waiting for job ${job}, which builds ${ref}`),
    }),
  );
  const parent = await headOf(repo, ref, run.signal);
  if (!parent) return first;
  const defines = { ...request.defines, ostree_parent_refs: { [ref]: parent } };
  return { ...(await resolveOnce(build.resolve, { ...ask, defines }, run)), parent };
}

/**
 * Builds the target: the commit's parent is the ref's head when the ref's lock is taken, and the lock is held until
 * the commit is in the repository.
 *
 * @throws StudioError `missing-tool` for a conversion before anything runs; what resolving and the engine throw
 */
export async function runTargetBuild(build: TargetBuild): Promise<void> {
  const { request, run, workspace, folder } = build;
  const repo = path.resolve(workspace.path, request.ostreeRepo ?? workspace.ostreeRepo);
  checkConversions(formatsOf(request));
  run.plan(['resolve', 'sources'].map(step));
  let release: (() => Promise<void>) | undefined;
  try {
    const planned = await run.step('resolve', () => plan(build, repo, (given) => (release = given)));
    await execute(build, repo, planned);
  } finally {
    await release?.();
    for (const name of ['output', 'work']) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
