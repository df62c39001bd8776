/**
 * Keeps the solver's answers. The key holds the whole question and what the repositories offer (the SHA-256 of each
 * repomd.xml), so a repository that changed, on this machine or elsewhere, is never answered from the cache.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { untilOneAborts } from '../signals';
import { httpGet } from './http-get';
import type { SolvedPackage, SolverRepository, SolverRequest } from './solver-types';

export type Solve = (request: SolverRequest, signal?: AbortSignal) => Promise<SolvedPackage[]>;

/** Raised when the solver's answer changes its form. */
const VERSION = 1;
const MOST_ANSWERS = 200;
const MOST_RECENT = 12;
/** While somebody types, repositories are not asked for each letter. */
const FRESH_MS = 4000;
const REPOMD_TIMEOUT_MS = 10_000;
const MAX_REPOMD = 4 * 1024 * 1024;

/** The bytes of a repository's repomd.xml, or undefined if only the solver can read it. */
async function repomd(repo: SolverRepository, signal?: AbortSignal): Promise<Uint8Array | undefined> {
  const [base, more] = repo.baseurl ?? [];
  const secret = repo.username ?? repo.sslclientkey ?? repo.sslclientcert ?? repo.sslcacert;
  if (base === undefined || more !== undefined || secret !== undefined || repo.rhsm || repo.sslverify === false)
    return undefined;
  const url = `${base.replace(/\/+$/, '')}/repodata/repomd.xml`;
  try {
    if (url.startsWith('file:')) return await readFile(new URL(url));
    if (!/^https?:/.test(url)) return undefined;
    const signals = [AbortSignal.timeout(REPOMD_TIMEOUT_MS), ...(signal ? [signal] : [])];
    return await untilOneAborts(signals, (one) => httpGet(url, MAX_REPOMD, one));
  } catch {
    return undefined; // the solver says what is wrong
  }
}

/** The name of a question's answer; undefined if it cannot be cached. */
async function keyOf(request: SolverRequest, read: typeof repomd, signal?: AbortSignal): Promise<string | undefined> {
  if (request.root_dir !== undefined) return undefined;
  const enabled = request.repos.filter((repo) => repo.enabled !== false);
  const offers = await Promise.all(enabled.map((repo) => read(repo, signal)));
  if (offers.length === 0 || offers.some((offer) => offer === undefined)) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([VERSION, request]));
  for (const offer of offers)
    hash.update(
      createHash('sha256')
        .update(offer ?? '')
        .digest(),
    );
  return hash.digest('hex');
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  if (names.length <= MOST_ANSWERS) return;
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      used: (await stat(path.join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  aged.sort((a, b) => b.used - a.used);
  await Promise.all(aged.slice(MOST_ANSWERS).map(({ name }) => rm(path.join(folder, name), { force: true })));
}

/** An answer that was kept; undefined if there is none, or if a power cut damaged it. */
async function readAnswer(file: string): Promise<SolvedPackage[] | undefined> {
  try {
    const answer: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(answer) ? (answer as SolvedPackage[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the repomd.xml of each server's repository at most every so many milliseconds; files are read each time. */
function readSeldom(everyMs: number): typeof repomd {
  const known = new Map<string, { readonly at: number; readonly bytes: Promise<Uint8Array | undefined> }>();
  return async (repo, signal) => {
    if (repo.baseurl?.[0]?.startsWith('file:')) return repomd(repo, signal);
    const now = performance.now();
    for (const [name, { at }] of known) if (now - at >= everyMs) known.delete(name);
    const name = JSON.stringify(repo);
    // Of what failed, or was cancelled by who asked first, nothing is known.
    const before = await known.get(name)?.bytes;
    if (before) return before;
    const bytes = repomd(repo, signal);
    known.set(name, { at: now, bytes });
    return bytes;
  };
}

/** The answers that were asked for last. */
class Recent {
  readonly #answers = new Map<string, SolvedPackage[]>();

  get(key: string): SolvedPackage[] | undefined {
    return this.#answers.get(key);
  }

  set(key: string, answer: SolvedPackage[]): SolvedPackage[] {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= MOST_RECENT) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}

/** A solver that remembers; questions run one after the other, since dnf locks its cache anyway. */
export function cachedSolver(folder: string, solve: Solve, { isShortLived = false } = {}): Solve {
  // A program that resolves one manifest and ends sees its repositories as they are at one moment.
  const read = readSeldom(isShortLived ? Infinity : FRESH_MS);
  const recent = new Recent();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (request: SolverRequest, signal?: AbortSignal): Promise<SolvedPackage[]> => {
    const turn = last.then(() => solve(request, signal));
    last = turn.catch(() => undefined);
    return turn;
  };
  return async (request, signal) => {
    const key = await keyOf(request, read, signal);
    if (key === undefined) return inTurn(request, signal);
    const answered = recent.get(key);
    if (answered) return recent.set(key, answered);
    const file = path.join(folder, `${key}.json`);
    const known = await readAnswer(file);
    if (known) {
      const now = new Date();
      await utimes(file, now, now).catch(() => undefined);
      return recent.set(key, known);
    }
    const answer = await inTurn(request, signal);
    await mkdir(folder, { recursive: true });
    const partial = `${file}.${process.pid}.new`;
    await writeFile(partial, JSON.stringify(answer));
    await rename(partial, file);
    await prune(folder).catch(() => undefined);
    return recent.set(key, answer);
  };
}
