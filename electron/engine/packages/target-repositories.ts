/** Which RPM repositories a target's packages come from: those that its manifest asks the solver for. */
import type { Defines, Workspace } from '../../../shared/manifest/types';
import { hostArch, nodeHost } from '../manifest/host-node';
import { findTarget, impliedDefines } from '../manifest/target';
import type { PreprocessHost } from '../manifest/host';
import { fromPlain } from '../manifest/plain';
import { preprocess } from '../manifest/preprocess';
import { PyDict } from '../manifest/python/values';
import type { Solve } from '../manifest/solver-cache';
import type { SolverRequest } from '../manifest/solver-types';
import { readSettings } from '../workspace/workspace-file';
import { additionsOf, keysOf } from './additions';
import { repositoriesOf } from './addresses';
import type { RepositoryAddress } from './metadata/repository-cache';

const FRESH_MS = 5000;
const MOST_KNOWN = 50;
const NO_DIGEST = '0'.repeat(64);

/** What a target asks the solver for, and where. */
export interface Asked {
  readonly addresses: RepositoryAddress[];
  /** Package specs of all its questions. */
  readonly requested: string[];
  /** Its questions, in their order: with the workspace's repositories and mirrors. */
  readonly requests: readonly SolverRequest[];
}

export interface QuestionsRequest {
  readonly workspace: Workspace;
  readonly target: string;
  readonly defines: Defines;
  /** Where repositories are kept whose signature is checked. */
  readonly cache: string;
  readonly signal?: AbortSignal;
}

/**
 * Preprocesses a target with the solver that is given, whatever is locked, and tells each of its questions.
 *
 * @throws StudioError what the solver throws; `not-found` for an unknown target; `invalid-input` for a manifest that
 *   cannot be read
 */
export async function questionsOf(
  { workspace, target: name, defines, cache, signal }: QuestionsRequest,
  solve: Solve,
  host: Partial<PreprocessHost> = {},
): Promise<void> {
  const target = findTarget(workspace, name);
  const implied = impliedDefines(target);
  const own = signal ? { signal } : {};
  const additions = await additionsOf({
    ...{ workspace, target, implied, defines, solve, cache, useLock: false },
    ...own,
  });
  const all = fromPlain({ ...implied, ...additions.defines });
  await preprocess(
    {
      path: target.manifest,
      cwd: workspace.path,
      importDirs: ['.'],
      defines: all instanceof PyDict ? all : new PyDict(),
      arch: hostArch(),
    },
    { ...nodeHost({ solve: (request) => additions.solve(request, signal), ...own }), ...host },
  );
}

/**
 * Preprocesses a target without solving, to see which repositories it names. What goes wrong after the first question
 * to the solver does not matter here. Signatures are not looked at: reading the repository does that.
 *
 * @throws StudioError `not-found` for an unknown target, `invalid-input` for a manifest that names no repository
 */
async function ask(workspace: Workspace, target: string, defines: Defines): Promise<Asked> {
  const requests: SolverRequest[] = [];
  const settings = await readSettings(workspace.path);
  const host = { fetchDigest: async () => NO_DIGEST, resolveCommit: async () => NO_DIGEST };
  const record: Solve = async (request) => {
    requests.push(request);
    return [];
  };
  try {
    await questionsOf({ workspace, target, defines, cache: '' }, record, host);
  } catch (thrown) {
    if (requests.length === 0) throw thrown;
  }
  const specs = requests.flatMap(({ transactions }) => transactions.flatMap((one) => one['package-specs']));
  return { addresses: repositoriesOf(requests, keysOf(settings)), requested: [...new Set(specs)], requests };
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

  /** Its repositories changed: nothing that is known counts any more. */
  forget(): void {
    this.#known.clear();
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
