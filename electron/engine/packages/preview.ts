/** What a target's image would hold, against what its ref holds now. */
import { StudioError, toWire } from '../../../shared/errors';
import type { Defines, Problem, Resolved, SolvedPackage, Workspace } from '../../../shared/manifest/types';
import { diffPackages } from '../../../shared/packages/diff';
import { flagsOf } from '../../../shared/packages/flags';
import type { InstalledPackage, PackageDiff, PackagePreview, PreviewPackage } from '../../../shared/packages/types';
import type { Solve } from '../manifest/solver-cache';
import { readSettings } from '../workspace/workspace-file';
import type { CatalogueClient } from './catalogue-client';
import { findFixes } from './fixes';
import { readLock } from './lock-file';
import { isRequested } from './reasons';
import type { TargetRepositories } from './target-repositories';

/** What the manifests noun gives. */
export type Resolve = (request: {
  workspace: Workspace;
  target: string;
  defines: Defines;
  signal?: AbortSignal;
}) => Promise<Resolved>;

/** What the history noun gives. */
export interface HistoryNeeds {
  packagesOf(repo: string, checksum: string): Promise<InstalledPackage[]>;
  head(repo: string, ref: string): Promise<string | undefined>;
}

export interface PreviewRequest {
  readonly workspace: Workspace;
  readonly target: string;
  readonly defines: Defines;
}

export interface Head {
  readonly commit: string;
  readonly packages: InstalledPackage[];
}

export interface PreviewNeeds {
  readonly catalogue: Pick<CatalogueClient, 'reasons' | 'unfit' | 'unknown' | 'alternatives'>;
  readonly targets: Pick<TargetRepositories, 'of' | 'definesOf'>;
  readonly resolve: Resolve;
  readonly history: HistoryNeeds;
  readonly offline: () => Promise<boolean>;
  readonly solve: Solve;
}

const NOTHING: PackageDiff = { changes: [], sizeDelta: 0, before: 0, after: 0 };

/** Pipelines that end up in the image, with their packages: not those that only build others. */
function imageTrees(resolved: Resolved): (readonly SolvedPackage[])[] {
  const builders = new Set(resolved.pipelines.flatMap(({ build }) => (build ? [build.replace(/^name:/, '')] : [])));
  return Object.entries(resolved.packages).flatMap(([pipeline, solved]) => (builders.has(pipeline) ? [] : [solved]));
}

/** Packages of the image, each once. Pure. */
export function imagePackages(resolved: Resolved, requested: readonly string[] = []): PreviewPackage[] {
  const packages = new Map<string, PreviewPackage>();
  for (const solved of imageTrees(resolved)) {
    for (const { name, epoch, version, release, arch, installSize, downloadSize, repo } of solved)
      packages.set(`${name} ${epoch}:${version}-${release} ${arch}`, {
        ...{ name, epoch, version, release, arch, repo },
        size: installSize ?? 0,
        downloadSize: downloadSize ?? 0,
        requested: requested.some((spec) => isRequested({ name, provides: [] }, spec)),
      });
  }
  return [...packages.values()];
}

function refOf(resolved: Resolved): string | undefined {
  const ref = resolved.variables.find(({ name }) => name === 'ostree_ref')?.value;
  return typeof ref === 'string' && ref !== '' ? ref : undefined;
}

export interface Preview {
  /**
   * Resolves a target with these defines and compares its packages with those of its ref's head; without a head
   * everything is added. What cannot be resolved is in `problems`, with ways out in `fixes`. A newer question about the
   * same target ends the older.
   *
   * @throws StudioError `cancelled`, or what resolving throws
   */
  preview(request: PreviewRequest): Promise<PackagePreview & { problems: Problem[] }>;
  /** The packages of the head commit of a target's ref, as its saved defines name it; undefined if there is none. */
  headOf(request: Omit<PreviewRequest, 'defines'>): Promise<Head | undefined>;
  /** Ends what runs. */
  close(): void;
}

/** Names among the lists of the defines that were picked: they are what a person can mend. */
function picksOf(defines: Defines, requested: readonly string[]): string[] {
  const asked = new Set(requested);
  const listed = Object.values(defines).flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return [...new Set(listed.filter((entry): entry is string => typeof entry === 'string' && asked.has(entry)))];
}

type Answer = PackagePreview & { problems: Problem[] };

class Previews implements Preview {
  readonly #running = new Map<string, AbortController>();

  constructor(readonly needs: PreviewNeeds) {}

  async preview(request: PreviewRequest): Promise<Answer> {
    const key = `${request.workspace.path}\0${request.target}`;
    this.#running.get(key)?.abort();
    const controller = new AbortController();
    this.#running.set(key, controller);
    try {
      const answer = await this.#preview(request, controller.signal);
      if (controller.signal.aborted) throw new StudioError('cancelled', 'A newer preview took its place.');
      return answer;
    } finally {
      if (this.#running.get(key) === controller) this.#running.delete(key);
    }
  }

  async headOf({ workspace, target }: Omit<PreviewRequest, 'defines'>): Promise<Head | undefined> {
    const { resolve, targets } = this.needs;
    return this.#head(workspace, await resolve({ workspace, target, defines: await targets.definesOf(target) }));
  }

  close(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  async #head(workspace: Workspace, resolved: Resolved): Promise<Head | undefined> {
    const { history } = this.needs;
    const ref = refOf(resolved);
    const commit = ref === undefined ? undefined : await history.head(workspace.ostreeRepo, ref);
    if (commit === undefined) return undefined;
    return { commit, packages: await history.packagesOf(workspace.ostreeRepo, commit) };
  }

  async #preview(request: PreviewRequest, signal: AbortSignal): Promise<Answer> {
    const began = performance.now();
    const { workspace, target, defines } = request;
    const { catalogue, targets } = this.needs;
    const [resolved, lock] = await Promise.all([
      this.needs.resolve({ ...request, signal }),
      readLock(workspace.path, target).catch(() => undefined), // resolving says what is wrong with it
    ]);
    const problems = [...resolved.problems];
    const locked = lock?.enabled ?? false;
    if (!resolved.manifest || problems.some(({ severity }) => severity === 'error')) {
      const ways = locked ? NO_WAYS : await this.#ways(request, signal);
      return { ...EMPTY, ...ways, locked, problems, tookMs: performance.now() - began };
    }
    const { addresses, requested } = await targets.of(workspace, target, defines);
    const at = { addresses, offline: await this.needs.offline() };
    const packages = imagePackages(resolved, requested);
    const [reasons, unfit, unknown, against] = await Promise.all([
      catalogue.reasons({ ...at, packages, requested }, signal),
      catalogue.unfit({ ...at, packages }, signal),
      catalogue.unknown({ ...at, specs: picksOf(defines, requested) }, signal),
      this.#head(workspace, resolved).catch((thrown: unknown): undefined => {
        const { code, message } = toWire(thrown);
        if (code === 'cancelled') throw thrown;
        problems.push({ severity: 'warning', message: `The packages of the head commit are not known: ${message}` });
      }),
    ]);
    const trees = imageTrees(resolved).map((tree) => tree.map((one) => ({ ...one, size: one.installSize ?? 0 })));
    return {
      ...{ ...EMPTY, packages, reasons, problems, locked },
      ...(against ? { against: against.commit } : {}),
      flags: flagsOf({ trees, before: against?.packages, reasons, unfit, vanished: unknown }),
      diff: diffPackages(against?.packages ?? [], packages),
      tookMs: performance.now() - began,
    };
  }

  /** What can be said of a target that could not be resolved. */
  async #ways(
    { workspace, target, defines }: PreviewRequest,
    signal: AbortSignal,
  ): Promise<Pick<PackagePreview, 'flags' | 'fixes'>> {
    const { catalogue, targets, solve } = this.needs;
    try {
      const { addresses, requests, requested } = await targets.of(workspace, target, defines);
      const at = { addresses, offline: await this.needs.offline() };
      const { repositories, mirrors } = await readSettings(workspace.path);
      const vanished = await catalogue.unknown({ ...at, specs: picksOf(defines, requested) }, signal);
      const alternatives = (name: string): Promise<string[]> => catalogue.alternatives({ ...at, name }, signal);
      const fixes = await findFixes({
        ...{ workspace, defines, requests, repositories, mirrors, solve, alternatives, signal },
      });
      return { flags: flagsOf({ ...NOTHING_BUILT, vanished }), fixes };
    } catch (thrown) {
      if (toWire(thrown).code === 'cancelled') throw thrown;
      return NO_WAYS; // what is wrong is among the problems
    }
  }
}

const NO_WAYS = { flags: [], fixes: [] };
const NOTHING_BUILT = { trees: [], before: undefined, reasons: {}, unfit: [] };
const EMPTY = { diff: NOTHING, packages: [], reasons: {}, flags: [], fixes: [] };

export function createPreview(needs: PreviewNeeds): Preview {
  return new Previews(needs);
}
