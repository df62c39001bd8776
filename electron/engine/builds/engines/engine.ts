/** What an engine is: it executes a resolved manifest and hands over what was asked for. */
import type { EngineState, JobFacts, TreeEntry } from '../../../../shared/builds/types';
import type { Manifest } from '../../../../shared/manifest/types';
import type { BytePort } from '../../../../shared/ipc';
import type { WorkerEvent } from '../worker-protocol';

/** A file or folder of a pipeline's tree that is wanted at `to`, which must not exist. */
export interface EngineExport {
  readonly pipeline: string;
  /** In the tree; empty for the whole tree. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly to: string;
}

export interface EngineJob {
  readonly manifest: Manifest;
  readonly exports: readonly EngineExport[];
  /** The commit that is wanted: an archive repository at `to` with those objects that `known` lacks. */
  readonly commit?: { readonly pipeline: string; readonly to: string; readonly known?: string };
  /** A commit that is there already: its pipeline does not run. */
  readonly seed?: {
    readonly pipeline: string;
    readonly repo: string;
    readonly commit: string;
    readonly ref: string;
  };
  /** The job's own folder: `work/` and `output/` in it are the engine's to use, and are removed after the job. */
  readonly folder: string;
  /** A stage that fails keeps its sandbox, which is told with `onSandbox`. */
  readonly keepFailed: boolean;
}

/** Progress and log of an engine. */
export type EngineEvent = Exclude<WorkerEvent, { kind: 'result' | 'error' }>;

export interface EngineListener {
  readonly signal: AbortSignal;
  onEvent(event: EngineEvent): void;
  /** What the job runs with, once it is known. */
  onFacts(facts: Partial<JobFacts>): void;
  onSandbox(sandbox: Sandbox): void;
}

export interface EngineResult {
  readonly commit?: { readonly ref: string; readonly checksum: string };
  /** In the order of the job's exports; bytes on disk. */
  readonly sizes: readonly number[];
}

/** The sandbox of a stage that failed. It holds memory or disk until it is released. */
export interface Sandbox {
  readonly pipeline: string;
  readonly stage: string;
  /** Runs a shell in it; ends when the shell does. */
  shell(
    port: BytePort,
    size: { columns: number; rows: number },
  ): Promise<{ resize(columns: number, rows: number): void }>;
  /** A folder of the tree, sorted by name. @throws StudioError `not-found` */
  list(path: string): Promise<TreeEntry[]>;
  /** The first `limit` bytes of a file of the tree. @throws StudioError `not-found` */
  read(path: string, limit: number): Promise<{ bytes: Uint8Array; size: number }>;
  release(): Promise<void>;
}

export interface BuildEngine {
  readonly kind: 'osbuild' | 'built-in';
  /** Whether it can be used here, and how. */
  state(): Promise<EngineState>;
  /**
   * Executes the manifest, sources included. Whatever happens nothing is left behind but what was asked for, and a
   * sandbox that was told.
   *
   * @throws StudioError `invalid-input`, `missing-tool`, `tool-failed` (with pipeline and stage), `cancelled`
   */
  run(job: EngineJob, listener: EngineListener): Promise<EngineResult>;
}
