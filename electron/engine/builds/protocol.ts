/** What the studio and its build worker say to each other: one JSON job in, JSON lines out. */
import { z } from 'zod';
import { WireError } from '../../../shared/errors';

/** The whole job. Standard input stays open behind it: its end means that the studio is gone, and cancels. */
export const WorkerJob = z.object({
  /** A resolved osbuild manifest, version 2; validated by the worker. */
  manifest: z.unknown(),
  /** Names of the pipelines whose trees are wanted. */
  exports: z.array(z.string()),
  /** Receives `<pipeline>/…` of each export when the whole build succeeded. */
  output: z.string(),
  /** `sources/org.osbuild.files/sha256:…` */
  store: z.string(),
  /** Used for work where memory does not allow a tmpfs. */
  work: z.string(),
  /** Where resources are recorded before they are taken. */
  resources: z.string(),
  /** Fill a pipeline from an existing commit instead of running its stages. */
  seed: z.object({ pipeline: z.string(), repo: z.string(), commit: z.string(), ref: z.string() }).optional(),
  /** Who gets the exported files. */
  owner: z.object({ uid: z.number().int(), gid: z.number().int() }),
});
export type WorkerJob = z.infer<typeof WorkerJob>;

export const WorkerEvent = z.discriminatedUnion('kind', [
  /** The pipelines that will run, with the types of their stages, in order. */
  z.object({
    kind: z.literal('plan'),
    pipelines: z.array(z.object({ name: z.string(), stages: z.array(z.string()) })),
  }),
  z.object({ kind: z.literal('phase-start'), name: z.string() }),
  z.object({ kind: z.literal('phase-end'), name: z.string(), seconds: z.number(), ok: z.boolean() }),
  z.object({ kind: z.literal('stage-start'), pipeline: z.string(), index: z.number().int(), type: z.string() }),
  z.object({
    kind: z.literal('stage-end'),
    pipeline: z.string(),
    index: z.number().int(),
    type: z.string(),
    seconds: z.number(),
    ok: z.boolean(),
  }),
  z.object({ kind: z.literal('log'), phase: z.string(), stage: z.string().optional(), text: z.string() }),
  /** Metadata that stages wrote, by pipeline and stage type, as osbuild's result has it. */
  z.object({ kind: z.literal('result'), metadata: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  z.object({ kind: z.literal('error'), error: WireError }),
]);
export type WorkerEvent = z.infer<typeof WorkerEvent>;
/** The phases round the pipelines. */
export const SOURCES_PHASE = 'sources';
export const EXPORT_PHASE = 'export';
