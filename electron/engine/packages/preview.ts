/** What a target's image would hold, against what its ref holds now. */
import { StudioError, toWire } from '../../../shared/errors';
import type { Defines, Problem, Resolved, Workspace } from '../../../shared/manifest/types';
import { diffPackages } from '../../../shared/packages/diff';
import type { InstalledPackage, PackageDiff } from '../../../shared/packages/types';

/** What the manifests noun gives. */
export type Resolve = (request: { workspace: Workspace; target: string; defines: Defines }) => Promise<Resolved>;

/** What the history noun gives. */
export interface HistoryNeeds {
  packagesOf(repo: string, checksum: string): Promise<InstalledPackage[]>;
  head(repo: string, ref: string): Promise<string | undefined>;
}

export interface Preview {
  against?: string;
  diff: PackageDiff;
  problems: Problem[];
}

const NOTHING: PackageDiff = { changes: [], sizeDelta: 0, before: 0, after: 0 };

/** Packages of the pipelines that end up in the image: not those that only build others. Each package once. Pure. */
export function imagePackages(resolved: Resolved): InstalledPackage[] {
  const builders = new Set(resolved.pipelines.flatMap(({ build }) => (build ? [build.replace(/^name:/, '')] : [])));
  const packages = new Map<string, InstalledPackage>();
  for (const [pipeline, solved] of Object.entries(resolved.packages)) {
    if (builders.has(pipeline)) continue;
    for (const { name, epoch, version, release, arch, installSize } of solved)
      packages.set(`${name} ${epoch}:${version}-${release} ${arch}`, {
        ...{ name, epoch, version, release, arch },
        size: installSize ?? 0,
      });
  }
  return [...packages.values()];
}

function refOf(resolved: Resolved): string | undefined {
  const ref = resolved.variables.find(({ name }) => name === 'ostree_ref')?.value;
  return typeof ref === 'string' && ref !== '' ? ref : undefined;
}

/**
 * Resolves a target with these defines and compares its packages with those of its ref's head; without a head
 * everything is added. What cannot be resolved is in `problems`.
 *
 * @throws StudioError `cancelled`, or what resolving throws
 */
export async function previewPackages(
  request: { workspace: Workspace; target: string; defines: Defines },
  resolve: Resolve,
  history: HistoryNeeds,
): Promise<Preview> {
  const resolved = await resolve(request);
  const problems = [...resolved.problems];
  if (!resolved.manifest || problems.some(({ severity }) => severity === 'error')) return { diff: NOTHING, problems };
  const { ostreeRepo } = request.workspace;
  const ref = refOf(resolved);
  const after = imagePackages(resolved);
  try {
    const head = ref === undefined ? undefined : await history.head(ostreeRepo, ref);
    if (head === undefined) return { diff: diffPackages([], after), problems };
    return { against: head, diff: diffPackages(await history.packagesOf(ostreeRepo, head), after), problems };
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'cancelled') throw thrown;
    const { message } = toWire(thrown);
    problems.push({ severity: 'warning', message: `The packages of ${ref ?? 'the ref'} are not known: ${message}` });
    return { diff: diffPackages([], after), problems };
  }
}
