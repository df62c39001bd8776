/** The pipelines of a manifest as a graph: what they build with, and what flows from one to the next. */
import { FORMAT_INFO } from '../../../shared/manifest/formats';
import type { Format, Manifest, Problem, Resolved, Stage } from '../../../shared/manifest/types';
import { record, referencesOf } from './stage-summary';

export interface PipelineNode {
  readonly name: string;
  readonly stages: number;
  readonly packages: number;
  readonly runner?: string;
  /** Formats that are taken out of it. */
  readonly exports: readonly string[];
  readonly problems: number;
}
export interface PipelineEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `build`: it runs in the other's tree; `input`: it takes what the other made. */
  readonly kind: 'build' | 'input';
  /** `builds with`, `tree`, `commit` … */
  readonly label: string;
}
export interface PipelineGraph {
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
}

const FLOWS: Record<string, string> = {
  'org.osbuild.tree': 'tree',
  'org.osbuild.files': 'file',
  'org.osbuild.ostree': 'commit',
  'org.osbuild.ostree.checkout': 'commit',
  'org.osbuild.containers': 'container',
};

/** Nodes in the order of the manifest; edges of one pair and kind are one, its labels joined. */
export function pipelineGraph(resolved: Resolved, formats: readonly Format[]): PipelineGraph {
  const { manifest } = resolved;
  if (!manifest) return { nodes: [], edges: [] };
  const names = new Set(manifest.pipelines.map(({ name }) => name));
  const nodes = manifest.pipelines.map(({ name, runner, stages = [] }) => ({
    name,
    stages: stages.length,
    packages: resolved.packages[name]?.length ?? 0,
    ...(runner === undefined ? {} : { runner }),
    exports: formats.filter((format) => FORMAT_INFO[format].pipeline === name),
    problems: problemsIn(resolved, name),
  }));
  return { nodes, edges: edgesOf(manifest).filter(({ from, to }) => names.has(from) && names.has(to)) };
}

function edgesOf(manifest: Manifest): PipelineEdge[] {
  const edges = new Map<string, PipelineEdge>();
  const add = (from: string, to: string, kind: PipelineEdge['kind'], label: string) => {
    const id = `${kind} ${from} ${to}`;
    const before = edges.get(id);
    if (!before) edges.set(id, { id, from, to, kind, label });
    else if (!before.label.split(', ').includes(label))
      edges.set(id, { ...before, label: `${before.label}, ${label}` });
  };
  for (const { name, build, stages = [] } of manifest.pipelines) {
    if (build !== undefined) add(pipelineName(build), name, 'build', 'builds with');
    for (const stage of stages)
      for (const { pipeline, flow } of pipelineInputs(stage)) if (pipeline !== name) add(pipeline, name, 'input', flow);
  }
  return [...edges.values()];
}

/** Pipelines whose output a stage takes, and as what. */
export function pipelineInputs(stage: Stage): { input: string; pipeline: string; flow: string }[] {
  return Object.entries(stage.inputs ?? {}).flatMap(([input, value]) => {
    const { type, origin } = record(value);
    if (origin !== 'org.osbuild.pipeline') return [];
    const flow = (typeof type === 'string' && FLOWS[type]) || 'input';
    return referencesOf(value).map((reference) => ({ input, pipeline: pipelineName(reference), flow }));
  });
}

/** `name:rootfs` is `rootfs`. */
export function pipelineName(reference: string): string {
  return reference.replace(/^name:/, '');
}

/** Errors at a place that one of the pipeline's stages is written at. */
function problemsIn(resolved: Resolved, name: string): number {
  const index = resolved.manifest?.pipelines.findIndex((pipeline) => pipeline.name === name) ?? -1;
  const prefix = `/pipelines/${index}`;
  const lines = new Set(
    Object.entries(resolved.origins).flatMap(([pointer, { place }]) =>
      pointer === prefix || pointer.startsWith(`${prefix}/`) ? [`${place.file}:${place.line}`] : [],
    ),
  );
  return resolved.problems.filter((problem: Problem) => lines.has(`${problem.file}:${problem.line}`)).length;
}
