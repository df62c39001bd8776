/** The preprocessor: from a manifest in the mpp language to a plain osbuild manifest. */
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { expandInside } from './expand';
import type { PreprocessHost } from './host';
import { loadManifest } from './manifest-file';
import { Places, type Place } from './places';
import { locate, ManifestError } from './problem';
import { PyError } from './python/errors';
import { writeJson } from './python/json';
import { compareText } from './python/operators';
import { str } from './python/text';
import { PyDict, type Value } from './python/values';
import { Run, type Assignment, type PreprocessRequest } from './run';
import type { SolvedPackage } from './solver-types';

export interface ResolvedVariable {
  name: string;
  value: Value;
  origin: 'manifest' | 'define';
  /** Where a manifest set it, if one did. */
  place: Place | undefined;
  /** Every assignment, oldest first; a define stands last, since it wins. */
  settings: readonly Assignment[];
}

export interface Preprocessed {
  document: PyDict;
  /** JSON as osbuild-mpp writes it, with a newline at the end. */
  text: string;
  /** In the order of their first assignment; overrides that no manifest sets come last. */
  variables: ResolvedVariable[];
  packages: ReadonlyMap<string, readonly SolvedPackage[]>;
  /** Where the document's values stand, and what led to them: see origins.ts. */
  places: Places;
  /** Files that were read. */
  files: readonly string[];
}

/**
 * Preprocesses a manifest with everything that it imports. The format is osbuild-mpp's:
 * https://github.com/osbuild/osbuild/blob/main/tools/osbuild-mpp
 *
 * @throws ManifestError (invalid-input, with the place) and whatever the host throws
 */
export async function preprocess(request: PreprocessRequest, host: PreprocessHost): Promise<Preprocessed> {
  const run = new Run(request, host, new Places());
  try {
    run.assigned('arch', { kind: 'builtin', value: request.arch });
    const bytes = await host.readFile(path.resolve(request.cwd, request.path), 'manifest').catch((thrown: unknown) => {
      throw locate(thrown, { file: request.path, line: 1, column: 1 });
    });
    if (!bytes) {
      throw new StudioError('not-found', `The manifest '${request.path}' does not exist.`, {
        detail: { file: request.path },
      });
    }
    const file = await loadManifest(run, request.path, bytes, PyDict.from([['arch', request.arch]]));
    await expandInside(file, file.root);
    sortByUrl(file.urls);
    const text = `${writeJson(file.root, { indent: '  ', sortKeys: request.sortKeys ?? false })}\n`;
    return {
      document: file.root,
      text,
      variables: variablesOf(run, file.vars),
      packages: run.packages,
      places: run.places,
      files: run.files,
    };
  } catch (thrown) {
    throw asManifestError(thrown, request.path);
  }
}

function asManifestError(thrown: unknown, file: string): unknown {
  const place = { file, line: 1, column: 1 };
  if (thrown instanceof RangeError) {
    return new ManifestError('The manifest is nested too deeply.', {
      place,
      hint: 'Does an anchor contain itself?',
      cause: thrown,
    });
  }
  if (!(thrown instanceof PyError)) return thrown;
  return new ManifestError(`The manifest cannot be written: ${thrown.message}.`, {
    place,
    hint: 'JSON holds texts, numbers, booleans, null, lists and mappings; turn other values into text with str().',
    cause: thrown,
  });
}

function sortByUrl(urls: PyDict): void {
  const urlOf = (value: Value): string => {
    const url = value instanceof PyDict ? value.get('url') : value;
    if (typeof url === 'string') return url;
    throw new ManifestError('Every org.osbuild.curl item needs a url.', { field: 'sources', hint: 'Write: {url: …}' });
  };
  const entries = urls.entries().map((entry) => ({ entry, url: urlOf(entry[1]) }));
  entries.sort((a, b) => compareText(a.url, b.url));
  urls.clear();
  for (const { entry } of entries) urls.set(...entry);
}

function variablesOf(run: Run, vars: PyDict): ResolvedVariable[] {
  const names = new Set([...vars.keys(), ...run.overrides.keys()].map(str));
  for (const own of ['embedded', 'rpms']) names.delete(own);
  return [...names].map((name) => {
    const define = run.overrides.get(name);
    const place = run.origins.get(name);
    const settings = [...(run.settings.get(name) ?? []), ...definesOf(run, name, define)];
    return define === undefined
      ? { name, value: vars.get(name) ?? null, origin: 'manifest', place, settings }
      : { name, value: define, origin: 'define', place, settings };
  });
}

/** What the target's name says of a variable, then what the person does. */
function definesOf(run: Run, name: string, define: Value | undefined): Assignment[] {
  const implied = run.request.implied?.get(name);
  return [
    ...(implied === undefined ? [] : [{ kind: 'target' as const, value: implied }]),
    ...(define === undefined || define === implied ? [] : [{ kind: 'define' as const, value: define }]),
  ];
}
