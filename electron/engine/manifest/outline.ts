/** What a resolved manifest is made of, for lists and graphs. */
import type { Manifest, PipelineOutline, SolvedPackage } from '../../../shared/manifest/types';
import { stageIds } from '../builds/executor/ids';
import type { SolvedPackage as Solved } from './solver-types';

/** Pipelines with osbuild's stage ids; where a stage is malformed, with its place instead. */
export function outlineOf(manifest: Manifest): PipelineOutline[] {
  let ids: ReadonlyMap<string, readonly string[]>;
  try {
    ids = stageIds(manifest);
  } catch {
    ids = new Map(); // the engine names the stage and the field before it builds
  }
  return manifest.pipelines.map((pipeline) => ({
    name: pipeline.name,
    ...(pipeline.build === undefined ? {} : { build: pipeline.build.replace(/^name:/, '') }),
    stages: (pipeline.stages ?? []).map((stage, index) => ({
      type: stage.type,
      id: ids.get(pipeline.name)?.[index] ?? `${pipeline.name}/${index}`,
    })),
  }));
}

/** The solver's package in the words of the contract. */
export function packageOf(solved: Solved): SolvedPackage {
  const { name, epoch, version, release, arch, checksum } = solved;
  return {
    ...{ name, epoch, version, release, arch, checksum },
    repo: solved.repo_id,
    url: solved.remote_location,
    downloadSize: solved.download_size,
    installSize: solved.install_size,
  };
}
