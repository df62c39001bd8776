/** What a target's image would hold, against what its ref holds now. */
import { toWire } from '../../../shared/errors';
import type { Defines, Problem, Resolved, Workspace } from '../../../shared/manifest/types';
import { diffPackages } from '../../../shared/packages/diff';
import type { InstalledPackage, PackageDiff, PackagePreview, PreviewPackage } from '../../../shared/packages/types';
import type { CatalogueClient } from './catalogue-client';
import { isRequested } from './reasons';
import type { TargetRepositories } from './target-repositories';

/** What the manifests noun gives. */
export type Resolve = (request: { workspace: Workspace; target: string; defines: Defines }) => Promise<Resolved>;

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
  readonly catalogue: Pick<CatalogueClient, 'reasons'>;
  readonly targets: Pick<TargetRepositories, 'of' | 'definesOf'>;
  readonly resolve: Resolve;
  readonly history: HistoryNeeds;
}

const NOTHING: PackageDiff = { changes: [], sizeDelta: 0, before: 0, after: 0 };

/** Packages of the pipelines that end up in the image: not those that only build others. Each package once. Pure. */
export function imagePackages(resolved: Resolved, requested: readonly string[] = []): PreviewPackage[] {
  const builders = new Set(resolved.pipelines.flatMap(({ build }) => (build ? [build.replace(/^name:/, '')] : [])));
  const packages = new Map<string, PreviewPackage>();
  for (const [pipeline, solved] of Object.entries(resolved.packages)) {
    if (builders.has(pipeline)) continue;
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
   * everything is added. What cannot be resolved is in `problems`.
   *
   * @throws StudioError `cancelled`, or what resolving throws
   */
  preview(request: PreviewRequest): Promise<PackagePreview & { problems: Problem[] }>;
  /** The packages of the head commit of a target's ref, as its saved defines name it; undefined if there is none. */
  headOf(request: Omit<PreviewRequest, 'defines'>): Promise<Head | undefined>;
}

export function createPreview(needs: PreviewNeeds): Preview {
  const { catalogue, targets, history } = needs;

  const head = async (workspace: Workspace, resolved: Resolved): Promise<Head | undefined> => {
    const ref = refOf(resolved);
    const commit = ref === undefined ? undefined : await history.head(workspace.ostreeRepo, ref);
    if (commit === undefined) return undefined;
    return { commit, packages: await history.packagesOf(workspace.ostreeRepo, commit) };
  };

  const preview: Preview['preview'] = async (request) => {
    const began = performance.now();
    const { workspace, target } = request;
    const resolved = await needs.resolve(request);
    const problems = [...resolved.problems];
    const empty = { diff: NOTHING, packages: [], reasons: {}, flags: [], fixes: [], locked: false };
    if (!resolved.manifest || problems.some(({ severity }) => severity === 'error'))
      return { ...empty, problems, tookMs: performance.now() - began };
    const { addresses, requested } = await targets.of(workspace, target, request.defines);
    const packages = imagePackages(resolved, requested);
    const [reasons, against] = await Promise.all([
      catalogue.reasons({ addresses, offline: false, packages, requested }),
      head(workspace, resolved).catch((thrown: unknown): undefined => {
        const { code, message } = toWire(thrown);
        if (code === 'cancelled') throw thrown;
        problems.push({ severity: 'warning', message: `The packages of the head commit are not known: ${message}` });
      }),
    ]);
    return {
      ...{ ...empty, packages, reasons, problems },
      ...(against ? { against: against.commit } : {}),
      diff: diffPackages(against?.packages ?? [], packages),
      tookMs: performance.now() - began,
    };
  };

  return {
    preview,
    async headOf({ workspace, target }) {
      const resolved = await needs.resolve({ workspace, target, defines: await targets.definesOf(target) });
      return head(workspace, resolved);
    },
  };
}
