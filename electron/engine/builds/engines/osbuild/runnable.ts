/** Whether an osbuild can run a manifest: it must have every module that the manifest names. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../../../../../shared/manifest/types';
import { stageParts } from '../../executor/manifest';

const FOLDERS = ['stages', 'inputs', 'devices', 'mounts', 'sources'] as const;
type Folder = (typeof FOLDERS)[number];

/** The types that a manifest uses, by the folder of osbuild that has them. */
export function modulesOf(manifest: Manifest): Record<Folder, ReadonlySet<string>> {
  const found = { stages: new Set<string>(), inputs: new Set<string>(), devices: new Set<string>() };
  const mounts = new Set<string>();
  manifest.pipelines.forEach(({ name, stages = [] }, index) => {
    stages.forEach((stage, i) => {
      const parts = stageParts(stage, name, `pipelines[${index}].stages[${i}]`);
      found.stages.add(stage.type);
      for (const { type } of parts.inputs.values()) found.inputs.add(type);
      for (const { type } of parts.devices.values()) found.devices.add(type);
      for (const { type } of parts.mounts) mounts.add(type);
    });
  });
  return { ...found, mounts, sources: new Set(Object.keys(manifest.sources ?? {})) };
}

/** Names of the modules that the manifest wants and `libdir` does not have, sorted. */
export async function missingModules(manifest: Manifest, libdir: string): Promise<string[]> {
  const wanted = modulesOf(manifest);
  const missing = await Promise.all(
    FOLDERS.map(async (folder) => {
      if (wanted[folder].size === 0) return [];
      // Descriptions lie beside the modules as NAME.meta.json; older versions have them in the module itself.
      const there = new Set(await readdir(path.join(libdir, folder)).catch(() => []));
      return [...wanted[folder]].filter((type) => !there.has(type));
    }),
  );
  return [...new Set(missing.flat())].sort();
}
