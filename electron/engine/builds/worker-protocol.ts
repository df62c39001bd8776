/** What the engine tells the privileged worker (one JSON document on its standard input) and what it answers. */
import { z } from 'zod';
import { WireError } from '../../../shared/errors';
import { Manifest } from '../../../shared/manifest/types';

const absolute = z.string().startsWith('/');
const checksum = z.string().regex(/^[0-9a-f]{64}$/);

export const WorkerJob = z.object({
  manifest: Manifest,
  /** Files and folders of trees that are wanted, the whole tree where `path` is empty. `to` must not exist. */
  exports: z.array(
    z.object({ pipeline: z.string(), path: z.string(), kind: z.enum(['file', 'folder']), to: absolute }),
  ),
  /** The commit that is wanted: an archive repository at `to` with those objects that `known` lacks. */
  commit: z.object({ pipeline: z.string(), to: absolute, known: absolute.optional() }).optional(),
  /** A commit that is there already: its pipeline does not run. */
  seed: z.object({ pipeline: z.string(), repo: absolute, commit: checksum, ref: z.string() }).optional(),
  store: absolute,
  /** Trees of stages are taken from the store, and kept in it. */
  trees: z.boolean(),
  /** Folder to work in; it is made and removed. */
  work: absolute,
  /** Memory is worked in where there is enough of it, unless this says never. */
  inMemory: z.enum(['auto', 'never']).default('auto'),
  resources: absolute,
  /** Who the results are for. */
  owner: z.object({ uid: z.number().int(), gid: z.number().int() }),
});
export type WorkerJob = z.input<typeof WorkerJob>;

export const WorkerEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan'),
    pipelines: z.array(z.object({ name: z.string(), stages: z.array(z.string()) })),
  }),
  z.object({ kind: z.literal('pipeline-start'), pipeline: z.string() }),
  /** Its tree was in the store: it does not run. */
  z.object({
    kind: z.literal('stage-cached'),
    pipeline: z.string(),
    index: z.number().int(),
    stage: z.string(),
    id: z.string(),
  }),
  z.object({
    kind: z.literal('stage-start'),
    pipeline: z.string(),
    index: z.number().int(),
    stage: z.string(),
    id: z.string(),
  }),
  z.object({ kind: z.literal('output'), pipeline: z.string(), stage: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('stage-end'),
    pipeline: z.string(),
    index: z.number().int(),
    stage: z.string(),
    ok: z.boolean(),
    seconds: z.number(),
  }),
  z.object({ kind: z.literal('pipeline-end'), pipeline: z.string(), ok: z.boolean(), seconds: z.number() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  /** A step that counts: files, objects, bytes. */
  z.object({ kind: z.literal('items'), phase: z.string(), done: z.number(), total: z.number() }),
  /** A command that was run, quoted for a POSIX shell. */
  z.object({ kind: z.literal('command'), phase: z.string(), stage: z.string().optional(), text: z.string() }),
  z.object({ kind: z.literal('step-start'), step: z.string() }),
  z.object({ kind: z.literal('step-end'), step: z.string(), ok: z.boolean(), seconds: z.number() }),
  z.object({
    kind: z.literal('result'),
    commit: z.object({ ref: z.string(), checksum }).optional(),
    /** Bytes of each export, in their order. */
    sizes: z.array(z.number()),
  }),
  z.object({ kind: z.literal('error'), error: WireError }),
]);
export type WorkerEvent = z.infer<typeof WorkerEvent>;
