/** The package solver: assets/solver/solve.py over python3-dnf, in the words of osbuild-depsolve-dnf. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import type { SolvedPackage, SolverRequest } from '../manifest/solver-types';
import { cleanEnvironment, run } from '../run';

/** Debian's python3-dnf belongs to the system's Python, whatever python3 comes first in PATH. */
const PYTHON = '/usr/bin/python3';

const Solved: z.ZodType<SolvedPackage> = z.object({
  name: z.string(),
  epoch: z.number(),
  version: z.string(),
  release: z.string(),
  arch: z.string(),
  repo_id: z.string(),
  path: z.string(),
  remote_location: z.string(),
  checksum: z.string(),
  license: z.string().default(''),
  summary: z.string().default(''),
  source_rpm: z.string().default(''),
  build_time: z.number().default(0),
  vendor: z.string().default(''),
  download_size: z.number().default(0),
  install_size: z.number().default(0),
});
const Answer = z.object({ packages: z.array(Solved) });
export const Failure = z.object({
  kind: z.string(),
  reason: z.string(),
  names: z.array(z.string()).default([]),
  suggestions: z.record(z.string(), z.array(z.string())).default({}),
  problems: z.array(z.array(z.string())).default([]),
});
export type Failure = z.infer<typeof Failure>;

/** The JSON that the solver reads. Pure. */
export function solverInput(request: SolverRequest, cacheDir: string): string {
  const { arch, releasever, module_platform_id, repos, root_dir, cacheonly, transactions } = request;
  return JSON.stringify({
    command: 'depsolve',
    arch,
    releasever,
    module_platform_id,
    cachedir: cacheDir,
    ...(cacheonly ? { cacheonly } : {}),
    arguments: { repos, transactions, ...(root_dir === undefined ? {} : { root_dir }) },
  });
}

/** What the solver printed. @throws StudioError: see `failureError`; `tool-failed` if it is not an answer */
export function parseSolverOutput(stdout: string, stderr: string, exitCode: number): SolvedPackage[] {
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    throw crash(stderr, exitCode);
  }
  if (exitCode === 0) {
    const answer = Answer.safeParse(json);
    if (answer.success) return answer.data.packages;
  }
  const failure = Failure.safeParse(json);
  if (failure.success) throw failureError(failure.data);
  throw crash(stderr, exitCode);
}

function crash(stderr: string, exitCode: number): StudioError {
  const tail = stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-30);
  if (tail.some((line) => /No module named '(dnf|hawkey|libdnf)'/.test(line))) {
    return new StudioError('missing-tool', 'The package solver needs python3-dnf, which is not installed.', {
      hint: 'The set-up page lists what is missing and the command that installs it.',
      detail: { names: ['python3-dnf'], command: 'sudo apt-get install python3-dnf' },
    });
  }
  return new StudioError('tool-failed', `The package solver failed: ${tail.at(-1) ?? 'it printed nothing'}`, {
    detail: { argv: [PYTHON, 'solve.py'], exitCode, tail },
  });
}

/** A solver's failure as an error: `invalid-input` names the culprits, `tool-failed` a repository that is gone. */
export function failureError(failure: Failure): StudioError {
  const { kind, names, suggestions, reason } = failure;
  if (kind === 'MarkingError' && names.length > 0) return unknownPackages(names, suggestions);
  if (kind === 'DepsolveError') return conflict(failure);
  if (kind === 'RepoError') {
    const id = /for repo '([^']+)'/.exec(reason)?.[1];
    const never = /Cache-only enabled but no cache/i.test(reason);
    const gone = /repomd\.xml|Cannot download|mirrors were tried|Couldn't (?:open|resolve|connect)/i.test(reason);
    return new StudioError(
      'invalid-input',
      `The package repository${id ? ` '${id}'` : ''} cannot be read: ${oneLine(reason)}.`,
      {
        hint: never
          ? 'It was never read: go online once.'
          : gone
            ? 'Check its baseurl, and that the folder or server exists and has repodata/.'
            : 'Check its description.',
        detail: { field: 'repos', ...(id ? { names: [id] } : {}), tail: reason.split('\n') },
      },
    );
  }
  return new StudioError('invalid-input', `The packages cannot be solved: ${oneLine(reason)}.`, {
    detail: { names, tail: reason.split('\n') },
  });
}

function unknownPackages(names: string[], suggestions: Record<string, string[]>): StudioError {
  const list = names.map((name) => `'${name}'`).join(', ');
  const near = names.flatMap((name) => suggestions[name] ?? []);
  const message = names.length > 1 ? `No repository has the packages ${list}.` : `No repository has a package ${list}.`;
  return new StudioError('invalid-input', message, {
    hint:
      near.length > 0
        ? `Did you mean ${near.map((name) => `'${name}'`).join(' or ')}?`
        : 'Check the spelling, or add a repository that has it.',
    detail: { names, field: 'packages' },
  });
}

function conflict(failure: Failure): StudioError {
  const lines =
    failure.problems[0] ?? failure.reason.split('\n').map((line) => line.replace(/^\s*(?:Problem(?: \d+)?:|-)\s*/, ''));
  const words = lines.filter((line) => line.trim() !== '' && line !== 'conflicting requests');
  const text = words.join('; ');
  const names = [
    ...text.matchAll(/\b([A-Za-z0-9][\w.+~^-]*?)-(?:\d+:)?\d[\w.+~^]*-[\w.+~^]+\.(?:noarch|[a-z]\w+)/g),
  ].map((match) => match[1] ?? '');
  const missing = /\bnothing provides (.+?) needed by (\S+)/.exec(text);
  const [message, hint] = missing
    ? [
        `The package ${missing[2]} cannot be installed: nothing provides ${missing[1]}.`,
        'Add a repository that has it, or remove the package that needs it.',
      ]
    : [
        `These packages cannot be installed together: ${oneLine(text)}.`,
        'Remove one of them from the package lists, or exclude the version that conflicts.',
      ];
  return new StudioError('invalid-input', message, {
    hint,
    detail: { names: [...new Set(names)], field: 'packages', tail: failure.reason.split('\n') },
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}

/**
 * Solves a request with dnf, in a cache of our own.
 *
 * @throws StudioError `invalid-input` naming the packages, `missing-tool`, `cancelled`, `tool-failed`
 */
export async function solve(
  request: SolverRequest,
  places: { script: string; cacheDir: string },
  signal?: AbortSignal,
): Promise<SolvedPackage[]> {
  const cacheDir = path.join(places.cacheDir, 'metadata');
  await mkdir(cacheDir, { recursive: true });
  const { stdout, stderr, exitCode } = await run(PYTHON, ['-I', '-B', places.script], {
    ...(signal ? { signal } : {}),
    stdin: solverInput(request, cacheDir),
    ok: [0, 1],
    cwd: places.cacheDir,
    env: cleanEnvironment({ HOME: places.cacheDir, TMPDIR: process.env.TMPDIR }),
  });
  return parseSolverOutput(stdout, stderr, exitCode);
}
