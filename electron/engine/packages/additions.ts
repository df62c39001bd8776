/** What a workspace's own file adds when one of its targets is resolved: repositories, mirrors, keys and the lock. */
import path from 'node:path';
import { StudioError, toWire } from '../../../shared/errors';
import type { Defines, Problem, Target, Workspace } from '../../../shared/manifest/types';
import type { WorkspaceRepository } from '../../../shared/packages/types';
import type { PreprocessHost } from '../manifest/host';
import { nodeHost, hostArch } from '../manifest/host-node';
import { loadManifest } from '../manifest/manifest-file';
import { Places } from '../manifest/places';
import { fromPlain, toPlain } from '../manifest/plain';
import type { parseExpression } from '../manifest/python/parse';
import { PyDict } from '../manifest/python/values';
import { Run } from '../manifest/run';
import type { Solve } from '../manifest/solver-cache';
import type { SolverRequest } from '../manifest/solver-types';
import type { composeYaml } from '../manifest/yaml/compose';
import { readSettings, type WorkspaceSettings } from '../workspace/workspace-file';
import { addressOf, mirroredRequest, repositoryUrl } from './addresses';
import { lockedSolver, readLock } from './lock-file';
import { RepositoryCache } from './metadata/repository-cache';

/** The variable by which manifests of this kind take more repositories. */
const EXTRA = 'extra_repos';

export interface Additions {
  /** The person's defines with those of the workspace. */
  readonly defines: Defines;
  readonly problems: readonly Problem[];
  readonly solve: Solve;
  /** The lock file answers, not the solver. */
  readonly locked: boolean;
}

export interface AdditionsRequest {
  readonly workspace: Workspace;
  readonly target: Target;
  /** What the target's name implies. */
  readonly implied: Defines;
  readonly defines: Defines;
  readonly solve: Solve;
  /** Where repositories are kept whose signature is checked; empty: none is checked. */
  readonly cache: string;
  /** False: the solver answers, whatever is locked. */
  readonly useLock?: boolean;
  readonly signal?: AbortSignal;
  /** How files are read and parsed, if not simply from the disk. */
  readonly read?: {
    readonly readFile: PreprocessHost['readFile'];
    readonly composeYaml: typeof composeYaml;
    readonly parseExpression: typeof parseExpression;
  };
}

function entryOf(workspace: Workspace, { id, baseurl, priority }: WorkspaceRepository): Record<string, unknown> {
  return { id, baseurl: repositoryUrl(workspace.path, baseurl), ...(priority === undefined ? {} : { priority }) };
}

/** The list that the target itself has in `extra_repos`, or undefined if none of its files sets it. */
async function ownExtra({ workspace, target, implied, defines, read, signal }: AdditionsRequest): Promise<unknown> {
  if (Object.hasOwn(defines, EXTRA)) return defines[EXTRA];
  const all = fromPlain({ ...implied, ...defines });
  const { readFile, ...parsers } = read ?? {};
  const host = {
    ...nodeHost({ solve: () => Promise.resolve([]), ...(signal ? { signal } : {}) }),
    ...(readFile ? { readFile } : {}),
  };
  const request = {
    ...{ path: target.manifest, cwd: workspace.path, importDirs: ['.'], arch: hostArch() },
    defines: all instanceof PyDict ? all : new PyDict(),
    ...parsers,
  };
  const bytes = await host.readFile(path.resolve(workspace.path, target.manifest));
  if (!bytes) return undefined;
  const inherited = PyDict.from([['arch', hostArch()]]);
  const { vars } = await loadManifest(new Run(request, host, new Places()), target.manifest, bytes, inherited);
  const value = vars.get(EXTRA);
  return value === undefined ? undefined : toPlain(value);
}

function idOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
}

async function withRepositories(
  request: AdditionsRequest,
  settings: WorkspaceSettings,
): Promise<Pick<Additions, 'defines' | 'problems'>> {
  const { workspace, target, defines } = request;
  const enabled = settings.repositories.filter((one) => one.enabled);
  if (enabled.length === 0) return { defines, problems: [] };
  const own = await ownExtra(request).catch((thrown: unknown) => {
    if (toWire(thrown).code === 'cancelled') throw thrown;
    return null; // resolving says what is wrong with the manifest
  });
  if (own === null) return { defines, problems: [] };
  if (!Array.isArray(own)) {
    const ids = enabled.map(({ id }) => `'${id}'`).join(', ');
    const message = `The workspace's ${enabled.length === 1 ? 'repository' : 'repositories'} ${ids} cannot be handed to ${target.name}: its manifest has no list '${EXTRA}'.`;
    const hint = `Let the manifest read it: mpp-eval: locals().get('${EXTRA}', [])`;
    return { defines, problems: [{ severity: 'warning', message, hint, file: target.manifest }] };
  }
  const known = new Set(own.map(idOf));
  const more = enabled.filter(({ id }) => !known.has(id)).map((one) => entryOf(workspace, one));
  return { defines: { ...defines, [EXTRA]: [...(own as unknown[]), ...more] }, problems: [] };
}

/** Armoured keys of the workspace's repositories, by id. */
export function keysOf(settings: WorkspaceSettings): Map<string, string> {
  return new Map(settings.repositories.flatMap(({ id, gpgKey }) => (gpgKey === undefined ? [] : [[id, gpgKey]])));
}

/** Asks the solver only about repositories that are signed as the workspace wants it. */
function verifying(solve: Solve, keys: ReadonlyMap<string, string>, cache: string): Solve {
  if (keys.size === 0 || cache === '') return solve;
  const repositories = new RepositoryCache(cache);
  const verify = async (question: SolverRequest, signal?: AbortSignal): Promise<void> => {
    for (const repository of question.repos) {
      const key = keys.get(repository.id);
      if (key === undefined || repository.enabled === false) continue;
      await repositories
        .open(addressOf(repository, question, key), signal ? { signal } : {})
        .catch((thrown: unknown) => {
          const { code, message, hint } = toWire(thrown);
          if (code !== 'invalid-input') throw thrown;
          const said = `The repository '${repository.id}' is not used: ${message.replace(/^The/, 'the')}`;
          throw new StudioError('invalid-input', said, { ...(hint ? { hint } : {}), cause: thrown });
        });
    }
  };
  return async (question, signal) => {
    await verify(question, signal);
    return solve(question, signal);
  };
}

/**
 * What resolving a target takes from its workspace. The target's own `extra_repos` and the person's stay; repositories of
 * the workspace come after them.
 *
 * @throws StudioError `invalid-input` if the workspace's file or the lock file is damaged; `cancelled`
 */
export async function additionsOf(request: AdditionsRequest): Promise<Additions> {
  const { workspace, target } = request;
  const settings = await readSettings(workspace.path);
  const added = await withRepositories(request, settings);
  const verified = verifying(request.solve, keysOf(settings), request.cache);
  const solve: Solve = (question, signal) => verified(mirroredRequest(question, settings.mirrors), signal);
  const lock = request.useLock === false ? undefined : await readLock(workspace.path, target.name);
  if (!lock?.enabled) return { ...added, solve, locked: false };
  const locked = lockedSolver(lock, workspace.path);
  return { ...added, solve: async (question) => locked(mirroredRequest(question, settings.mirrors)), locked: true };
}
