/** Words of the package side: NEVRAs, repositories, differences. */
import { z } from 'zod';

export const Package = z.object({
  name: z.string(),
  epoch: z.number().int(),
  version: z.string(),
  release: z.string(),
  arch: z.string(),
  repo: z.string(),
  summary: z.string(),
  /** Bytes. */
  downloadSize: z.number().int(),
  installSize: z.number().int(),
});
export type Package = z.infer<typeof Package>;

/** What a search looks in: names and summaries, what packages provide, or their files. */
export const SearchBy = z.enum(['name', 'provides', 'file']);
export type SearchBy = z.infer<typeof SearchBy>;

/** An advisory of a repository (updateinfo). */
export const Advisory = z.object({
  id: z.string(),
  /** `security`, `bugfix`, `enhancement`, `newpackage`. */
  type: z.string(),
  severity: z.string(),
  title: z.string(),
  description: z.string(),
  /** As the repository writes it. */
  issued: z.string(),
  references: z.array(z.object({ id: z.string(), type: z.string(), url: z.string() })),
  /** `[epoch:]version-release` of the package that it brought. */
  fixedIn: z.string(),
});
export type Advisory = z.infer<typeof Advisory>;

export const PackageDetails = Package.extend({
  description: z.string(),
  license: z.string(),
  url: z.string(),
  source: z.string(),
  /** Relative to the repository. */
  location: z.string(),
  checksum: z.string(),
  /** Epoch seconds. */
  buildTime: z.number(),
  /** With names of packages that provide it; none: nothing in these repositories does. */
  requires: z.array(z.object({ text: z.string(), providers: z.array(z.string()) })),
  provides: z.array(z.string()),
  recommends: z.array(z.string()),
  conflicts: z.array(z.string()),
  obsoletes: z.array(z.string()),
  /** Names of packages in the same repositories that require one of the provides. */
  requiredBy: z.array(z.string()),
  /** Every version that a repository has, newest first. */
  versions: z.array(
    z.object({
      evr: z.string(),
      repo: z.string(),
      downloadSize: z.number(),
      installSize: z.number(),
      buildTime: z.number(),
    }),
  ),
  advisories: z.array(Advisory),
});
export type PackageDetails = z.infer<typeof PackageDetails>;

export const ChangelogEntry = z.object({
  author: z.string(),
  /** Epoch seconds. */
  timestamp: z.number(),
  text: z.string(),
});
export type ChangelogEntry = z.infer<typeof ChangelogEntry>;

/** A group or environment of a repository (comps). */
export const PackageGroup = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(['group', 'environment']),
  visible: z.boolean(),
  /** `mandatory`, `default`, `optional`, `conditional` packages; of an environment its groups. */
  members: z.array(z.object({ name: z.string(), type: z.string() })),
});
export type PackageGroup = z.infer<typeof PackageGroup>;

/** A package of a commit that a repository has in a newer version. */
export const PackageUpdate = z.object({
  name: z.string(),
  arch: z.string(),
  before: z.string(),
  after: z.string(),
  repo: z.string(),
  downloadSize: z.number(),
  /** Ids of the advisories that brought it. */
  advisories: z.array(z.string()),
});
export type PackageUpdate = z.infer<typeof PackageUpdate>;

export const PackageRepository = z.object({
  id: z.string(),
  url: z.string(),
  /** Named by the manifest, or added to the workspace. */
  origin: z.enum(['manifest', 'workspace']),
  priority: z.number().int().optional(),
  packages: z.number().int(),
  /** Packages that were left out: their names are none, or they are there twice. */
  skipped: z.number().int(),
  /** ISO time of repomd.xml's revision, undefined if it says none. */
  updated: z.string().optional(),
  /** Epoch milliseconds at which its server was last asked with success. */
  checkedAt: z.number().optional(),
  /** Why its server could not be asked: what is shown is what was kept. */
  offline: z.string().optional(),
  /** repomd.xml was signed by the repository's key. */
  signed: z.boolean(),
  /** Why nothing of it is shown. */
  problem: z.string().optional(),
});
export type PackageRepository = z.infer<typeof PackageRepository>;

/** A repository that a team added to its workspace: it is handed to every target in `extra_repos`. */
export const WorkspaceRepository = z.object({
  id: z.string().regex(/^[A-Za-z0-9][\w.:-]{0,63}$/),
  /** `https:`, `http:` or `file:`; may hold `$arch`, `$basearch`, `$releasever`. Relative: a folder of the workspace. */
  baseurl: z.string().min(1).max(2000),
  enabled: z.boolean().default(true),
  /** dnf's: the smaller, the more it counts. */
  priority: z.number().int().min(1).max(9999).optional(),
  /** Armoured OpenPGP keys: repomd.xml must be signed by one of them. */
  gpgKey: z
    .string()
    .max(256 * 1024)
    .optional(),
  /** A folder of RPMs of which the studio makes a repository, and keeps it so. */
  folder: z.boolean().default(false),
});
export type WorkspaceRepository = z.infer<typeof WorkspaceRepository>;

/** Addresses that begin with `from` are read from `to` instead: a mirror nearby. */
export const MirrorOverride = z.object({ from: z.string().min(1).max(2000), to: z.string().min(1).max(2000) });
export type MirrorOverride = z.infer<typeof MirrorOverride>;

/** An installed package, as an rpmdb or a depsolve names it. */
export const InstalledPackage = z.object({
  name: z.string(),
  epoch: z.number().int(),
  version: z.string(),
  release: z.string(),
  arch: z.string(),
  /** Installed size in bytes. */
  size: z.number().int(),
});
export type InstalledPackage = z.infer<typeof InstalledPackage>;

export const PackageChange = z.object({
  kind: z.enum(['added', 'removed', 'upgraded', 'downgraded']),
  name: z.string(),
  arch: z.string(),
  /** `[epoch:]version-release`. */
  before: z.string().optional(),
  after: z.string().optional(),
  /** Installed bytes after minus before. */
  sizeDelta: z.number().int(),
});
export type PackageChange = z.infer<typeof PackageChange>;

export const PackageDiff = z.object({
  changes: z.array(PackageChange),
  /** Installed bytes after minus before. */
  sizeDelta: z.number().int(),
  before: z.number().int(),
  after: z.number().int(),
});
export type PackageDiff = z.infer<typeof PackageDiff>;

/** A package of a resolved set. */
export const PreviewPackage = InstalledPackage.extend({
  repo: z.string(),
  /** Bytes. */
  downloadSize: z.number().int(),
  /** Somebody asked for it: the manifest or the defines. */
  requested: z.boolean(),
});
export type PreviewPackage = z.infer<typeof PreviewPackage>;

/** Which package brought another into a set, and by which requirement: one step of the way from a request. */
export const PackageReason = z.object({ by: z.string(), requirement: z.string() });
export type PackageReason = z.infer<typeof PackageReason>;

/** A way out of packages that cannot be resolved together. */
export const PackageFix = z.discriminatedUnion('kind', [
  /** Takes an entry off a list of names. */
  z.object({ kind: z.literal('remove'), title: z.string(), define: z.string(), entry: z.string() }),
  z.object({ kind: z.literal('replace'), title: z.string(), define: z.string(), entry: z.string(), by: z.string() }),
  /** Turns on a repository of the workspace that has what is missing. */
  z.object({ kind: z.literal('enable'), title: z.string(), repository: z.string() }),
]);
export type PackageFix = z.infer<typeof PackageFix>;

/** Something that a person should know before building. */
export const PackageFlag = z.object({
  kind: z.enum(['kernel', 'duplicate', 'unfit', 'vanished', 'many']),
  name: z.string(),
  message: z.string(),
});
export type PackageFlag = z.infer<typeof PackageFlag>;

/** What a target's image would hold with some defines, against the head commit of its ref. */
export const PackagePreview = z.object({
  /** Checksum of the commit that it is compared with. */
  against: z.string().optional(),
  diff: PackageDiff,
  packages: z.array(PreviewPackage),
  /** By package name. */
  reasons: z.record(z.string(), PackageReason),
  flags: z.array(PackageFlag),
  fixes: z.array(PackageFix),
  /** True if the set is that of the target's lock file, not of the solver. */
  locked: z.boolean(),
  /** Milliseconds. */
  tookMs: z.number(),
});
export type PackagePreview = z.infer<typeof PackagePreview>;

/** The lock file of a target: exact packages, kept in the workspace. */
export const LockState = z.object({
  /** Relative to the workspace. */
  path: z.string(),
  exists: z.boolean(),
  /** Builds use it. */
  enabled: z.boolean(),
  /** Epoch milliseconds. */
  lockedAt: z.number().optional(),
  packages: z.number().int(),
  /** What resolving now would change; undefined if it cannot be resolved. */
  drift: PackageDiff.optional(),
  /** Locked packages that no repository has any more. */
  vanished: z.array(z.string()),
});
export type LockState = z.infer<typeof LockState>;
