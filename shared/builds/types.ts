/** Words of the build side: jobs, their progress, and the log records. */
import { z } from 'zod';
import { WireError } from '../errors';
import { Defines } from '../manifest/types';

/** What a person asks for. */
export const BuildRequest = z.discriminatedUnion('kind', [
  /** Build a target: `starter-qemu-minimal-ostree.x86_64.qcow2`, optionally with `@suffix` before the arch dot. */
  z.object({
    kind: z.literal('target'),
    target: z.string(),
    defines: Defines.default({}),
    ostreeRepo: z.string().optional(),
  }),
  /** Make a bootable disk of an existing commit with the target's image pipelines. */
  z.object({
    kind: z.literal('image-of-commit'),
    target: z.string(),
    commit: z.string(),
    defines: Defines.default({}),
    ostreeRepo: z.string().optional(),
  }),
  /** Make or refresh the starter repository (RPMs converted from the host's Debian packages). */
  z.object({ kind: z.literal('starter-repository') }),
]);
export type BuildRequest = z.infer<typeof BuildRequest>;

export const StageProgress = z.object({
  type: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Seconds, of a finished stage. */
  duration: z.number().optional(),
  /** Epoch milliseconds, of a running stage. */
  startedAt: z.number().optional(),
});
export type StageProgress = z.infer<typeof StageProgress>;

/** A phase is a pipeline of the manifest, or a step of the studio round it (resolve, sources, pull, move). */
export const Phase = z.object({
  name: z.string(),
  kind: z.enum(['step', 'pipeline']),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  stages: z.array(StageProgress),
  duration: z.number().optional(),
  startedAt: z.number().optional(),
});
export type Phase = z.infer<typeof Phase>;

export const Progress = z.object({
  phases: z.array(Phase),
  /** 0 to 1. */
  fraction: z.number(),
  /** One line: what is going on now. */
  label: z.string(),
  /** Seconds that are left, where an earlier build of the same target tells. */
  remaining: z.number().optional(),
});
export type Progress = z.infer<typeof Progress>;

export const Artifact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    path: z.string(),
    format: z.enum(['qcow2', 'img']),
    size: z.number(),
    commit: z.string().optional(),
  }),
  z.object({
    kind: z.literal('commit'),
    repo: z.string(),
    ref: z.string(),
    checksum: z.string(),
    parent: z.string().optional(),
  }),
  z.object({ kind: z.literal('repository'), path: z.string(), packages: z.number().int() }),
]);
export type Artifact = z.infer<typeof Artifact>;

export const JobStatus = z.discriminatedUnion('kind', [
  /** `reason`: what it waits for, in words (`for ref starter/…`). */
  z.object({ kind: z.literal('waiting'), reason: z.string().optional() }),
  z.object({ kind: z.literal('running'), startedAt: z.number() }),
  z.object({ kind: z.literal('done'), startedAt: z.number(), endedAt: z.number() }),
  z.object({ kind: z.literal('failed'), startedAt: z.number(), endedAt: z.number(), error: WireError }),
  z.object({ kind: z.literal('cancelled'), startedAt: z.number().optional(), endedAt: z.number() }),
  /** The engine went away while it ran; what it left was swept. */
  z.object({ kind: z.literal('interrupted'), startedAt: z.number(), endedAt: z.number() }),
]);
export type JobStatus = z.infer<typeof JobStatus>;

export const Job = z.object({
  /** Ascending number as text: `41`. */
  id: z.string(),
  title: z.string(),
  request: BuildRequest,
  workspace: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  status: JobStatus,
  progress: Progress,
  artifacts: z.array(Artifact),
  /** The command that does the same from a shell, correctly quoted. */
  command: z.string(),
});
export type Job = z.infer<typeof Job>;

/** One line of a job's log. */
export const LogRecord = z.object({
  /** Counts from 0 within the job. */
  seq: z.number().int(),
  /** Epoch milliseconds. */
  time: z.number(),
  phase: z.string(),
  stage: z.string().optional(),
  kind: z.enum(['info', 'output', 'stage-start', 'stage-end', 'error']),
  text: z.string(),
});
export type LogRecord = z.infer<typeof LogRecord>;
