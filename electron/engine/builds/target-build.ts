/** A build of a target: resolve, lock the ref, run the worker, pull the commit, move the image into place. */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { EmitEvent } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import type { BuildRequest } from '../../../shared/builds/types';
import { Format, type Defines, type Manifest, type Resolved, type Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import type { JobRun } from './job-run';
import { ensureRepository, headOf, pullRef } from './ostree-repo';
import { EXPORT_PHASE, SOURCES_PHASE, type WorkerEvent, type WorkerJob } from './protocol';
import { lockRef } from './ref-lock';
import { runWorker } from './worker-client';

export type TargetRequest = Exclude<BuildRequest, { kind: 'starter-repository' }>;
export type Resolve = (request: {
  workspace: Workspace;
  target: string;
  defines: Defines;
  signal?: AbortSignal;
}) => Promise<Resolved>;

const COMMIT_PIPELINE = 'ostree-commit';
/** Pipeline and file of each image format. */
const IMAGES = { qcow2: ['qcow2', 'disk.qcow2'], img: ['image', 'disk.img'] } as const;
const Compose = z.object({ 'ostree-commit': z.string().regex(/^[0-9a-f]{64}$/), ref: z.string() });

/** `NAME[@SUFFIX].ARCH.FORMAT`, the way that the Makefile of the sample images names what it makes. */
export function splitTarget(text: string): { target: string; format: Format } {
  const match = /^([^./\0]+?)(@[^./\0]*)?\.([A-Za-z0-9_]+)\.([a-z0-9]+)$/.exec(text);
  const format = Format.safeParse(match?.[4]);
  if (!match || !format.success)
    throw new StudioError('invalid-input', `'${text}' names no target.`, {
      hint: 'A target is written like starter-qemu-minimal-ostree.x86_64.qcow2; it ends in .qcow2, .img or .repo.',
    });
  return { target: `${match[1]}.${match[3]}`, format: format.data };
}

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
      `${problem.file ? `${problem.file}:${problem.line ?? 1}: ` : ''}${problem.message}`,
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
    await rename(from, partial).catch(async (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EXDEV') throw thrown;
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
}

/** Announces the phases when the worker has made its plan; resolving is behind us then. */
function withPlan(run: JobRun, after: readonly string[], resolveSeconds: number) {
  return (event: WorkerEvent): void => {
    if (event.kind === 'plan') {
      run.plan([
        { name: 'resolve', kind: 'step', stages: [] },
        { name: SOURCES_PHASE, kind: 'step', stages: [] },
        ...event.pipelines.map(({ name, stages }) => ({ name, kind: 'pipeline' as const, stages })),
        { name: EXPORT_PHASE, kind: 'step', stages: [] },
        ...after.map((name) => ({ name, kind: 'step' as const, stages: [] })),
      ]);
      run.onWorker({ kind: 'phase-end', name: 'resolve', seconds: resolveSeconds, ok: true });
    } else run.onWorker(event);
  };
}

async function execute(
  build: TargetBuild,
  repo: string,
  format: Format,
  plan: Plan,
  resolveSeconds: number,
): Promise<void> {
  const { ctx, request, run, folder, workspace } = build;
  const output = path.join(folder, 'output');
  const seeded = request.kind === 'image-of-commit' ? request.commit : undefined;
  const image = format === 'repo' ? undefined : IMAGES[format];
  const job: WorkerJob = {
    manifest: plan.manifest,
    exports: [...(seeded ? [] : [COMMIT_PIPELINE]), ...(image ? [image[0]] : [])],
    output,
    store: ctx.paths.store,
    work: path.join(folder, 'work'),
    resources: ctx.paths.resources,
    ...(seeded ? { seed: { pipeline: COMMIT_PIPELINE, repo, commit: seeded, ref: plan.ref } } : {}),
    owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
  };
  const after = [...(seeded ? [] : ['pull']), ...(image ? ['image'] : [])];
  const onEvent = withPlan(run, after, resolveSeconds);
  await runWorker(ctx.paths.worker, job, { signal: run.signal, onEvent });
  const commit = seeded ?? (await pull(build, repo, plan, path.join(output, COMMIT_PIPELINE)));
  if (!image) return;
  const name = seeded ? request.target.replace(/(@[^.]*)?\./, `@${seeded.slice(0, 8)}.`) : request.target;
  const place = path.join(workspace.outputDir, name);
  await run.step('image', () => moveImage(path.join(output, ...image), place));
  run.addArtifact({
    kind: 'image',
    path: place,
    format: format === 'img' ? 'img' : 'qcow2',
    size: (await stat(place)).size,
    commit,
  });
}

async function pull(build: TargetBuild, repo: string, plan: Plan, tree: string): Promise<string> {
  const { run, emit } = build;
  const compose = Compose.parse(JSON.parse(await readFile(path.join(tree, 'compose.json'), 'utf8')));
  const { ref, parent } = plan;
  await run.step('pull', async () => {
    await ensureRepository(repo, run.signal);
    const from = path.join(tree, 'repo');
    await pullRef({ from, repo, ref, parent, signal: run.signal }, (line) => run.log('pull', line));
  });
  const commit = compose['ostree-commit'];
  run.log('pull', `${ref} is now ${commit}`, 'info');
  run.addArtifact({ kind: 'commit', repo, ref, checksum: commit, ...(parent ? { parent } : {}) });
  emit('history.changed', { repo });
  return commit;
}

/**
 * Builds the target: the commit's parent is the ref's head when the ref's lock is taken, and the lock is held until
 * the commit is in the repository.
 */
export async function runTargetBuild(build: TargetBuild): Promise<void> {
  const { request, run, workspace, folder } = build;
  const { target, format } = splitTarget(request.target);
  const repo = path.resolve(workspace.path, request.ostreeRepo ?? workspace.ostreeRepo);
  run.plan([{ name: 'resolve', kind: 'step', stages: [] }]);
  const began = Date.now();
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
    await execute(build, repo, format, plan, (Date.now() - began) / 1000);
  } finally {
    await release?.();
    for (const name of ['output', 'work']) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
