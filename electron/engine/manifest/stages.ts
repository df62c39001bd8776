/** The directives of a stage, in the order that osbuild-mpp handles them. */
import { resolveImages } from './containers';
import { depsolveStage } from './depsolve';
import { embedFiles } from './embed';
import { type Context } from './expand';
import type { ManifestFile } from './manifest-file';
import { resolveCommits } from './ostree-commits';
import { equal } from './python/operators';
import { str } from './python/text';
import { PyDict, type Value } from './python/values';

/** Handles a mapping below a key `stages`; `parent` is the mapping that has that key. */
export async function processStage(file: ManifestFile, stage: PyDict, parent: PyDict, context: Context): Promise<void> {
  await depsolveStage(file, stage, () => pipelineName(file, parent), context);
  if (file.version === 1) return;
  await embedFiles(file, stage, context);
  await resolveImages(file, stage, context);
  await resolveCommits(file, stage, context);
}

function pipelineName(file: ManifestFile, parent: PyDict): string {
  if (file.version === 2) return str(parent.get('name') ?? '');
  let pipeline: Value | undefined = file.root.get('pipeline');
  for (let depth = 0; pipeline instanceof PyDict && depth < 100; depth += 1) {
    if (pipeline === parent || equal(pipeline, parent))
      return depth === 0 ? 'stages' : depth === 1 ? 'build' : `build${depth}`;
    const build = pipeline.get('build');
    pipeline = build instanceof PyDict ? build.get('pipeline') : undefined;
  }
  return '';
}

/** The stage's type as it is written (`name` in version 1), or an empty text. */
export function stageType(file: ManifestFile, stage: PyDict): string {
  const type = stage.get(file.version === 1 ? 'name' : 'type');
  return typeof type === 'string' ? type : '';
}
