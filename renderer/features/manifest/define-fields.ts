/** Defines as a form shows them: values, where they come from, and how what was typed becomes a value. */
import { formatDefines, parseDefines } from '../../../shared/manifest/defines';
import { nearestNames } from '../../../shared/manifest/nearest';
import type { Defines, Problem, Variable } from '../../../shared/manifest/types';

/** Shown first, where the manifest has them. */
export const MAIN_DEFINES = ['extra_rpms', 'distro_version', 'ostree_ref', 'image_size'] as const;
/** What most changes are made of: shown also before the manifest could be resolved. */
const ALWAYS: readonly string[] = ['extra_rpms', 'distro_version'];

export interface Field {
  readonly name: string;
  /** What holds: the person's, else the manifest's. */
  readonly value: unknown;
  readonly isSet: boolean;
  /** Where the manifest's own value is written. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** A list of names in a define, or the manifest's own. */
export function listDefine(name: string, defines: Defines, variables: readonly Variable[]): readonly string[] {
  const value = Object.hasOwn(defines, name)
    ? defines[name]
    : variables.find((variable) => variable.name === name)?.value;
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** The fields that every target has, the person's own defines, and all other variables. */
export function fieldsOf(defines: Defines, variables: readonly Variable[]) {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const field = (name: string): Field => {
    const variable = known.get(name);
    const isSet = Object.hasOwn(defines, name);
    return { name, value: isSet ? defines[name] : variable?.value, isSet, file: variable?.file, line: variable?.line };
  };
  const isMain = (name: string) => (MAIN_DEFINES as readonly string[]).includes(name);
  const main = MAIN_DEFINES.filter((name) => ALWAYS.includes(name) || known.has(name) || Object.hasOwn(defines, name));
  const own = Object.keys(defines).filter((name) => !isMain(name));
  const others = variables.filter(({ name }) => !isMain(name) && !Object.hasOwn(defines, name));
  return { main: main.map(field), own: own.map(field), others: others.map(({ name }) => field(name)) };
}

/** A value as one line of text: strings as they are unless they look like JSON, everything else as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' && parseValue(value, '') === value ? value : JSON.stringify(value);
}

/**
 * What was typed, as a value: JSON if it is, a string otherwise. Over a string, numbers and words stay strings: `2` typed
 * over the string `"1"` is the string `"2"`.
 */
export function parseValue(text: string, before: unknown): unknown {
  if (typeof before === 'string' && !/^\s*["[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What to take a define's value for where nothing is known: versions are text, though they look like numbers. */
export function assumedValue(name: string): unknown {
  return /(^|_)version$/.test(name) ? '' : undefined;
}

const SIZE = /^\s*(\d+(?:\.\d+)?)\s*(KiB|MiB|GiB|TiB)\s*$/i;
const UNITS = ['kib', 'mib', 'gib', 'tib'];

/** `2 GiB` as a number of bytes; other text stays what it is. */
export function parseSize(text: string): string {
  const match = SIZE.exec(text);
  if (!match?.[1] || !match[2]) return text.trim();
  return String(Math.round(Number(match[1]) * 1024 ** (UNITS.indexOf(match[2].toLowerCase()) + 1)));
}

/** Bytes with a binary unit where they come out even: `2147483648` is `2 GiB`. */
export function sizeText(value: unknown): string {
  const bytes = Number(value);
  if (!Number.isSafeInteger(bytes) || bytes <= 0) return valueText(value);
  for (let power = UNITS.length; power >= 1; power -= 1) {
    if (bytes % 1024 ** power === 0) return `${bytes / 1024 ** power} ${['KiB', 'MiB', 'GiB', 'TiB'][power - 1] ?? ''}`;
  }
  return String(bytes);
}

/** All problems of a target, each once, errors first. */
export function allProblems(...lists: (readonly Problem[])[]): readonly Problem[] {
  const unique = new Map(
    lists.flat().map((problem) => [`${problem.severity} ${problem.message} ${problem.file} ${problem.line}`, problem]),
  );
  return [...unique.values()].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

/** What a shell takes to hand the defines to make: `DEFINES='extra_rpms=["curl"]'`. */
export function definesLine(defines: Defines): string {
  return `DEFINES='${formatDefines(defines).replaceAll("'", "'\\''")}'`;
}

/** Package names as they are typed or pasted: apart by blanks or commas, each once. */
export function splitNames(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

/** True for lists of names, which are shown as one chip each. */
export function isNameList(field: Field): boolean {
  if (!/(^|_)rpms$/.test(field.name)) return false;
  if (field.value === undefined) return true;
  return Array.isArray(field.value) && field.value.every((entry) => typeof entry === 'string');
}

/** Known names that have what was typed, those that begin with it first. */
export function suggestNames(typed: string, known: readonly string[], most = 6): readonly string[] {
  const words = typed.trim().toLowerCase();
  if (words === '' || known.includes(typed.trim())) return [];
  const having = known.filter((name) => name.toLowerCase().includes(words));
  const rank = (name: string) => Number(!name.toLowerCase().startsWith(words));
  const ranked = having.sort((a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1));
  return [...new Set([...ranked, ...nearestNames(typed.trim(), known)])].slice(0, most);
}

/** What was typed or pasted as one or more defines in make's own words, with or without `DEFINES=` before it. */
export function parseLine(text: string): Defines {
  const quoted = /^\s*DEFINES=(['"]?)([\s\S]*)\1\s*$/.exec(text);
  return parseDefines(quoted?.[2]?.replaceAll("'\\''", "'") ?? text);
}
