/** Words of the history side: refs, commits, and what changed. */
import { z } from 'zod';
import { PackageDiff } from '../packages/types';

export const Ref = z.object({
  name: z.string(),
  /** Remote name for a remote ref. */
  remote: z.string().optional(),
  head: z.string(),
  /** Commits reachable from the head (bounded count). */
  commits: z.number().int(),
  version: z.string().optional(),
  /** Epoch seconds of the head. */
  timestamp: z.number(),
});
export type Ref = z.infer<typeof Ref>;

export const Repository = z.object({
  path: z.string(),
  exists: z.boolean(),
  mode: z.string(),
  /** Bytes on disk. */
  size: z.number(),
  refs: z.array(Ref),
});
export type Repository = z.infer<typeof Repository>;

/** A node of the graph. */
export const Commit = z.object({
  checksum: z.string(),
  parent: z.string().optional(),
  /** True if `parent` is named but not in the repository. */
  parentMissing: z.boolean(),
  subject: z.string(),
  version: z.string().optional(),
  /** Epoch seconds, UTC. */
  timestamp: z.number(),
  /** Refs whose head this is. */
  refs: z.array(z.string()),
});
export type Commit = z.infer<typeof Commit>;

export const CommitDetails = Commit.extend({
  body: z.string(),
  /** SHA-256 of root dirtree and dirmeta contents, as `ostree log` prints it (ContentChecksum). */
  contentChecksum: z.string(),
  /** Sum of the files' sizes in bytes. */
  size: z.number().optional(),
  files: z.number().int().optional(),
  /** Every metadata key with its GVariant text. */
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
  packages: z.number().int().optional(),
  /** Undefined if there is no parent or no readable rpmdb. */
  diff: PackageDiff.optional(),
  /** Why sizes or packages are missing, in a sentence. */
  note: z.string().optional(),
  /** Job that made it, if the studio did. */
  job: z.string().optional(),
});
export type CommitDetails = z.infer<typeof CommitDetails>;
