/** Which RPM repositories a target's packages come from: those that its manifest asks the solver for. */
import type { Defines, Workspace } from '../../../shared/manifest/types';
import { hostArch, nodeHost } from '../manifest/host-node';
import { findTarget, impliedDefines } from '../manifest/manifests';
import { fromPlain } from '../manifest/plain';
import { preprocess } from '../manifest/preprocess';
import { PyDict } from '../manifest/python/values';
import type { SolverRepository, SolverRequest } from '../manifest/solver-types';
import type { RepositoryAddress } from './repositories';

const FRESH_MS = 5000;
const NO_DIGEST = '0'.repeat(64);

/** The address that the solver would read; dnf's variables are filled in. */
function addressOf(repository: SolverRepository, request: SolverRequest): RepositoryAddress {
  const url = repository.baseurl?.[0] ?? repository.metalink ?? repository.mirrorlist ?? '';
  const filled = url
    .replace(/\$(?:basearch|arch)\b|\$\{(?:basearch|arch)\}/g, request.arch)
    .replace(/\$releasever\b|\$\{releasever\}/g, request.releasever);
  return { id: repository.id, url: filled, indirect: repository.baseurl === undefined };
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
async function askedRepositories(workspace: Workspace, name: string, defines: Defines): Promise<RepositoryAddress[]> {
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
  return repositoriesOf(requests);
}

interface Known {
  readonly addresses: RepositoryAddress[];
  readonly at: number;
}

/** Remembers each target's repositories; once known, the manifest is read again beside the answer, not before it. */
export class TargetRepositories {
  readonly #definesOf: (target: string) => Promise<Defines>;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<RepositoryAddress[]>>();

  /** @param definesOf the defines that are kept for a target: they may name more repositories. */
  constructor(definesOf: (target: string) => Promise<Defines>) {
    this.#definesOf = definesOf;
  }

  /** @throws StudioError `not-found` for an unknown target, `invalid-input` for a manifest that cannot be read */
  async of(workspace: Workspace, target: string): Promise<RepositoryAddress[]> {
    const key = `${workspace.path}\0${target}`;
    const known = this.#known.get(key);
    if (known && Date.now() - known.at < FRESH_MS) return known.addresses;
    const asking = this.#asking.get(key) ?? this.#ask(workspace, target, key).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    if (!known) return asking;
    asking.catch(() => this.#known.delete(key)); // the next question says what is wrong
    return known.addresses;
  }

  async #ask(workspace: Workspace, target: string, key: string): Promise<RepositoryAddress[]> {
    const defines = await this.#definesOf(target);
    const addresses = await askedRepositories(workspace, target, defines);
    this.#known.set(key, { addresses, at: Date.now() });
    return addresses;
  }
}
