/** Resolves one target: checks its defines, runs the preprocessor, and puts what it found into the contract's words. */
import { StudioError } from '../../../shared/errors';
import {
  Manifest,
  type Defines,
  type Problem,
  type Resolved,
  type Target,
  type Workspace,
} from '../../../shared/manifest/types';
import { additionsOf, type AdditionsRequest } from '../packages/additions';
import { isPrepared } from '../workspace/starter-repository';
import { checkDefines } from './define-check';
import type { PreprocessHost } from './host';
import { hostArch, nodeHost } from './host-node';
import { originsOf, relativeTo, settingOf, type FileName } from './origins';
import { outlineOf, packageOf } from './outline';
import { fromPlain, toPlain } from './plain';
import { preprocess, type Preprocessed, type ResolvedVariable } from './preprocess';
import { ManifestError } from './problem';
import { PyDict } from './python/values';
import type { Solve } from './solver-cache';
import { impliedDefines } from './target';
import type { WorkspaceMemory } from './workspace-memory';
import { workspaceReader } from './workspace-reader';

/** What is resolved; plain data, so that a thread can be given it. */
export interface ResolveJob {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly defines: Defines;
  /** Unsaved texts by workspace-relative path. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Where repositories are kept whose signature is checked. */
  readonly cache: string;
}

/** What resolving asks of others: programs are run elsewhere. */
export interface ResolveTools {
  readonly solve: Solve;
  readonly inspectImage: (reference: string, signal?: AbortSignal) => Promise<Uint8Array>;
  readonly resolveCommit: (
    remote: Parameters<PreprocessHost['resolveCommit']>[0],
    ref: string,
    signal?: AbortSignal,
  ) => Promise<string>;
  readonly memory: WorkspaceMemory;
}

/** Not a fault: the first build of a starter workspace makes its packages before it resolves. */
const UNPREPARED: Problem = {
  severity: 'warning',
  message: 'The starter repository is not prepared yet, so nothing can be resolved.',
  hint: 'Prepare it now, or build: the first build does it too.',
};

/** What is wrong with a target's defines, by what the workspace's files set and read. */
export function definesProblems(
  { workspace, defines, texts }: Pick<ResolveJob, 'workspace' | 'defines' | 'texts'>,
  memory: WorkspaceMemory,
): Problem[] {
  if (Object.keys(defines).length === 0) return [];
  const { variables, isComplete } = memory.variables(workspace, texts);
  // Of a file that cannot be read nobody knows which variables it has: none is unknown then.
  const any = isComplete ? [] : Object.keys(defines).map((name) => ({ name }));
  return checkDefines(defines, [...any, ...variables]);
}

/** A failure as a problem; the define that named the culprit is named too. */
function problemOf(error: StudioError, { target, defines }: ResolveJob, name: FileName): Problem {
  const { file = target.manifest, line = 1, column = 1 } = error.detail ?? {};
  const define = Object.entries(defines).find(
    ([, value]) => Array.isArray(value) && value.some((item) => error.detail?.names?.includes(item as string)),
  )?.[0];
  return {
    severity: 'error',
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...{ file: name(file), line, column },
    ...(define === undefined ? {} : { define }),
  };
}

function variableOf(variable: ResolvedVariable, name: FileName): Resolved['variables'][number] {
  const { value, origin, place, settings } = variable;
  return {
    name: variable.name,
    value: toPlain(value),
    origin,
    settings: settings.map((setting) => settingOf(setting, name)),
    ...(place ? { file: name(place.file), line: place.line } : {}),
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

function filled(answer: Resolved, result: Preprocessed, root: string, name: FileName): void {
  const { manifest, problem } = manifestOf(result);
  if (problem) answer.problems.push({ ...problem, file: root });
  answer.variables = result.variables.map((variable) => variableOf(variable, name));
  answer.packages = Object.fromEntries([...result.packages].map(([each, list]) => [each, list.map(packageOf)]));
  answer.files = [...new Set(result.files.map(name))];
  if (!manifest) return;
  const origins = originsOf(result.document, result.places, root, name);
  Object.assign(answer, { manifest, pipelines: outlineOf(manifest), origins });
}

const dictOf = (defines: Defines): PyDict => PyDict.from(Object.entries(defines).map(([k, v]) => [k, fromPlain(v)]));

type Read = Required<AdditionsRequest>['read'];

async function run(job: ResolveJob, tools: ResolveTools, read: Read, signal: AbortSignal, answer: Resolved) {
  const { workspace, target, defines } = job;
  const { readFile, ...parsers } = read;
  const implied = dictOf(impliedDefines(target));
  const all = implied.copy();
  for (const [name, value] of dictOf(defines).entries()) all.set(name, value);
  const host: PreprocessHost = {
    ...nodeHost({
      solve: (question) => tools.solve(question, signal),
      signal,
      onPrint: (text) => {
        if (text.trim() !== '')
          answer.problems.push({ severity: 'warning', message: text.trim(), file: target.manifest });
      },
    }),
    readFile(file, use) {
      if (signal.aborted) throw new StudioError('cancelled', 'Resolving was cancelled.');
      return readFile(file, use);
    },
    inspectImage: (reference) => tools.inspectImage(reference, signal),
    resolveCommit: (remote, ref) => tools.resolveCommit(remote, ref, signal),
  };
  const own = { path: target.manifest, cwd: workspace.path, importDirs: ['.'], arch: hostArch() };
  return preprocess({ ...own, defines: all, implied, ...parsers }, host);
}

const isSyntax = (thrown: unknown): boolean =>
  thrown instanceof ManifestError && (thrown.mpp?.kind === 'yaml' || thrown.mpp?.kind === 'json');

/**
 * Resolves a target. What the person can mend is answered as problems, without a manifest.
 *
 * @throws StudioError `cancelled`, `missing-tool`, `tool-failed`
 */
export async function resolveTarget(job: ResolveJob, tools: ResolveTools, signal: AbortSignal): Promise<Resolved> {
  const started = performance.now();
  const { workspace, target } = job;
  const name = relativeTo(workspace.path);
  const problems = definesProblems(job, tools.memory);
  const nothing = { variables: [], pipelines: [], packages: {}, origins: {}, files: [] };
  const answer: Resolved = { target: target.name, ...nothing, problems, tookMs: 0 };
  const isWrong = problems.some((problem) => problem.severity === 'error');
  let defines = job.defines;
  try {
    const { composeYaml, parseExpression } = tools.memory;
    const read = { readFile: workspaceReader(workspace.path, job.texts), composeYaml, parseExpression };
    const implied = impliedDefines(target);
    const additions = await additionsOf({ ...job, implied, read, solve: tools.solve, signal });
    answer.problems.push(...additions.problems);
    defines = additions.defines;
    // With defines that cannot work, only mistakes of syntax tell something new.
    const solve: Solve = isWrong ? () => Promise.reject(new StudioError('cancelled', 'Not asked.')) : additions.solve;
    const result = await run({ ...job, defines }, { ...tools, solve }, read, signal, answer);
    if (!isWrong) filled(answer, result, target.manifest, name);
  } catch (thrown) {
    if (signal.aborted) throw new StudioError('cancelled', 'Resolving was cancelled.', { cause: thrown });
    if (isWrong) {
      if (isSyntax(thrown)) answer.problems.push(problemOf(thrown as ManifestError, { ...job, defines }, name));
    } else {
      if (!(thrown instanceof StudioError) || (thrown.code !== 'invalid-input' && thrown.code !== 'not-found'))
        throw thrown;
      const isExpected = thrown.detail?.field === 'repos' && !isPrepared(workspace);
      answer.problems.push(isExpected ? UNPREPARED : problemOf(thrown, { ...job, defines }, name));
    }
  }
  return { ...answer, tookMs: performance.now() - started };
}
