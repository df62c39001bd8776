/** What the engine asks of the worker when osbuild is to run: one JSON document on its standard input. */
import { z } from 'zod';
import { Manifest } from '../../../../../shared/manifest/types';
import { WorkerJob } from '../../worker-protocol';

const absolute = z.string().startsWith('/');

export const OsbuildJob = WorkerJob.pick({
  exports: true,
  commit: true,
  work: true,
  resources: true,
  owner: true,
}).extend({
  kind: z.literal('osbuild'),
  /** What was resolved, already as osbuild takes it (see manifest.ts). */
  manifest: Manifest,
  /** The program and what stands before its options. */
  command: z.array(z.string()).min(1),
  /** Variables of its environment beside the usual ones. */
  env: z.record(z.string(), z.string()),
  libdir: absolute.optional(),
  /** osbuild's cache directory. */
  store: absolute,
  /** Bytes that its checkpoints may take. */
  cacheSize: z.number().int().min(0),
  /** Names of pipelines whose trees are kept in it. */
  checkpoints: z.array(z.string()),
  /** It has `--rundir`. */
  rundir: z.boolean(),
  /** Runs with the person's own rights: what it exports belongs to the person already. */
  rootless: z.boolean(),
  /** The pipeline is a commit that is there already, which is taken as a source. */
  seeded: z.boolean(),
  /** Where its result document is kept. */
  result: absolute,
});
export type OsbuildJob = z.infer<typeof OsbuildJob>;
