/** Words of the build side: jobs, their progress, and the log records. */
import { z } from 'zod';
import { WireError } from '../errors';
import { Defines, Format } from '../manifest/types';

/** Which engine runs the manifest; `auto`: osbuild where it is installed and can run it, else the built-in one. */
export const EngineChoice = z.enum(['auto', 'osbuild', 'built-in']);
export type EngineChoice = z.infer<typeof EngineChoice>;

const buildOptions = {
  defines: Defines.default({}),
  ostreeRepo: z.string().optional(),
  engine: EngineChoice.default('auto'),
  /** Further formats that are made of the same trees in the same job: they have the same commit. */
  alsoFormats: z.array(Format).default([]),
  /** A stage that fails keeps its sandbox for a shell and a look at its tree, until it is released. */
  keepFailed: z.boolean().default(false),
};

/** Who vouches for what is pulled: nobody, or the keys of an OpenPGP key ring. */
export const PullTrust = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('gpg'), keyring: z.string() }),
]);
export type PullTrust = z.infer<typeof PullTrust>;

/** What a person asks for. A `repo` that is left out is the workspace's. */
export const BuildRequest = z.discriminatedUnion('kind', [
  /** Build a target: `starter-qemu-minimal-ostree.x86_64.qcow2`, optionally with `@suffix` before the arch dot. */
  z.object({ kind: z.literal('target'), target: z.string(), ...buildOptions }),
  /** Make a bootable disk of an existing commit with the target's image pipelines. */
  z.object({ kind: z.literal('image-of-commit'), target: z.string(), commit: z.string(), ...buildOptions }),
  /** Make or refresh the starter repository (RPMs converted from the host's Debian packages). */
  z.object({ kind: z.literal('starter-repository') }),
  /** `ostree pull --mirror` of refs (all if empty) from a remote repository; an interrupted one goes on. */
  z.object({
    kind: z.literal('pull'),
    url: z.string(),
    refs: z.array(z.string()).default([]),
    repo: z.string().optional(),
    trust: PullTrust,
    /** Parents to bring along; -1: all. */
    depth: z.number().int().min(-1).default(0),
  }),
  /** A static delta to `to` (a commit or a ref), from `from`, or from nothing where it is null. */
  z.object({
    kind: z.literal('delta'),
    repo: z.string().optional(),
    from: z.string().nullable(),
    to: z.string(),
    /** Writes one self-contained file for use without a network (`--inline --min-fallback-size=0`) here. */
    file: z.string().optional(),
  }),
  /** Removes commits that are `keepDepth` parents from every ref or farther, and objects that nothing needs. */
  z.object({
    kind: z.literal('prune'),
    repo: z.string().optional(),
    /** -1: keep every commit that a ref reaches. */
    keepDepth: z.number().int().min(-1).default(-1),
    dryRun: z.boolean().default(false),
  }),
  /** `ostree fsck`: every object against its checksum. */
  z.object({ kind: z.literal('check'), repo: z.string().optional() }),
]);
export type BuildRequest = z.infer<typeof BuildRequest>;
/** A request as it is written: what has a default may be left out. */
export type BuildRequestInput = z.input<typeof BuildRequest>;

const items = z.object({ done: z.number(), total: z.number() });

export const StageProgress = z.object({
  type: z.string(),
  /** SHA-256 as osbuild computes it. */
  id: z.string().optional(),
  /** `cached`: its tree was in the store, so that it did not run. */
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cached']),
  /** Seconds, of a finished stage. */
  duration: z.number().optional(),
  /** Epoch milliseconds, of a running stage. */
  startedAt: z.number().optional(),
  /** Seconds that earlier runs of the same stage took, their median. */
  expected: z.number().optional(),
});
export type StageProgress = z.infer<typeof StageProgress>;

/** A phase is a pipeline of the manifest, or a step of the studio round it (resolve, sources, pull, move). */
export const Phase = z.object({
  name: z.string(),
  kind: z.enum(['step', 'pipeline']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cached']),
  stages: z.array(StageProgress),
  duration: z.number().optional(),
  startedAt: z.number().optional(),
  expected: z.number().optional(),
  /** Of a step that counts: files, objects, bytes. */
  items: items.optional(),
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
  /** A file or folder in a format of a target name; `commit`: the OSTree commit in it. */
  z.object({
    kind: z.literal('image'),
    path: z.string(),
    format: Format,
    /** Bytes on disk. */
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
  z.object({
    kind: z.literal('delta'),
    repo: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    size: z.number(),
    /** Where it was written to a file of its own. */
    path: z.string().optional(),
  }),
]);
export type Artifact = z.infer<typeof Artifact>;

/** What a person can press to mend a failure. */
export const Remedy = z.discriminatedUnion('kind', [
  /** Removes from the store what can be made again; bytes. */
  z.object({ kind: z.literal('clean-store'), freeable: z.number() }),
  /** A command for a terminal, shown and copied. */
  z.object({ kind: z.literal('command'), label: z.string(), command: z.string() }),
  /** The metadata of the repositories is read again, then the job runs again. */
  z.object({ kind: z.literal('refresh-and-retry') }),
  z.object({ kind: z.literal('retry') }),
  /** A define of the target is set, and the job runs again. */
  z.object({ kind: z.literal('set-define'), name: z.string(), value: z.unknown(), label: z.string() }),
  z.object({ kind: z.literal('open-file'), file: z.string(), line: z.number().int().optional() }),
  z.object({ kind: z.literal('use-engine'), engine: EngineChoice }),
  z.object({ kind: z.literal('set-up') }),
]);
export type Remedy = z.infer<typeof Remedy>;

/** A failure told: `error.message` of the status is the sentence. */
export const Failure = z.object({
  cause: z.enum([
    'disk-full',
    'missing-package',
    'checksum',
    'no-loop-device',
    'no-permission',
    'unreachable',
    'missing-tool',
    'out-of-memory',
    'manifest',
    'conflict',
    'unknown',
  ]),
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  /** The lines of the log that decide, at most 20. */
  lines: z.array(z.string()),
  /** Number of the log record of the first of them. */
  seq: z.number().int().optional(),
  remedies: z.array(Remedy),
});
export type Failure = z.infer<typeof Failure>;

export const JobStatus = z.discriminatedUnion('kind', [
  /** `reason`: what it waits for, in words (`for ref starter/…`). */
  z.object({ kind: z.literal('waiting'), reason: z.string().optional() }),
  z.object({ kind: z.literal('running'), startedAt: z.number() }),
  z.object({ kind: z.literal('done'), startedAt: z.number(), endedAt: z.number() }),
  z.object({
    kind: z.literal('failed'),
    startedAt: z.number(),
    endedAt: z.number(),
    error: WireError,
    failure: Failure.optional(),
  }),
  z.object({ kind: z.literal('cancelled'), startedAt: z.number().optional(), endedAt: z.number() }),
  /** The engine went away while it ran; what it left was swept. */
  z.object({ kind: z.literal('interrupted'), startedAt: z.number(), endedAt: z.number() }),
]);
export type JobStatus = z.infer<typeof JobStatus>;

/** What a job ran with, as far as it is known yet. */
export const JobFacts = z.object({
  engine: z.object({ kind: z.enum(['osbuild', 'built-in']), version: z.string() }).optional(),
  /** How the privileged part ran. `user-namespace`: without any privilege. */
  privilege: z.enum(['root', 'sudo', 'pkexec', 'user-namespace', 'osbuild']).optional(),
  /** `git` revision of the workspace, and the files in it that differ from it. */
  git: z.object({ head: z.string(), branch: z.string().optional(), changed: z.array(z.string()) }).optional(),
  tools: z.array(z.object({ name: z.string(), version: z.string() })).default([]),
});
export type JobFacts = z.infer<typeof JobFacts>;

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
  /** Higher runs first; 0 is usual. */
  priority: z.number().int().min(-1).max(1).default(0),
  /** Place among jobs of the same priority, ascending; its number unless it was moved. */
  order: z.number().optional(),
  /** Jobs that were asked for together. */
  group: z.string().optional(),
  /** The job whose request this repeats. */
  repeats: z.string().optional(),
  facts: JobFacts.default({ tools: [] }),
  /** The sandbox of the stage that failed is still there, for `builds.shell` and `builds.tree`. */
  sandbox: z.object({ pipeline: z.string(), stage: z.string(), since: z.number() }).optional(),
  /** The repository that it works on, and the ref that it writes, once they are known. */
  repo: z.string().optional(),
  ref: z.string().optional(),
  /** A studio that is not this one works on it. */
  elsewhere: z.boolean().default(false),
});
export type Job = z.infer<typeof Job>;

/** The queue of a data folder, which all studios of this user on it share. */
export const QueueState = z.object({
  /** Nothing new is started; what runs goes on. */
  paused: z.boolean(),
  /** Jobs at once; `auto`: by processors and memory. */
  limit: z.union([z.literal('auto'), z.number().int().min(1).max(16)]),
  /** What `auto` comes to on this machine. */
  automatic: z.number().int(),
  /** Who starts jobs: this studio, or another one, which is named. */
  runner: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('this') }),
    z.object({ kind: z.literal('other'), pid: z.number().int(), since: z.number() }),
    z.object({ kind: z.literal('none') }),
  ]),
});
export type QueueState = z.infer<typeof QueueState>;

/** One command that a job ran, in order. `text` is quoted for a POSIX shell. */
export const RanCommand = z.object({
  phase: z.string(),
  stage: z.string().optional(),
  text: z.string(),
});
export type RanCommand = z.infer<typeof RanCommand>;

/** A part of a log that can be folded: a stage, or a step. Record numbers, `last` included. */
export const LogSection = z.object({
  phase: z.string(),
  stage: z.string().optional(),
  first: z.number().int(),
  last: z.number().int(),
  /** Seconds; undefined while it runs. */
  seconds: z.number().optional(),
  failed: z.boolean().default(false),
});
export type LogSection = z.infer<typeof LogSection>;

/** A file or folder in the tree of a failed stage. */
export const TreeEntry = z.object({
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'device', 'other']),
  /** Permission bits, octal text: `0755`. */
  mode: z.string(),
  uid: z.number().int(),
  gid: z.number().int(),
  size: z.number(),
  /** Of a link. */
  target: z.string().optional(),
});
export type TreeEntry = z.infer<typeof TreeEntry>;

/** What the studio keeps on disk to be faster next time. Sizes in bytes. */
export const StoreState = z.object({
  path: z.string(),
  /** Free on that file system. */
  free: z.number(),
  /** Trees of stages, by stage id. */
  objects: z.object({ count: z.number().int(), size: z.number(), limit: z.number() }),
  /** Downloaded sources, by checksum. */
  sources: z.object({ count: z.number().int(), size: z.number() }),
  /** Answers of the solver, package lists, metadata. */
  cache: z.object({ size: z.number() }),
  /** osbuild's own cache directory. */
  osbuild: z.object({ size: z.number() }).optional(),
});
export type StoreState = z.infer<typeof StoreState>;

export const StorePart = z.enum(['objects', 'sources', 'cache', 'osbuild']);
export type StorePart = z.infer<typeof StorePart>;

/** An engine, and whether it can be used here. */
export const EngineState = z.object({
  kind: z.enum(['osbuild', 'built-in']),
  /** Absent where it is not installed. */
  version: z.string().optional(),
  usable: z.boolean(),
  /** Why not, or what it cannot do: one sentence each. */
  limits: z.array(z.string()),
  /** How the privileged part would run now. */
  privilege: z.enum(['root', 'sudo', 'pkexec', 'user-namespace', 'osbuild', 'none']),
});
export type EngineState = z.infer<typeof EngineState>;

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
