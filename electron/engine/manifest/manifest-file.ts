/** One file of a manifest: loading, its variables, its imports and its images. */
import path from 'node:path';
import { defineImages } from './define-image';
import { locate } from './problem';
import type { FileUse } from './host';
import { expand, REMOVED, TOP, type Trail } from './expand';
import { processImports } from './imports';
import type { Place } from './places';
import { ManifestError } from './problem';
import { PyError } from './python/errors';
import { JsonError, parseJson } from './python/json';
import { Module } from './python/modules';
import { parseInt10 } from './python/numbers';
import { PyDict, truth, typeName, type Value } from './python/values';
import { asMapping, enter, type Run } from './run';
import { substitute, type Lookup } from './substitute';
import { loadYaml } from './yaml-load';

const MAX_IMPORT_DEPTH = 100;
const BUILTINS_MODULE = new Module('builtins', {});

export class ManifestFile {
  readonly version: 1 | 2;
  /** Variables of this file: those it inherited, its own, and those of its imports. */
  readonly vars: PyDict;
  readonly sources: PyDict;
  /** Checksum to URL of the packages: `org.osbuild.curl` items, or the urls of version 1. */
  readonly urls: PyDict;

  /** What `globals` made last, for variables that have not changed since. */
  private table: { readonly revision: number; readonly names: PyDict } | undefined;

  constructor(
    readonly run: Run,
    /** As osbuild-mpp would name it: relative to the working folder if it was given so. */
    readonly path: string,
    readonly root: PyDict,
    inherited: PyDict,
    readonly depth: number,
  ) {
    this.version = versionOf(root, run.places.of(root, 'version'));
    this.sources = enter(root, 'sources', run.places);
    this.vars = inherited.copy();
    if (this.version === 1) {
      enter(root, 'pipeline', run.places);
      this.urls = enter(enter(this.sources, 'org.osbuild.files', run.places), 'urls', run.places);
    } else {
      if (!root.has('pipelines')) root.set('pipelines', []);
      this.urls = enter(enter(this.sources, 'org.osbuild.curl', run.places), 'items', run.places);
    }
  }

  get folder(): string {
    return path.dirname(this.path);
  }

  /** A variable's value: a define wins over every assignment. */
  readonly lookup: Lookup = (name) => {
    const define = this.run.overrides.get(name);
    return define === undefined ? this.vars.get(name) : define;
  };

  /** All names that an expression sees, in a table of its own. */
  globals(): PyDict {
    const { revision } = this.vars;
    if (this.table?.revision !== revision) {
      const names = this.vars.copy();
      for (const [name, value] of this.run.overrides.entries()) names.set(name, value);
      names.set('__builtins__', BUILTINS_MODULE);
      this.table = { revision, names };
    }
    return this.table.names.copy();
  }

  /** Takes a directive's body out of its mapping, with `$` substituted; undefined if it is absent or empty. */
  take(parent: PyDict, name: string): Value | undefined {
    const body = parent.get(name);
    if (body === undefined || !truth(body)) return undefined;
    parent.delete(name);
    return substitute(body, this.lookup);
  }

  /** Assigns the variables of `mpp-vars`, in order. */
  async assignVariables(): Promise<void> {
    const place = this.run.places.of(this.root, 'mpp-vars');
    const block = this.take(this.root, 'mpp-vars');
    if (block === undefined) return;
    const variables = asMapping(block, 'mpp-vars', place);
    const trails: [Value, Trail][] = [];
    for (const [name, value] of variables.entries()) {
      const trail: Trail = { reasons: [], whole: false };
      const result = await expand(this, value, TOP, trail);
      this.vars.set(name, result === REMOVED ? null : result);
      trails.push([name, trail]);
    }
    substitute(this.vars, this.lookup);
    for (const [name, { reasons }] of trails) {
      const last = reasons.at(-1);
      this.run.assigned(name, {
        kind: this.depth === 0 ? 'manifest' : 'include',
        value: this.vars.get(name) ?? null,
        place: this.run.places.of(variables, name),
        ...(last && last.kind !== 'import' && last.code !== undefined ? { code: last.code } : {}),
      });
    }
  }

  /** Loads an import: this file's folder first, then each import folder. @throws ManifestError */
  async import(name: string, place: Place | undefined): Promise<ManifestFile> {
    if (this.depth >= MAX_IMPORT_DEPTH) {
      throw new ManifestError(`Imports are nested more than ${MAX_IMPORT_DEPTH} deep.`, {
        place,
        hint: 'Does a file import itself?',
      });
    }
    const folders = [this.folder, ...(this.run.request.importDirs ?? [])];
    const found = await findFile(this.run, name, folders, 'manifest').catch((thrown: unknown) => {
      throw locate(thrown, place);
    });
    if (!found) {
      throw new ManifestError(`The file '${name}' that is imported here does not exist.`, {
        place,
        hint: 'Imports are looked up beside the importing file, then in the import folders.',
        names: [name],
      });
    }
    const file = await loadManifest(this.run, found.path, found.bytes, this.vars, this.depth + 1);
    if (file.version !== this.version) {
      throw new ManifestError(
        `'${name}' is a manifest of version ${file.version}, but the importing file has version ${this.version}.`,
        {
          place,
          hint: `Give both files the line: version: '${this.version}'`,
        },
      );
    }
    return file;
  }
}

/** The first of the folders that has the file. */
export async function findFile(
  run: Run,
  name: string,
  folders: readonly string[],
  use: FileUse,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  for (const folder of folders) {
    const file = path.isAbsolute(name) ? path.normalize(name) : path.join(folder, name);
    const bytes = await run.host.readFile(path.resolve(run.request.cwd, file), use);
    if (bytes) return { path: file, bytes };
  }
  return undefined;
}

/** Reads a file and everything it imports, in osbuild-mpp's order: variables, imports, images. */
export async function loadManifest(
  run: Run,
  name: string,
  bytes: Uint8Array,
  inherited: PyDict,
  depth = 0,
): Promise<ManifestFile> {
  run.opened(name);
  const root = parseDocument(run, name, bytes);
  const file = new ManifestFile(run, name, root, inherited, depth);
  await file.assignVariables();
  await processImports(file);
  await defineImages(file);
  return file;
}

function parseDocument(run: Run, name: string, bytes: Uint8Array): PyDict {
  const start = { file: name, line: 1, column: 1 };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ManifestError(`'${name}' is not UTF-8 text.`, { place: start, hint: 'Save the file as UTF-8.' });
  }
  run.texts.set(name, text);
  const root = /\.ya?ml$/.test(name)
    ? loadYaml(text.replace(/^\ufeff/, ''), name, run.places, run.request.composeYaml)
    : loadJson(run, name, text);
  if (root instanceof PyDict) return root;
  throw new ManifestError(
    root === null ? `'${name}' is empty.` : `'${name}' holds a ${typeName(root)}, not a mapping.`,
    {
      place: start,
      hint: "A manifest begins with: version: '2'",
    },
  );
}

function loadJson(run: Run, name: string, text: string): Value {
  try {
    return parseJson(text, true, (dict, key, offset) => {
      const before = text.slice(0, offset);
      const place = { file: name, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
      run.places.setInner(dict, key, place);
      if (dict.size === 0) run.places.set(dict, place);
    });
  } catch (thrown) {
    if (!(thrown instanceof JsonError)) throw thrown;
    throw new ManifestError(`The JSON cannot be read: ${thrown.problem}.`, {
      place: { file: name, line: thrown.line, column: thrown.column },
      hint: 'Files that do not end in .yml or .yaml are read as JSON.',
      mpp: { kind: 'json', text: `${thrown.problem} at line ${thrown.line} (col ${thrown.column})` },
    });
  }
}

function versionOf(root: PyDict, place: Place | undefined): 1 | 2 {
  const value = root.get('version');
  if (value === undefined) return 1;
  let version: number | undefined;
  try {
    if (typeof value === 'string') version = Number(parseInt10(value));
    else if (typeof value === 'number') version = Math.trunc(value);
    else if (typeof value === 'bigint' || typeof value === 'boolean') version = Number(value);
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
  }
  if (version === 1 || version === 2) return version;
  throw new ManifestError('The manifest version must be 1 or 2.', {
    place,
    hint: "Write: version: '2'",
    field: 'version',
  });
}
