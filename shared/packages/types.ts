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

export const PackageDetails = Package.extend({
  description: z.string(),
  license: z.string(),
  url: z.string(),
  source: z.string(),
  requires: z.array(z.string()),
  provides: z.array(z.string()),
  /** Names of packages in the same repositories that require one of the provides. */
  requiredBy: z.array(z.string()),
});
export type PackageDetails = z.infer<typeof PackageDetails>;

export const PackageRepository = z.object({
  id: z.string(),
  url: z.string(),
  packages: z.number().int(),
  /** ISO time of repomd.xml's revision or file, undefined if it cannot be read. */
  updated: z.string().optional(),
  problem: z.string().optional(),
});
export type PackageRepository = z.infer<typeof PackageRepository>;

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
