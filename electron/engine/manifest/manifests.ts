/** The manifest noun: reading and writing files, defines, and resolving a target to an osbuild manifest. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';
import { nearestName } from '../../../shared/manifest/nearest';
import {
  Manifest,
  type Defines,
  type Problem,
  type Resolved,
  type Target,
  type Workspace,
} from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { untilOneAborts } from '../signals';
import { solve } from '../tools/dnf';
import { isPrepared } from '../workspace/starter-repository';
import { additionsOf } from '../packages/additions';
import { changeSettings, readSettings } from '../workspace/workspace-file';
import { pendingManifest } from '../pending';
import { checkDefines } from './define-check';
import { hostArch, nodeHost } from './host-node';
import { outlineOf, packageOf } from './outline';
import { fromPlain, toPlain } from './plain';
import { preprocess, type Preprocessed, type ResolvedVariable } from './preprocess';
import { PyDict } from './python/values';
import { cachedSolver } from './solver-cache';
import { scanVariables, type KnownVariable } from './variable-scan';
import { readWorkspaceFile, writeWorkspaceFile } from './workspace-path';

export interface ResolveRequest {
  workspace: Workspace;
  /** `starter-qemu-minimal-ostree.x86_64`, no suffix, no format. */
  target: string;
  defines: Defines;
  signal?: AbortSignal;
}

export interface Manifests {
  readonly handlers: NounHandlers<'manifest'>;
  /**
   * Resolves a target. What the person can mend is answered as problems, without a manifest.
   *
   * @throws StudioError `not-found` for an unknown target, `cancelled`, `missing-tool`, `tool-failed`
   */
  resolve(request: ResolveRequest): Promise<Resolved>;
  close(): Promise<void>;
}

/** The defines that a target name implies, as the Makefile of the CentOS Automotive sample images passes them. */
export function impliedDefines(target: Target): Defines {
  return {
    image_type: target.type === 'direct' ? 'directboot' : target.type,
    arch: target.arch,
    distro_name: target.distro,
    target: target.target,
  };
}

/** @throws StudioError `not-found` with the nearest name */
export function findTarget(workspace: Workspace, name: string): Target {
  const target = workspace.targets.find((candidate) => candidate.name === name);
  if (target) return target;
  const near = nearestName(
    name,
    workspace.targets.map((candidate) => candidate.name),
  );
  throw new StudioError('not-found', `The workspace has no target '${name}'.`, {
    hint: near ? `Did you mean '${near}'?` : 'The list of targets shows what can be built.',
    detail: { names: near ? [near] : [] },
  });
}

/** Variables of a workspace's files, read again only where a file changed. */
function createScanner(): (workspace: Workspace) => Promise<KnownVariable[]> {
  const known = new Map<string, { stamp: string; variables: KnownVariable[] }>();
  return async (workspace) => {
    const files = workspace.files.filter(({ path: file }) => /\.(mpp|ipp)\.ya?ml$/.test(file));
    const lists = await Promise.all(
      files.map(async ({ path: file }) => {
        const place = path.join(workspace.path, file);
        const info = await stat(place).catch(() => undefined);
        if (!info || info.size > 1024 * 1024) return [];
        const stamp = `${info.mtimeMs}:${info.size}`;
        const before = known.get(place);
        if (before?.stamp === stamp) return before.variables;
        const variables = scanVariables(await readFile(place, 'utf8').catch(() => ''), file);
        known.set(place, { stamp, variables });
        return variables;
      }),
    );
    return lists.flat();
  };
}

function merged(variables: readonly KnownVariable[]): KnownVariable[] {
  const byName = new Map<string, KnownVariable>();
  for (const variable of variables) byName.set(variable.name, { ...variable, ...byName.get(variable.name) });
  return [...byName.values()];
}

/** A failure as a problem; the define that named the culprit is named too. */
function problemOf(error: StudioError, defines: Defines): Problem {
  const { detail } = error;
  const define = Object.entries(defines).find(
    ([, value]) => Array.isArray(value) && value.some((item) => detail?.names?.includes(item as string)),
  )?.[0];
  return {
    severity: 'error',
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(detail?.file === undefined ? {} : { file: detail.file }),
    ...(detail?.line === undefined ? {} : { line: detail.line }),
    ...(detail?.column === undefined ? {} : { column: detail.column }),
    ...(define === undefined ? {} : { define }),
  };
}

function variableOf({ name, value, origin, place }: ResolvedVariable): Resolved['variables'][number] {
  return {
    name,
    value: toPlain(value),
    origin,
    settings: [],
    ...(place ? { file: place.file, line: place.line } : {}),
  };
}

function manifestOf(result: Preprocessed): { manifest?: Manifest; problem?: Problem } {
  const plain = toPlain(result.document) as Record<string, unknown>;
  const parsed = Manifest.safeParse({ ...plain, version: String(plain.version) });
  if (parsed.success) return { manifest: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return {
    problem: {
      severity: 'error',
      message: `The resolved manifest is no osbuild manifest of version 2: ${field}: ${issue?.message ?? 'wrong form'}.`,
      hint: 'Each pipeline needs a name, and each stage a type.',
    },
  };
}

/** Not a fault: the first build of a starter workspace makes its packages before it resolves. */
const UNPREPARED: Problem = {
  severity: 'warning',
  message: 'The starter repository is not prepared yet, so nothing can be resolved.',
  hint: 'Prepare it now, or build: the first build does it too.',
};

type CachedSolver = ReturnType<typeof cachedSolver>;

/** Runs the preprocessor and puts what it found into the answer: the manifest, or the problem that stopped it. */
async function fill(
  answer: Resolved,
  request: { workspace: Workspace; target: Target; defines: Defines; signal: AbortSignal },
  ask: CachedSolver,
  cache: string,
): Promise<void> {
  const { workspace, target, signal } = request;
  const implied = impliedDefines(target);
  try {
    const { defines, problems, solve: solver } = await additionsOf({ ...request, implied, solve: ask, cache });
    answer.problems.push(...problems);
    const host = nodeHost({
      solve: (question) => solver(question, signal),
      signal,
      onPrint: (text) => {
        if (text.trim() !== '')
          answer.problems.push({ severity: 'warning', message: text.trim(), file: target.manifest });
      },
    });
    const all = fromPlain({ ...implied, ...defines });
    const result = await preprocess(
      {
        path: target.manifest,
        cwd: workspace.path,
        importDirs: ['.'],
        defines: all instanceof PyDict ? all : new PyDict(),
        arch: hostArch(),
      },
      host,
    );
    const { manifest, problem } = manifestOf(result);
    if (problem) answer.problems.push({ ...problem, file: target.manifest });
    answer.variables = result.variables.map(variableOf);
    answer.packages = Object.fromEntries([...result.packages].map(([name, list]) => [name, list.map(packageOf)]));
    if (manifest) Object.assign(answer, { manifest, pipelines: outlineOf(manifest) });
  } catch (thrown) {
    if (signal.aborted) throw new StudioError('cancelled', 'Resolving was cancelled.', { cause: thrown });
    if (!(thrown instanceof StudioError) || (thrown.code !== 'invalid-input' && thrown.code !== 'not-found'))
      throw thrown;
    const isExpected = thrown.detail?.field === 'repos' && !isPrepared(workspace);
    answer.problems.push(isExpected ? UNPREPARED : problemOf(thrown, request.defines));
  }
}

function saveDefines(workspace: Workspace, target: string, defines: Defines): Promise<void> {
  return changeSettings(workspace.path, (settings) => {
    const rest = Object.entries(settings.defines).filter(([name]) => name !== target);
    const own: [string, Defines][] = Object.keys(defines).length > 0 ? [[target, defines]] : [];
    return { ...settings, defines: Object.fromEntries([...rest, ...own]) };
  });
}

export function createManifests(ctx: EngineContext, needs: { workspaces: { current(): Workspace } }): Manifests {
  const dnf = {
    script: path.join(ctx.paths.assets, 'solver', 'solve.py'),
    cacheDir: path.join(ctx.paths.cache, 'dnf'),
  };
  const solver = cachedSolver(path.join(ctx.paths.cache, 'depsolve'), (request, signal) => solve(request, dnf, signal));
  const cache = path.join(ctx.paths.cache, 'packages');
  const scan = createScanner();
  const closing = new AbortController();
  let saving: Promise<unknown> = Promise.resolve();

  const check = async (workspace: Workspace, defines: Defines): Promise<Problem[]> =>
    Object.keys(defines).length === 0 ? [] : checkDefines(defines, merged(await scan(workspace)));

  const resolve = async (request: ResolveRequest): Promise<Resolved> => {
    const started = performance.now();
    const { workspace, defines } = request;
    const target = findTarget(workspace, request.target);
    const problems = await check(workspace, defines);
    const answer: Resolved = {
      target: target.name,
      variables: [],
      pipelines: [],
      packages: {},
      origins: {},
      files: [],
      problems,
      tookMs: 0,
    };
    if (!problems.some((problem) => problem.severity === 'error')) {
      const signals = [closing.signal, ...(request.signal ? [request.signal] : [])];
      await untilOneAborts(signals, (signal) => fill(answer, { ...request, target, signal }, solver, cache));
    }
    return { ...answer, tookMs: performance.now() - started };
  };

  return {
    handlers: {
      ...pendingManifest,
      'manifest.read': ({ path: file }) => readWorkspaceFile(needs.workspaces.current().path, file),
      'manifest.write': ({ path: file, text, hash }) =>
        writeWorkspaceFile(needs.workspaces.current().path, file, text, hash),
      'manifest.resolve': ({ target, defines }) => resolve({ workspace: needs.workspaces.current(), target, defines }),
      async 'manifest.defines'({ target }) {
        const { defines } = await readSettings(needs.workspaces.current().path);
        return Object.hasOwn(defines, target) ? (defines[target] ?? {}) : {};
      },
      async 'manifest.setDefines'({ target, defines }) {
        const workspace = needs.workspaces.current();
        findTarget(workspace, target);
        saving = saveDefines(workspace, target, defines);
        await saving;
        return check(workspace, defines);
      },
    },
    resolve,
    async close() {
      closing.abort();
      await saving.catch(() => undefined);
    },
  };
}
