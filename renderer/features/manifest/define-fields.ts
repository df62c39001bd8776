/** Defines as a form shows them: values, where they come from, and how what was typed becomes a value. */
import { parseDefines } from '../../../shared/manifest/defines';
import { parseBuildLine } from '../../../shared/manifest/make-line';
import { nearestNames } from '../../../shared/manifest/nearest';
import type { Defines, Problem, Variable } from '../../../shared/manifest/types';

/** A list of names in a define, or the manifest's own. */
export function listDefine(name: string, defines: Defines, variables: readonly Variable[]): readonly string[] {
  const value = Object.hasOwn(defines, name)
    ? defines[name]
    : variables.find((variable) => variable.name === name)?.value;
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
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

/** All problems of a target, each once, errors first. */
export function allProblems(...lists: (readonly Problem[])[]): readonly Problem[] {
  const unique = new Map(
    lists.flat().map((problem) => [`${problem.severity} ${problem.message} ${problem.file} ${problem.line}`, problem]),
  );
  return [...unique.values()].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

/** Names as they are typed or pasted: apart by blanks, or by commas too, each once. */
export function splitNames(text: string, commas = true): readonly string[] {
  return [...new Set(text.split(commas ? /[\s,]+/ : /\s+/).filter(Boolean))];
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
  return /^\s*DEFINES=/.test(text) ? parseBuildLine(text).defines : parseDefines(text);
}
