/** mpp-import-pipelines and mpp-import-pipeline. */
import type { ManifestFile } from './manifest-file';
import type { Place } from './places';
import { ManifestError } from './problem';
import { PyError } from './python/errors';
import { compare } from './python/operators';
import { str } from './python/text';
import { PyDict, truth, type Value } from './python/values';
import { asMapping, asText, enter } from './run';

/** Replaces each import by the pipelines of its file, and takes over the file's variables and sources. */
export async function processImports(file: ManifestFile): Promise<void> {
  if (file.version === 1) return importIntoBuilds(file);
  const pipelines = file.root.get('pipelines') ?? null;
  if (!Array.isArray(pipelines)) {
    throw new ManifestError("'pipelines' must be a list.", {
      place: file.run.places.of(file.root, 'pipelines'),
      hint: 'Write each pipeline as an entry that begins with a dash.',
      field: 'pipelines',
    });
  }
  const before = pipelines.splice(0);
  for (const pipeline of before) {
    const imported = await importPipelines(file, pipeline);
    for (const entry of imported) pipelines.push(entry);
  }
}

async function importPipelines(file: ManifestFile, entry: Value): Promise<Value[]> {
  if (!(entry instanceof PyDict))
    throw new ManifestError('Each pipeline must be a mapping.', {
      place: file.run.places.of(file.root, 'pipelines'),
      hint: 'A pipeline begins with: - name: os',
      field: 'pipelines',
    });
  const many = entry.has('mpp-import-pipelines') && truth(entry.get('mpp-import-pipelines') ?? null);
  const name = many ? 'mpp-import-pipelines' : 'mpp-import-pipeline';
  const place = file.run.places.of(entry, name);
  const body = file.take(entry, name);
  if (body === undefined) return [entry];
  const directive = asMapping(body, name, place);
  const path = asText(directive.get('path'), 'path', place);
  const ids = many ? (directive.get('ids') ?? null) : [asText(directive.get('id'), 'id', place)];
  const imported = await file.import(path, file.run.places.of(directive, 'path') ?? place);
  takeOver(file, imported);
  const list = imported.root.get('pipelines');
  return (Array.isArray(list) ? list : []).flatMap((pipeline) => {
    if (!(pipeline instanceof PyDict)) return [];
    if (truth(ids) && !isAmong(ids, pipeline.get('name') ?? null, place)) return [];
    return [mergePlaces(file, PyDict.from([...entry.entries(), ...pipeline.entries()]), entry, pipeline)];
  });
}

function isAmong(ids: Value, name: Value, place: Place | undefined): boolean {
  try {
    return compare('in', name, ids);
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
    throw new ManifestError("'ids' must be a list of pipeline names.", {
      place,
      hint: 'Write it as a list: ids: [build, os]',
      field: 'ids',
      cause: thrown,
    });
  }
}

/** The merged mapping's values keep the places that they have in their files. */
function mergePlaces(file: ManifestFile, merged: PyDict, ...from: PyDict[]): PyDict {
  const { places } = file.run;
  for (const source of from) {
    const own = places.of(source);
    if (own) places.set(merged, own);
    for (const key of source.keys()) {
      const place = places.of(source, key);
      if (place) places.setInner(merged, key, place);
    }
  }
  return merged;
}

function takeOver(file: ManifestFile, imported: ManifestFile): void {
  for (const [name, value] of imported.vars.entries()) file.vars.set(name, value);
  for (const [name, value] of imported.sources.entries()) {
    const target = file.sources.get(name);
    if (!(target instanceof PyDict) || target.size === 0) {
      file.sources.set(name, value);
      continue;
    }
    const source = asMapping(value, str(name), imported.run.places.of(imported.sources, name));
    for (const part of ['options', 'items'] as const) {
      const given = source.get(part);
      if (part === 'options' && (given === undefined || !truth(given))) continue;
      const into = enter(target, part, file.run.places);
      if (given instanceof PyDict) for (const [key, item] of given.entries()) into.set(key, item);
    }
  }
}

async function importIntoBuilds(file: ManifestFile): Promise<void> {
  const { places } = file.run;
  for (let build: Value | undefined = file.root; build instanceof PyDict && build.size > 0;) {
    const place = places.of(build, 'mpp-import-pipeline');
    const body = file.take(build, 'mpp-import-pipeline');
    if (body !== undefined) {
      const path = asText(asMapping(body, 'mpp-import-pipeline', place).get('path'), 'path', place);
      const imported = await file.import(path, place);
      for (const [name, value] of imported.vars.entries()) file.vars.set(name, value);
      const others = [...imported.root.keys(), ...imported.sources.keys()].filter(
        (key) => !['pipeline', 'sources', 'org.osbuild.files'].includes(str(key)),
      );
      if (others.length > 0) {
        throw new ManifestError(
          `'${path}' may only hold a pipeline and org.osbuild.files sources, but has '${str(others[0] ?? null)}'.`,
          {
            place,
            hint: 'Move it to the importing file, or use a version 2 manifest.',
          },
        );
      }
      for (const [checksum, url] of imported.urls.entries()) file.urls.set(checksum, url);
      build.set('pipeline', imported.root.get('pipeline') ?? null);
    }
    const pipeline: Value | undefined = build.get('pipeline');
    build = pipeline instanceof PyDict ? pipeline.get('build') : undefined;
  }
}
