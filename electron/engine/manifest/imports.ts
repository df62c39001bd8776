/** mpp-import-pipelines and mpp-import-pipeline. */
import type { Reason } from '../../../shared/manifest/types';
import type { ManifestFile } from './manifest-file';
import type { Place, Slot } from './places';
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
  const { places } = file.run;
  const before = pipelines.map((entry, index) => ({ entry, slot: places.slot(pipelines, index) }));
  places.removeFrom(pipelines, [...pipelines.keys()]);
  for (const { entry, slot } of before) {
    for (const imported of await importPipelines(file, { entry, slot })) {
      if (imported.slot) places.put(pipelines, pipelines.length, imported.slot);
      pipelines.push(imported.entry);
    }
  }
}

interface Entry {
  readonly entry: Value;
  readonly slot: Slot | undefined;
}

async function importPipelines(file: ManifestFile, { entry, slot }: Entry): Promise<Entry[]> {
  if (!(entry instanceof PyDict))
    throw new ManifestError('Each pipeline must be a mapping.', {
      place: slot?.place ?? file.run.places.of(file.root, 'pipelines'),
      hint: 'A pipeline begins with: - name: os',
      field: 'pipelines',
    });
  const many = entry.has('mpp-import-pipelines') && truth(entry.get('mpp-import-pipelines') ?? null);
  const name = many ? 'mpp-import-pipelines' : 'mpp-import-pipeline';
  const place = file.run.places.of(entry, name);
  const body = file.take(entry, name);
  if (body === undefined) return [{ entry, slot }];
  const directive = asMapping(body, name, place);
  const path = asText(directive.get('path'), 'path', place);
  const ids = many ? (directive.get('ids') ?? null) : [asText(directive.get('id'), 'id', place)];
  const at = file.run.places.of(directive, 'path') ?? place;
  const imported = await file.import(path, at);
  const reasons: Reason[] = at ? [{ kind: 'import', path: imported.path, place: at }] : [];
  takeOver(file, imported, reasons);
  const list = imported.root.get('pipelines');
  return (Array.isArray(list) ? list : []).flatMap((pipeline, index) => {
    if (!(pipeline instanceof PyDict)) return [];
    if (truth(ids) && !isAmong(ids, pipeline.get('name') ?? null, place)) return [];
    const merged = PyDict.from([...entry.entries(), ...pipeline.entries()]);
    const inner = file.run.places.slot(list as Value[], index);
    return [
      {
        entry: mergePlaces(file, merged, entry, pipeline),
        slot: {
          place: inner?.place ?? file.run.places.of(pipeline),
          reasons: [...reasons, ...(inner?.reasons ?? [])],
          whole: false,
        },
      },
    ];
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
      places.carry(source, key, merged, key);
    }
  }
  return merged;
}

function takeOver(file: ManifestFile, imported: ManifestFile, reasons: readonly Reason[]): void {
  const { places } = file.run;
  for (const [name, value] of imported.vars.entries()) file.vars.set(name, value);
  for (const [name, value] of imported.sources.entries()) {
    const target = file.sources.get(name);
    if (!(target instanceof PyDict) || target.size === 0) {
      file.sources.set(name, value);
      places.carry(imported.sources, name, file.sources, name, reasons);
      continue;
    }
    const source = asMapping(value, str(name), imported.run.places.of(imported.sources, name));
    for (const part of ['options', 'items'] as const) {
      const given = source.get(part);
      if (part === 'options' && (given === undefined || !truth(given))) continue;
      const into = enter(target, part, file.run.places);
      if (!(given instanceof PyDict)) continue;
      for (const [key, item] of given.entries()) {
        into.set(key, item);
        places.carry(given, key, into, key, reasons);
      }
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
