/** Which RPM repositories a target's packages come from: those that its manifest asks the solver for. */
import type { Defines, Workspace } from '../../../shared/manifest/types';
import { hostArch, nodeHost } from '../manifest/host-node';
import { findTarget, impliedDefines } from '../manifest/manifests';
import { fromPlain } from '../manifest/plain';
import { preprocess } from '../manifest/preprocess';
import { PyDict } from '../manifest/python/values';
import type { SolverRepository, SolverRequest } from '../manifest/solver-types';
import type { RepositoryAddress } from './metadata/repository-cache';

const FRESH_MS = 5000;
const MOST_KNOWN = 50;
const NO_DIGEST = '0'.repeat(64);

/** The address that the solver would read; dnf's variables are filled in. */
function addressOf(repository: SolverRepository, request: SolverRequest): RepositoryAddress {
  const url = repository.baseurl?.[0] ?? repository.metalink ?? repository.mirrorlist ?? '';
  const filled = url
    .replace(/\$(?:basearch|arch)\b|\$\{(?:basearch|arch)\}/g, request.arch)
    .replace(/\$releasever\b|\$\{releasever\}/g, request.releasever);
  const { id, priority } = repository;
  return {
    id,
    url: filled,
    indirect: repository.baseurl === undefined,
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Repositories of all questions to the solver, in their order, each id once. Pure. */
export function repositoriesOf(requests: readonly SolverRequest[]): RepositoryAddress[] {
  const found = new Map<string, RepositoryAddress>();
  for (const request of requests) {
    for (const repository of request.repos) {
      if (repository.enabled === false || found.has(repository.id)) continue;
      found.set(repository.id, addressOf(repository, request));
    }
  }
  return [...found.values()];
}

/**
 * Preprocesses a target without solving, to see which repositories it names. What goes wrong after the first question
 * to the solver does not matter here.
 *
 * @throws StudioError `not-found` for an unknown target, `invalid-input` for a manifest that names no repository
 */
async function ask(workspace: Workspace, name: string, defines: Defines): Promise<Asked> {
  const target = findTarget(workspace, name);
  const requests: SolverRequest[] = [];
  const host = {
    ...nodeHost({
      solve: async (request) => {
        requests.push(request);
        return [];
      },
    }),
    fetchDigest: async () => NO_DIGEST,
    resolveCommit: async () => NO_DIGEST,
  };
  const all = fromPlain({ ...impliedDefines(target), ...defines });
  try {
    await preprocess(
      {
        path: target.manifest,
        cwd: workspace.path,
        importDirs: ['.'],
        defines: all instanceof PyDict ? all : new PyDict(),
        arch: hostArch(),
      },
      host,
    );
  } catch (thrown) {
    if (requests.length === 0) throw thrown;
  }
  const specs = requests.flatMap(({ transactions }) => transactions.flatMap((one) => one['package-specs']));
  return { addresses: repositoriesOf(requests), requested: [...new Set(specs)] };
}

/** What a target asks the solver for, and where. */
export interface Asked {
  readonly addresses: RepositoryAddress[];
  /** Package specs of all its questions. */
  readonly requested: string[];
}

interface Known extends Asked {
  readonly at: number;
}

/** Remembers each target's repositories; once known, the manifest is read again beside the answer, not before it. */
export class TargetRepositories {
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<Asked>>();

  /** @param definesOf the defines that are kept for a target: they may name more repositories. */
  constructor(readonly definesOf: (target: string) => Promise<Defines>) {}

  /**
   * With the defines that are kept for the target, or with these.
   *
   * @throws StudioError `not-found` for an unknown target, `invalid-input` for a manifest that cannot be read
   */
  async of(workspace: Workspace, target: string, defines?: Defines): Promise<Asked> {
    const key = `${workspace.path}\0${target}\0${defines ? JSON.stringify(defines) : ''}`;
    const known = this.#known.get(key);
    if (known && Date.now() - known.at < FRESH_MS) return known;
    const asking =
      this.#asking.get(key) ?? this.#ask(workspace, target, key, defines).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    if (!known || defines) return asking;
    asking.catch(() => this.#known.delete(key)); // the next question says what is wrong
    return known;
  }

  async #ask(workspace: Workspace, target: string, key: string, defines: Defines | undefined): Promise<Asked> {
    const asked = await ask(workspace, target, defines ?? (await this.definesOf(target)));
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < MOST_KNOWN) break;
      this.#known.delete(oldest);
    }
    this.#known.set(key, { ...asked, at: Date.now() });
    return asked;
  }
}
