/** The state of one preprocessing run: everything that the parts share, and nothing outlives it. */
import type { Reason, Setting } from '../../../shared/manifest/types';
import type { PreprocessHost } from './host';
import type { Place, Places } from './places';
import { ManifestError } from './problem';
import type { SolvedPackage } from './solver-types';
import type { parseExpression } from './python/parse';
import { PyDict, type Value } from './python/values';
import type { composeYaml } from './yaml/compose';

/** Nodes that a run may visit: far more than a manifest has, far less than an alias bomb expands to. */
const MAX_NODES = 400_000;
const MAX_FILES = 2000;

export interface PreprocessRequest {
  /** The root manifest as it was named; relative names are relative to `cwd`. */
  path: string;
  /** Absolute folder that relative paths start from. */
  cwd: string;
  /** Folders that imports are searched in after the importing file's own. */
  importDirs?: readonly string[];
  /** `-D` values by name. */
  defines?: PyDict;
  /** Those of the defines that nobody gave: the target's name implies them. */
  implied?: PyDict;
  /** Architecture of the machine as rpm spells it: the default of the variable `arch`. */
  arch: string;
  sortKeys?: boolean;
  /** Reads YAML; by default each text is read anew. */
  composeYaml?: typeof composeYaml;
  /** Parses expressions; likewise. */
  parseExpression?: typeof parseExpression;
}

/** One assignment of a variable; the value is shared with the variables. */
export interface Assignment extends Omit<Setting, 'value' | 'place'> {
  readonly value: Value;
  readonly place?: Place | undefined;
}

export class Run {
  /** Files that were read, as named from `cwd`: manifests, imports and embedded files. */
  readonly files: string[] = [];
  /** Where each variable got its last value. */
  readonly origins = new Map<string, Place>();
  /** Texts of the files by their names. */
  readonly texts = new Map<string, string>();
  /** Assignments of each variable, oldest first. */
  readonly settings = new Map<string, Assignment[]>();
  readonly overrides: PyDict;
  /** Solved packages by pipeline name. */
  readonly packages = new Map<string, SolvedPackage[]>();
  private nodes = 0;

  constructor(
    readonly request: PreprocessRequest,
    readonly host: PreprocessHost,
    readonly places: Places,
  ) {
    this.overrides = request.defines ?? new PyDict();
  }

  /** Counts work on the document. */
  visit(): void {
    if ((this.nodes += 1) > MAX_NODES) {
      throw new ManifestError('The manifest expands to more than 400,000 values.', {
        hint: 'Anchors that repeat other anchors multiply; write the repeated part once as a variable.',
      });
    }
  }

  /** Remembers who set a variable. */
  assigned(name: Value, setting: Assignment): void {
    if (typeof name !== 'string') return;
    if (setting.place) this.origins.set(name, setting.place);
    const known = this.settings.get(name);
    if (known) known.push(setting);
    else this.settings.set(name, [setting]);
  }

  opened(file: string): void {
    if (this.files.push(file) > MAX_FILES) {
      throw new ManifestError('The manifest imports more than 2000 files.', { hint: 'Does a file import itself?' });
    }
  }
}

/** A directive as the reason of what it made; nothing if its place is not known. */
export function directiveReason(name: string, place: Place | undefined, code?: string): Reason[] {
  return place ? [{ kind: 'directive', name, ...(code === undefined ? {} : { code }), place }] : [];
}

/** A mapping's entry as a mapping, made empty if it is missing. @throws ManifestError if it is something else */
export function enter(parent: PyDict, key: string, places: Places): PyDict {
  const value = parent.get(key);
  if (value === undefined) {
    const made = new PyDict();
    parent.set(key, made);
    return made;
  }
  return asMapping(value, key, places.of(parent, key));
}

/** @throws ManifestError unless the value is a mapping */
export function asMapping(value: Value, what: string, place: Place | undefined): PyDict {
  if (value instanceof PyDict) return value;
  throw new ManifestError(`'${what}' must be a mapping.`, {
    place,
    hint: "Write it as 'key: value' lines.",
    field: what,
  });
}

/** @throws ManifestError unless the value is a text */
export function asText(value: Value | undefined, what: string, place: Place | undefined): string {
  if (typeof value === 'string') return value;
  const missing = value === undefined;
  throw new ManifestError(missing ? `'${what}' is missing.` : `'${what}' must be a text.`, {
    place,
    hint: missing ? `Add '${what}'.` : 'Put it in quotes.',
    field: what,
  });
}

/** @throws ManifestError unless the value is a list of texts */
export function asTexts(value: Value | undefined, what: string, place: Place | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    const index = value.findIndex((item) => typeof item !== 'string');
    if (index < 0) return value as string[];
    throw new ManifestError(`'${what}' must hold texts only; entry ${index + 1} is not one.`, {
      place,
      hint: 'Put each entry in quotes.',
      field: `${what}[${index}]`,
    });
  }
  throw new ManifestError(`'${what}' must be a list of texts.`, {
    place,
    hint: 'Write it as a list: ["one", "two"].',
    field: what,
  });
}
