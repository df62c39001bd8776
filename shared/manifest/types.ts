/** Words of the manifest side: osbuild manifest v2, workspaces, targets, defines. */
import { z } from 'zod';
import { FORMATS } from './formats';

export const Json: z.ZodType = z.unknown();
/** Values that a person sets over the manifest's own: name to JSON value (osbuild-mpp's `-D name=value`). */
export const Defines = z.record(z.string(), z.unknown());
export type Defines = z.infer<typeof Defines>;

/** One osbuild v2 stage; `options` and `inputs` are checked by the stage's own schema. */
export const Stage = z.object({
  type: z.string(),
  options: z.record(z.string(), z.unknown()).optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  devices: z.record(z.string(), z.unknown()).optional(),
  mounts: z.array(z.unknown()).optional(),
});
export type Stage = z.infer<typeof Stage>;
export const Pipeline = z.object({
  name: z.string(),
  build: z.string().optional(),
  runner: z.string().optional(),
  'source-epoch': z.number().int().optional(),
  stages: z.array(Stage).optional(),
});
export type Pipeline = z.infer<typeof Pipeline>;
/** A resolved osbuild manifest, version 2. https://osbuild.org/docs/developer-guide/projects/osbuild/ */
export const Manifest = z.object({
  version: z.literal('2'),
  pipelines: z.array(Pipeline),
  sources: z.record(z.string(), z.unknown()).optional(),
  metadata: z.unknown().optional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** The formats that a target name can end in; see formats.ts for what each is. */
export const Format = z.enum(FORMATS);
export type Format = z.infer<typeof Format>;

/**
 * What can be resolved. In the layout of the sample images (`images`) it is `DISTRO-TARGET-IMAGE-TYPE.ARCH` with the
 * formats it offers; in a folder without that layout (`file`) it is one manifest, which is named by its path and gets no
 * defines from its name.
 */
export const Target = z.object({
  layout: z.enum(['images', 'file']).default('images'),
  /** `starter-qemu-minimal-ostree.x86_64` (no extension, no suffix); the manifest's path in the layout `file`. */
  name: z.string(),
  distro: z.string(),
  target: z.string(),
  image: z.string(),
  type: z.string(),
  arch: z.string(),
  formats: z.array(Format),
  /** The image's manifest, relative to the workspace. */
  manifest: z.string(),
});
export type Target = z.infer<typeof Target>;

/** A place in a file. Lines and columns count from 1, columns in UTF-16 units. */
export const Place = z.object({
  /** Relative to the workspace, with forward slashes. */
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});
export type Place = z.infer<typeof Place>;

export const WorkspaceFile = z.object({
  /** Relative to the workspace, with forward slashes. */
  path: z.string(),
  kind: z.enum(['distro', 'image', 'include', 'target', 'other']),
});
export type WorkspaceFile = z.infer<typeof WorkspaceFile>;

export const Workspace = z.object({
  path: z.string(),
  name: z.string(),
  /** True if the studio made it from the starter template. */
  starter: z.boolean(),
  /** The OSTree repository that builds are pulled into (OSTREE_REPO), absolute. */
  ostreeRepo: z.string(),
  /** Where images are moved to when they are complete, absolute. */
  outputDir: z.string(),
  targets: z.array(Target),
  /** Names of the targets that this user marked. */
  favourites: z.array(z.string()).default([]),
  files: z.array(WorkspaceFile),
});
export type Workspace = z.infer<typeof Workspace>;

/** Something to say about a manifest or its defines, at a place. */
export const Problem = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string().optional(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  /** For an unknown define: the nearest known name. */
  suggestion: z.string().optional(),
  define: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** One assignment of a variable, in the order in which they happened; the last one holds. */
export const Setting = z.object({
  /**
   * `builtin`: the preprocessor's own (`arch`); `include`: an imported file's `mpp-vars`; `manifest`: the root
   * manifest's; `target`: what the target's name implies; `define`: the person's.
   */
  kind: z.enum(['builtin', 'include', 'manifest', 'target', 'define']),
  value: z.unknown(),
  /** The text of the expression that gave the value, where one did. */
  code: z.string().optional(),
  place: Place.optional(),
});
export type Setting = z.infer<typeof Setting>;

/** A variable after resolving, and where its value came from. */
export const Variable = z.object({
  name: z.string(),
  value: z.unknown(),
  /** `manifest`: a file's; `define`: the person's, or the target's name. */
  origin: z.enum(['manifest', 'define']),
  file: z.string().optional(),
  line: z.number().int().optional(),
  /** Every setting, oldest first; a define stands last, since it wins. */
  settings: z.array(Setting).default([]),
});
export type Variable = z.infer<typeof Variable>;

/** Why a value is in the resolved manifest: what led from the root manifest to it, outermost first. */
export const Reason = z.discriminatedUnion('kind', [
  /** The file was imported here. */
  z.object({ kind: z.literal('import'), path: z.string(), place: Place }),
  /** A branch of an mpp-if was taken. */
  z.object({ kind: z.literal('if'), code: z.string(), branch: z.enum(['then', 'else']), place: Place }),
  /** A directive made the value: `mpp-eval`, `mpp-format-string`, `mpp-depsolve` … */
  z.object({ kind: z.literal('directive'), name: z.string(), code: z.string().optional(), place: Place }),
]);
export type Reason = z.infer<typeof Reason>;

/** Where a value of the resolved manifest is written, and why it is there. */
export const Origin = z.object({ place: Place, reasons: z.array(Reason).default([]) });
export type Origin = z.infer<typeof Origin>;

export const StageOutline = z.object({ type: z.string(), id: z.string() });
export const PipelineOutline = z.object({
  name: z.string(),
  build: z.string().optional(),
  stages: z.array(StageOutline),
});
export type PipelineOutline = z.infer<typeof PipelineOutline>;

/** A package as the depsolver chose it. */
export const SolvedPackage = z.object({
  name: z.string(),
  epoch: z.number().int(),
  version: z.string(),
  release: z.string(),
  arch: z.string(),
  repo: z.string(),
  /** `sha256:…` of the RPM file. */
  checksum: z.string(),
  url: z.string(),
  /** Bytes. */
  downloadSize: z.number().int().optional(),
  installSize: z.number().int().optional(),
});
export type SolvedPackage = z.infer<typeof SolvedPackage>;

export const Resolved = z.object({
  target: z.string(),
  /** Undefined if resolving failed: then `problems` says why. */
  manifest: Manifest.optional(),
  variables: z.array(Variable),
  pipelines: z.array(PipelineOutline),
  /** Packages by pipeline name. */
  packages: z.record(z.string(), z.array(SolvedPackage)),
  /**
   * Origins by JSON pointer (RFC 6901) into `manifest`. A value without an entry of its own has that of the nearest
   * value above it.
   */
  origins: z.record(z.string(), Origin).default({}),
  /** Files that were read, in order, each once: the root manifest first. */
  files: z.array(z.string()).default([]),
  problems: z.array(Problem),
  /** Milliseconds. */
  tookMs: z.number(),
});
export type Resolved = z.infer<typeof Resolved>;

/** What checking a target without building it said. */
export const TargetCheck = z.object({
  target: z.string(),
  ok: z.boolean(),
  problems: z.array(Problem),
  pipelines: z.number().int(),
  stages: z.number().int(),
  packages: z.number().int(),
  /** Milliseconds. */
  tookMs: z.number(),
});
export type TargetCheck = z.infer<typeof TargetCheck>;

/** A stage type, as completion, hover and forms know it. */
export const StageType = z.object({
  /** `org.osbuild.rpm`. */
  type: z.string(),
  summary: z.string(),
  /** More about it, plain text; empty if nothing is known. */
  description: z.string().default(''),
  /** JSON schema (draft 4 or 7) of `options`, as far as it is known. */
  options: z.record(z.string(), z.unknown()).optional(),
  /** JSON schemas of `inputs`, `devices` and `mounts`. */
  inputs: z.record(z.string(), z.unknown()).optional(),
  devices: z.record(z.string(), z.unknown()).optional(),
  mounts: z.record(z.string(), z.unknown()).optional(),
  /** The built-in engine runs it. */
  builtin: z.boolean(),
  /** The osbuild that is installed has it. */
  osbuild: z.boolean(),
});
export type StageType = z.infer<typeof StageType>;

/** A variable or an import in the workspace's files: where it is set, and where it is used. */
export const Symbol = z.object({
  name: z.string(),
  definitions: z.array(Place.extend({ text: z.string() })),
  uses: z.array(Place.extend({ text: z.string() })),
});
export type Symbol = z.infer<typeof Symbol>;

/** What the workspace's files name. */
export const SymbolIndex = z.object({
  variables: z.array(Symbol),
  /** Each `path` of an import, and the file that it leads to if there is one. */
  imports: z.array(z.object({ place: Place, path: z.string(), to: z.string().optional() })),
});
export type SymbolIndex = z.infer<typeof SymbolIndex>;

/** A named set of defines of a target. */
export const DefineSet = z.object({ name: z.string().min(1).max(80), defines: Defines });
export type DefineSet = z.infer<typeof DefineSet>;

/** A line of the workspace that has what was searched. */
export const SearchMatch = Place.extend({
  /** The whole line, cut to 500 characters around the match. */
  text: z.string(),
  /** The match in `text`: index and length in UTF-16 units. */
  start: z.number().int(),
  length: z.number().int(),
});
export type SearchMatch = z.infer<typeof SearchMatch>;

/** The state of a file against HEAD. */
export const GitFileState = z.enum(['modified', 'added', 'untracked', 'deleted', 'renamed', 'conflict']);
export type GitFileState = z.infer<typeof GitFileState>;

/** The git repository that the workspace is in. */
export const GitStatus = z.object({
  /** False if the folder is in no repository, or git is not installed: the rest is then empty. */
  repository: z.boolean(),
  branch: z.string().optional(),
  /** Commit of HEAD; undefined before the first commit. */
  head: z.string().optional(),
  files: z.record(z.string(), GitFileState),
});
export type GitStatus = z.infer<typeof GitStatus>;

/** A git commit that changed a file. */
export const GitRevision = z.object({
  commit: z.string(),
  author: z.string(),
  /** Epoch seconds. */
  timestamp: z.number(),
  subject: z.string(),
  /** The file's path at that commit. */
  path: z.string(),
});
export type GitRevision = z.infer<typeof GitRevision>;
