/** Words of the machine side: virtual machines, deployments in them, and the repository published to them. */
import { z } from 'zod';

export const Accelerator = z.object({
  kind: z.enum(['kvm', 'tcg']),
  /** Why, in a sentence: "KVM booted a test kernel in 0.4 s" or "/dev/kvm hangs: the test kernel did not answer in 5 s". */
  reason: z.string(),
  /** QEMU's arguments: `["-accel", "tcg,thread=multi", "-cpu", "max"]`. */
  arguments: z.array(z.string()),
});
export type Accelerator = z.infer<typeof Accelerator>;

/** One deployment as the guest reports it. */
export const Deployment = z.object({
  osname: z.string(),
  checksum: z.string(),
  serial: z.number().int(),
  version: z.string().optional(),
  /** Epoch seconds of the commit. */
  timestamp: z.number().optional(),
  origin: z.string().optional(),
  booted: z.boolean(),
  pending: z.boolean(),
  staged: z.boolean(),
  rollback: z.boolean(),
  pinned: z.boolean(),
});
export type Deployment = z.infer<typeof Deployment>;

export const MachineState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  /** Firmware to login prompt; `since` epoch ms of power-on or reset. */
  z.object({ kind: z.literal('booting'), since: z.number() }),
  z.object({ kind: z.literal('login'), bootSeconds: z.number() }),
  /** A shell prompt was seen: commands can be run. */
  z.object({ kind: z.literal('shell'), bootSeconds: z.number() }),
  z.object({ kind: z.literal('panicked'), line: z.string() }),
  /** No prompt within the deadline. */
  z.object({ kind: z.literal('silent'), since: z.number() }),
  z.object({ kind: z.literal('stopped'), reason: z.string() }),
]);
export type MachineState = z.infer<typeof MachineState>;

export const PublishedRequest = z.object({
  /** Epoch milliseconds. */
  time: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number().int(),
  bytes: z.number().int(),
});
export type PublishedRequest = z.infer<typeof PublishedRequest>;

export const Upgrade = z.object({
  /** The line that ostree printed: "15 metadata, 3 content objects fetched; …". Undefined if there was no update. */
  transferred: z.string().optional(),
  metadataObjects: z.number().int().optional(),
  contentObjects: z.number().int().optional(),
  /** Kibibytes as ostree prints them. */
  transferredKiB: z.number().optional(),
  available: z.boolean(),
  seconds: z.number(),
});
export type Upgrade = z.infer<typeof Upgrade>;

export const GuestActionKind = z.enum(['refresh', 'upgrade', 'reboot', 'rollback']);
export type GuestActionKind = z.infer<typeof GuestActionKind>;

export const Machine = z.object({
  id: z.string(),
  name: z.string(),
  /** The image it was booted from. */
  image: z.string(),
  /** The commit that the image was built with, where known. */
  commit: z.string().optional(),
  persistent: z.boolean(),
  repo: z.string().optional(),
  publishing: z.boolean(),
  accelerator: z.enum(['kvm', 'tcg']),
  memoryMiB: z.number().int(),
  cpus: z.number().int(),
  createdAt: z.number(),
  state: MachineState,
  deployments: z.array(Deployment),
  /** A guest action that is under way. */
  action: GuestActionKind.optional(),
  lastUpgrade: Upgrade.optional(),
  /** The last guest action's failure, in a sentence. */
  problem: z.string().optional(),
  requests: z.array(PublishedRequest),
});
export type Machine = z.infer<typeof Machine>;
