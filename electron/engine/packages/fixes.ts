/** Ways out of packages that cannot be resolved together. Each was tried: the solver finds an answer with it. */
import { StudioError, toWire, type WireError } from '../../../shared/errors';
import type { Defines, Workspace } from '../../../shared/manifest/types';
import type { MirrorOverride, PackageFix, WorkspaceRepository } from '../../../shared/packages/types';
import type { Solve } from '../manifest/solver-cache';
import type { SolverRequest } from '../manifest/solver-types';
import { mirroredRequest, repositoryUrl } from './addresses';

/** Each is solved once, which takes a moment. */
const MOST_CANDIDATES = 6;

export interface FixSources {
  readonly workspace: Workspace;
  readonly defines: Defines;
  /** The target's questions, in their order. */
  readonly requests: readonly SolverRequest[];
  readonly repositories: readonly WorkspaceRepository[];
  readonly mirrors: readonly MirrorOverride[];
  readonly solve: Solve;
  /** Names like an unknown one, and of packages that provide it, best first. */
  readonly alternatives: (name: string) => Promise<string[]>;
  readonly signal: AbortSignal;
}

/** An entry of a list among the defines. */
interface Entry {
  readonly define: string;
  readonly entry: string;
}

interface Candidate {
  readonly fix: PackageFix;
  readonly request: SolverRequest;
}

/** The question with one occurrence of a spec replaced, or taken off, in each transaction that has it. Pure. */
export function replaceSpec(request: SolverRequest, spec: string, by?: string): SolverRequest {
  const transactions = request.transactions.map((one) => {
    const specs = [...one['package-specs']];
    const at = specs.indexOf(spec);
    if (at >= 0) specs.splice(at, 1, ...(by === undefined ? [] : [by]));
    return { ...one, 'package-specs': specs };
  });
  return { ...request, transactions };
}

/** Entries of lists that the failing question asks for; those that the failure names come first. */
function culprits({ detail }: WireError, request: SolverRequest, defines: Defines): Entry[] {
  const specs = new Set(request.transactions.flatMap((one) => one['package-specs']));
  const named = new Set(detail?.names ?? []);
  const entries = Object.entries(defines).flatMap(([define, list]) =>
    Array.isArray(list)
      ? list.flatMap((entry: unknown) => (typeof entry === 'string' && specs.has(entry) ? [{ define, entry }] : []))
      : [],
  );
  const guilty = entries.filter(({ entry }) => named.has(entry) || named.has(entry.replace(/\.\w+$/, '')));
  return guilty.length > 0 ? guilty : entries.reverse();
}

async function failureOf(sources: FixSources): Promise<{ request: SolverRequest; error: WireError } | undefined> {
  for (const request of sources.requests)
    try {
      await sources.solve(request, sources.signal);
    } catch (thrown) {
      const error = toWire(thrown);
      if (error.code !== 'invalid-input') throw thrown;
      return { request, error };
    }
  return undefined;
}

async function candidates(sources: FixSources, request: SolverRequest, error: WireError): Promise<Candidate[]> {
  const { workspace, defines, repositories, mirrors, alternatives } = sources;
  const entries = culprits(error, request, defines).slice(0, 3);
  const replace: Candidate[] = [];
  for (const { define, entry } of entries)
    for (const by of (await alternatives(entry)).slice(0, 2))
      replace.push({
        fix: { kind: 'replace', title: `Take ${by} instead of ${entry}`, define, entry, by },
        request: replaceSpec(request, entry, by),
      });
  const known = new Set(request.repos.map(({ id }) => id));
  const enable = repositories
    .filter(({ id, enabled }) => !enabled && !known.has(id))
    .map(({ id, baseurl, priority }): Candidate => {
      const added = { id, baseurl: [repositoryUrl(workspace.path, baseurl)], ...(priority ? { priority } : {}) };
      return {
        fix: { kind: 'enable', title: `Turn on the repository ${id}`, repository: id },
        request: mirroredRequest({ ...request, repos: [...request.repos, added] }, mirrors),
      };
    });
  const remove = entries.map(({ define, entry }): Candidate => ({
    fix: { kind: 'remove', title: `Take ${entry} off the list`, define, entry },
    request: replaceSpec(request, entry),
  }));
  // One of each kind at least, however many there are of the first.
  return [...replace.slice(0, 3), ...enable.slice(0, 2), ...remove, ...replace.slice(3), ...enable.slice(2)];
}

async function works({ solve, signal }: FixSources, { request }: Candidate): Promise<boolean> {
  if (request.transactions.every((one) => one['package-specs'].length === 0)) return true;
  try {
    await solve(request, signal);
    return true;
  } catch (thrown) {
    if (toWire(thrown).code === 'cancelled') throw thrown;
    return false;
  }
}

/**
 * Fixes for the first question that fails, at most six tried. None if nothing fails, or nothing helps.
 *
 * @throws StudioError `cancelled`; `missing-tool` without the solver
 */
export async function findFixes(sources: FixSources): Promise<PackageFix[]> {
  const failure = await failureOf(sources);
  if (!failure) return [];
  const fixes: PackageFix[] = [];
  for (const candidate of (await candidates(sources, failure.request, failure.error)).slice(0, MOST_CANDIDATES)) {
    if (sources.signal.aborted) throw new StudioError('cancelled', 'Looking for a way out was cancelled.');
    if (await works(sources, candidate)) fixes.push(candidate.fix);
  }
  return fixes;
}
