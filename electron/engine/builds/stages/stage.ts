/**
 * What a stage of the built-in engine is. Names, options and effects are osbuild's where osbuild has the stage
 * (https://osbuild.org/docs/developer-guide/projects/osbuild/); stages of our own are called `org.ostree-studio.*`.
 */
import type { RunResult } from '../../run';

/** JSON schema, draft 4, the dialect of osbuild's own stage schemas. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface StageInput {
  /** Folder in the sandbox. */
  readonly path: string;
  /** Names of files in it, in the order of the references, with what the reference says about each. */
  readonly files: ReadonlyMap<string, unknown>;
  /** Commits of an ostree input, with the ref that each is to have, or where in `path` it is checked out. */
  readonly refs: ReadonlyMap<string, { ref?: string | undefined; path?: string }>;
}

export interface StageRunOptions {
  stdin?: string | Uint8Array;
  /** Exit statuses that count as success. */
  ok?: readonly number[];
  /** `tree`: the tree is the root of the sandbox; default: the host's /usr. */
  root?: 'build' | 'tree';
  /** /proc, /sys and /dev are there in the tree as well, for programs that change their root to it. */
  chroot?: boolean;
  /** Folders in the sandbox that are mounted on others in it: `[from, to]`. */
  binds?: readonly (readonly [string, string])[];
  env?: Readonly<Record<string, string>>;
  /** Nothing is written to the log. */
  quiet?: boolean;
}

export interface StageContext<Options> {
  readonly options: Options;
  /** Paths are always those inside the sandbox. */
  readonly tree: string;
  readonly inputs: Readonly<Record<string, StageInput>>;
  /** Device nodes by name. */
  readonly devices: Readonly<Record<string, string>>;
  /** Mount points by name. */
  readonly mounts: Readonly<Record<string, string>>;
  /** The stage's id: SHA-256 over its type, options, inputs and all stages before it. */
  readonly id: string;
  /** Epoch seconds that all times are set to, if the pipeline asks for it. */
  readonly sourceEpoch: number | undefined;
  run(program: string, argv: readonly string[], options?: StageRunOptions): Promise<RunResult>;
  log(line: string): void;
}

export interface StageModule {
  readonly type: string;
  /** One line for a person. */
  readonly summary: string;
  /** Schema of `options`. */
  readonly options: JsonSchema;
  /** Schemas of the inputs by name; a stage without has none. */
  readonly inputs?: JsonSchema;
  /** Names of devices that must be there. */
  readonly devices?: readonly string[];
  /** Programs on the host. */
  readonly tools: readonly string[];
  /** More programs, where these options need them. */
  toolsFor?(options: unknown): readonly string[];
  /** Capabilities beyond the usual ones. */
  readonly capabilities?: readonly string[];
  /** Returns what is to be remembered of it (osbuild: metadata). */
  run(context: StageContext<unknown>): Promise<unknown>;
}

type Definition<Options> = Omit<StageModule, 'run' | 'toolsFor'> & {
  toolsFor?(options: Options): readonly string[];
  run(context: StageContext<Options>): Promise<unknown>;
};

/** A stage with typed options: they were checked against the schema before anything ran. */
export function defineStage<Options>(definition: Definition<Options>): StageModule {
  const { toolsFor, ...module } = definition;
  return {
    ...module,
    ...(toolsFor ? { toolsFor: (options: unknown) => toolsFor(options as Options) } : {}),
    run: (context) => definition.run(context as StageContext<Options>),
  };
}
