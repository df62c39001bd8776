/** Stage and pipeline ids as osbuild computes them: SHA-256 over Python's JSON of what a stage depends on. */
import { createHash } from 'node:crypto';
import type { Manifest } from '../../../../shared/manifest/types';
import { type Device, type Input, references, stageParts, type StageParts } from './manifest';
import { pythonJson } from './python-json';

function hash(parts: readonly unknown[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(pythonJson(part));
  return sum.digest('hex');
}

function inputId(input: Input, pipelines: ReadonlyMap<string, string | null>): string {
  const entries = [...references(input)].map(([id, options]) => {
    const named = input.origin === 'org.osbuild.pipeline' && id.startsWith('name:');
    return [named ? (pipelines.get(id.slice(5)) ?? 'null') : id, options] as const;
  });
  return hash([input.type, input.origin, Object.fromEntries(entries), input.options ?? {}]);
}

function deviceId(device: Device, devices: ReadonlyMap<string, Device>): string {
  const parent = device.parent === undefined ? undefined : devices.get(device.parent);
  return hash([device.type, ...(parent ? [deviceId(parent, devices)] : []), device.options ?? {}]);
}

function mountIds({ mounts, devices }: StageParts): string[] {
  return mounts.map((mount) => {
    const device = mount.source === undefined ? undefined : devices.get(mount.source);
    return hash([
      mount.type,
      ...(device ? [deviceId(device, devices)] : []),
      ...(mount.partition ? [mount.partition] : []),
      ...(mount.target ? [mount.target] : []),
      mount.options ?? {},
    ]);
  });
}

/** Ids of all stages by pipeline, in order. A pipeline's id is that of its last stage. */
export function stageIds(manifest: Manifest): ReadonlyMap<string, readonly string[]> {
  const pipelines = new Map<string, string | null>();
  const result = new Map<string, readonly string[]>();
  manifest.pipelines.forEach((pipeline, index) => {
    const build = pipeline.build?.startsWith('name:') ? (pipelines.get(pipeline.build.slice(5)) ?? null) : null;
    const epoch = pipeline['source-epoch'];
    let previous: string | null = null;
    const ids = (pipeline.stages ?? []).map((stage, i) => {
      const parts = stageParts(stage, pipeline.name, `pipelines[${index}].stages[${i}]`);
      const inputs = [...parts.inputs].map(([name, input]) => [name, inputId(input, pipelines)] as const);
      const mounts = mountIds(parts);
      previous = hash([
        stage.type,
        build,
        previous,
        stage.options ?? {},
        ...(epoch === undefined ? [] : [epoch]),
        ...(inputs.length > 0 ? [Object.fromEntries<string>(inputs)] : []),
        ...(mounts.length > 0 ? [mounts] : []),
      ]);
      return previous;
    });
    pipelines.set(pipeline.name, ids.at(-1) ?? null);
    result.set(pipeline.name, ids);
  });
  return result;
}
