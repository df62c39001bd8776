/** Words of the manifest side: osbuild manifest v2, workspaces, targets, defines. */
import { z } from 'zod';

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

/** The formats that a target name can end in, and what each exports. */
export const FORMATS = ['qcow2', 'img', 'repo'] as const;
export const Format = z.enum(FORMATS);
export type Format = z.infer<typeof Format>;

/** What can be built: `DISTRO-TARGET-IMAGE-TYPE.ARCH` with the formats it offers. */
export const Target = z.object({
  /** `starter-qemu-minimal-ostree.x86_64` (no extension, no suffix). */
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

/** A variable after resolving, and where its value came from. */
export const Variable = z.object({
  name: z.string(),
  value: z.unknown(),
  /** `default`: the manifest's; `define`: the person's. */
  origin: z.enum(['manifest', 'define']),
  file: z.string().optional(),
  line: z.number().int().optional(),
});
export type Variable = z.infer<typeof Variable>;

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
  problems: z.array(Problem),
  /** Milliseconds. */
  tookMs: z.number(),
});
export type Resolved = z.infer<typeof Resolved>;
