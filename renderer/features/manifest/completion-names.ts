/** Variables, and what Python itself has. */
import type { Variable } from '../../../shared/manifest/types';
import type { Entry } from './completion-at';
import { valueText } from './define-fields';
import type { Knowledge } from './knowledge';

/** The names that the evaluator knows without a variable, with their arguments. */
const BUILTINS: Readonly<Record<string, string>> = {
  abs: 'number',
  all: 'items',
  any: 'items',
  bool: 'value',
  chr: 'code',
  dict: 'items',
  divmod: 'a, b',
  enumerate: 'items, start=0',
  filter: 'function, items',
  float: 'value',
  format: 'value, spec',
  getattr: 'object, name, default',
  globals: '',
  hasattr: 'object, name',
  hex: 'number',
  int: 'value, base=10',
  isinstance: 'value, type',
  len: 'value',
  list: 'items',
  locals: '',
  map: 'function, items',
  max: 'items',
  min: 'items',
  next: 'items, default',
  oct: 'number',
  ord: 'character',
  pow: 'base, exponent',
  range: 'start, stop, step',
  repr: 'value',
  reversed: 'items',
  round: 'number, digits',
  set: 'items',
  sorted: 'items, key=None, reverse=False',
  str: 'value',
  sum: 'items',
  tuple: 'items',
  type: 'value',
  zip: 'items, items',
};
const WORDS = ['True', 'False', 'None', 'and', 'or', 'not', 'in', 'is', 'if', 'else', 'for', 'lambda'];

export function expressionEntries(know: Knowledge): Entry[] {
  return [
    ...variableEntries(know, false).map((entry) => ({ ...entry, preferred: true })),
    {
      label: 'embedded',
      kind: 'variable',
      detail: "embedded['id']",
      info: ['Checksums of what mpp-embed embedded, by id.'],
    },
    {
      label: 'rpms',
      kind: 'variable',
      detail: "rpms['pipeline']['name']",
      info: ['Packages that mpp-depsolve chose, by pipeline and name.'],
    },
    ...Object.entries(BUILTINS).map(([label, args]): Entry => ({
      label,
      kind: 'function',
      detail: `(${args})`,
      snippet: args === '' ? `${label}()` : `${label}(\${})`,
    })),
    ...WORDS.map((label): Entry => ({ label, kind: 'value' })),
  ];
}

/** All variables: those that hold for the target with their values, and those that other files set. */
export function variableEntries(know: Knowledge, closed: boolean): Entry[] {
  const known = new Set(know.variables.map(({ name }) => name));
  const others = know.symbols.variables.filter(({ name }) => !known.has(name));
  const end = (label: string) => (closed ? { snippet: `${label}}` } : {});
  return [
    ...know.variables.map((variable): Entry => ({
      label: variable.name,
      kind: 'variable',
      detail: shorten(valueText(variable.value)),
      info: variableFacts(variable),
      ...end(variable.name),
    })),
    ...others.map(({ name, definitions }): Entry => ({
      label: name,
      kind: 'variable',
      detail: 'not set for this target',
      info: definitions.slice(0, 3).map(({ file, line }) => `Set in ${file}:${line}`),
      ...end(name),
    })),
  ];
}

const SET_BY = {
  builtin: 'by osbuild-mpp',
  include: 'by an included file',
  manifest: 'by the manifest',
  target: "by the target's name",
  define: 'by your defines',
} as const;

/** The value a variable has, and everything that set it: what holds comes first. */
export function variableFacts({ value, settings, file, line }: Variable): string[] {
  const facts = [`= ${shorten(valueText(value), 200)}`];
  const last = [...settings].reverse();
  if (last.length === 0) return file === undefined ? facts : [...facts, `Set in ${file}:${line ?? 1}`];
  last.forEach((setting, index) => {
    const where = setting.place ? ` in ${setting.place.file}:${setting.place.line}` : '';
    const words = `${SET_BY[setting.kind]}${where}`;
    facts.push(index === 0 ? `Set ${words}` : `before: ${shorten(valueText(setting.value), 60)}, ${words}`);
  });
  return facts.slice(0, 6);
}

function shorten(text: string, most = 40): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
