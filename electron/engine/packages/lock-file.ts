/**
 * `locks/<target>.json`: the exact packages that a target is held to, kept in the workspace so that a team builds the
 * same. It holds the questions that resolving the target asks the solver, and their answers. Addresses in the workspace
 * are written relative to it. A question that is not in it is refused, not solved beside it: what is built is either
 * locked as a whole, or not at all.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { JsonError, parseJson } from '../manifest/python/json';
import type { SolvedPackage, SolverRequest } from '../manifest/solver-types';

const Texts = z.array(z.string());
const LockedPackage = z.object({
  name: z.string(),
  epoch: z.number().int(),
  version: z.string(),
  release: z.string(),
  arch: z.string(),
  repo_id: z.string(),
  path: z.string(),
  remote_location: z.string(),
  checksum: z.string().regex(/^sha(?:256|384|512):[0-9a-f]{64,128}$/),
  license: z.string().default(''),
  summary: z.string().default(''),
  source_rpm: z.string().default(''),
  build_time: z.number().default(0),
  vendor: z.string().default(''),
  download_size: z.number().default(0),
  install_size: z.number().default(0),
});

const LockedRequest = z.object({
  arch: z.string(),
  releasever: z.string(),
  module_platform_id: z.string(),
  transactions: z.array(
    z.object({
      'package-specs': Texts,
      'exclude-specs': Texts,
      'repo-ids': Texts,
      install_weak_deps: z.boolean(),
    }),
  ),
  packages: z.array(LockedPackage),
});
type LockedRequest = z.infer<typeof LockedRequest>;

export const LockFile = z.object({
  version: z.literal(1),
  /** Builds are held to it. */
  enabled: z.boolean(),
  /** ISO time. */
  lockedAt: z.string(),
  requests: z.array(LockedRequest),
});
export type LockFile = z.infer<typeof LockFile>;

/** A question and its answer. */
export interface Answered {
  readonly request: SolverRequest;
  readonly packages: readonly SolvedPackage[];
}

const MAX_LOCK = 64 * 1024 * 1024;

/** The file of a target's lock, relative to the workspace. */
export const lockPath = (target: string): string => path.posix.join('locks', `${target}.json`);

function damaged(file: string, line: number, why: string): StudioError {
  return new StudioError('invalid-input', `The lock file ${file} is damaged in line ${line}: ${why}.`, {
    hint: 'Mend it, bring it back with git, or remove it and lock the target again.',
    detail: { file, line },
  });
}

/** The line at which a value of a JSON text is; the nearest one above it if it is missing. */
function lineOf(text: string, field: readonly PropertyKey[]): number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: false, logLevel: 'silent' });
  for (let length = field.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(field.slice(0, length), true);
    if ((isMap(node) || isScalar(node) || isSeq(node)) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Reads the text of a lock file. @throws StudioError `invalid-input` with its line */
export function parseLock(file: string, text: string): LockFile {
  try {
    parseJson(text, true);
  } catch (thrown) {
    if (thrown instanceof JsonError) throw damaged(file, thrown.line, thrown.problem);
    throw thrown;
  }
  const parsed = LockFile.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path ?? [];
  throw damaged(file, lineOf(text, field), `${field.map(String).join('.') || 'it'}: ${issue?.message ?? 'wrong form'}`);
}

/** The text of a target's lock file; undefined if there is none. */
export async function lockText(workspace: string, target: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path.join(workspace, lockPath(target)));
    if (bytes.length > MAX_LOCK) throw damaged(lockPath(target), 1, 'it is too large');
    return bytes.toString('utf8');
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StudioError('invalid-input', `The lock file ${lockPath(target)} cannot be read.`, { cause: thrown });
  }
}

/** A target's lock; undefined if there is none. @throws StudioError `invalid-input` if it is damaged */
export async function readLock(workspace: string, target: string): Promise<LockFile | undefined> {
  const text = await lockText(workspace, target);
  return text === undefined ? undefined : parseLock(lockPath(target), text);
}

/** Replaces the file atomically. */
export async function writeLock(workspace: string, target: string, lock: LockFile): Promise<void> {
  const file = path.join(workspace, lockPath(target));
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(`${file}.new`, `${JSON.stringify(lock, null, 1)}\n`);
    await rename(`${file}.new`, file);
  } finally {
    await rm(`${file}.new`, { force: true });
  }
}

const rootUrl = (workspace: string): string => `${pathToFileURL(workspace).href.replace(/\/$/, '')}/`;

/** What is written for answered questions. Pure. */
export function makeLock(workspace: string, answers: readonly Answered[], at: Date, enabled: boolean): LockFile {
  const root = rootUrl(workspace);
  const relative = (url: string): string => (url.startsWith(root) ? url.slice(root.length) : url);
  return {
    ...{ version: 1, enabled, lockedAt: at.toISOString() },
    requests: answers.map(({ request: { arch, releasever, module_platform_id, transactions }, packages }) => ({
      ...{ arch, releasever, module_platform_id, transactions },
      packages: packages.map((one) => ({ ...one, remote_location: relative(one.remote_location) })),
    })),
  };
}

type Question = Omit<LockedRequest, 'packages'>;

const keyOf = ({ arch, releasever, module_platform_id, transactions }: Question): string =>
  JSON.stringify([
    ...[arch, releasever, module_platform_id],
    ...transactions.map((one) => [one['package-specs'], one['exclude-specs'], one['repo-ids'], one.install_weak_deps]),
  ]);

const specsOf = (requests: readonly Question[]): Set<string> =>
  new Set(requests.flatMap(({ transactions }) => transactions.flatMap((one) => one['package-specs'])));

/** Why a question is not in the lock. */
function uncovered(lock: LockFile, question: SolverRequest): StudioError {
  const asked = specsOf([question]);
  const locked = specsOf(lock.requests);
  const quoted = (names: readonly string[]): string => {
    const list = names.slice(0, 5).map((name) => `'${name}'`);
    return `${list.join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  };
  const more = [...asked].filter((spec) => !locked.has(spec));
  const changed =
    'The lock file was made for another question: packages were taken off a list, or its settings changed.';
  return new StudioError('invalid-input', more.length > 0 ? `The lock file does not cover ${quoted(more)}.` : changed, {
    hint: 'Update the lock file, or switch it off to build with the newest packages.',
    detail: { names: more, field: 'packages' },
  });
}

/** A package as the build fetches it: from where its repository is now. */
function located(found: SolvedPackage, question: SolverRequest, root: string): SolvedPackage {
  const base = question.repos.find(({ id }) => id === found.repo_id)?.baseurl?.[0];
  if (base !== undefined && !base.includes('$'))
    return { ...found, remote_location: `${base.replace(/\/+$/, '')}/${found.path}` };
  const isAbsolute = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(found.remote_location);
  return isAbsolute ? found : { ...found, remote_location: new URL(found.remote_location, root).href };
}

/**
 * Answers from the lock file alone.
 *
 * @throws StudioError `invalid-input` for a question that is not in it, naming what it does not cover
 */
export function lockedSolver(lock: LockFile, workspace: string): (question: SolverRequest) => SolvedPackage[] {
  const answers = new Map(lock.requests.map((request) => [keyOf(request), request.packages]));
  return (question) => {
    const found = answers.get(keyOf(question));
    if (!found) throw uncovered(lock, question);
    return found.map((one) => located(one, question, rootUrl(workspace)));
  };
}
