/** What can be written at a place of a manifest: a pure function of its text and of what is known. */
import { expressionEntries, variableEntries } from './completion-names';
import { keyEntries } from './completion-keys';
import { valueEntries } from './completion-values';
import type { Knowledge } from './knowledge';
import { isBlockText, pathAt, stepsOfLine, type Lines, type Step } from './text-path';

export interface Entry {
  readonly label: string;
  readonly kind: 'directive' | 'key' | 'value' | 'variable' | 'function' | 'stage' | 'file';
  /** A few words behind the label. */
  readonly detail?: string;
  /** For the panel beside the list: facts, then sentences. */
  readonly info?: readonly string[];
  /** What is written, if it is not the label; `${name}` marks a field. */
  readonly snippet?: string;
  /** Comes first. */
  readonly preferred?: boolean;
}
export interface Completions {
  /** Column (from 0) where what is completed begins. */
  readonly from: number;
  readonly entries: readonly Entry[];
  /** As long as what is typed is of this form, the answer stays good. */
  readonly valid: RegExp;
}
/** The place, as the parts of the answer see it. */
export interface PlaceIn {
  readonly doc: Lines;
  readonly line: number;
  /** Keys and items that lead to it, outermost first. */
  readonly path: readonly Step[];
  readonly know: Knowledge;
  readonly json: boolean;
}

const EXPRESSION_KEY = /^mpp-(?:eval|if)$/;
const FORMAT_KEY = /^mpp-(?:format|fmt)-\w+$/;

/** Undefined where nothing is known, and, unless it is asked for (`explicit`), where nothing was begun. */
export function completionsAt(
  doc: Lines,
  line: number,
  column: number,
  know: Knowledge,
  explicit: boolean,
): Completions | undefined {
  const before = doc.line(line).text.slice(0, column);
  if (/^\s*#|\s#\s/.test(before)) return undefined;
  const dollar = /\$(\{?)(\w*)$/.exec(before);
  if (dollar)
    return {
      from: column - (dollar[2] ?? '').length,
      entries: variableEntries(know, dollar[1] === '{'),
      valid: /^\w*$/,
    };
  const own = stepsOfLine(doc.line(line).text, line);
  const key = own[own.length - 1];
  const json = know.path.endsWith('.json');
  const place = { doc, line, know, json };
  if (key?.kind === 'key' && key.column + key.key.length < column && before.slice(key.column).includes(':'))
    return inValue({ ...place, path: pathAt(doc, line, key.column + 1) }, key, before, column, explicit);
  const indent = before.length - before.trimStart().length;
  const path = pathAt(doc, line, startOfKey(before, indent));
  const owner = path[path.length - 1];
  if (owner && isBlockText(path, line)) return inBlock(know, owner, before, column, explicit);
  const word = /[\w.-]*$/.exec(before)?.[0] ?? '';
  if (/[^\s"'{[,-]/.test(before.slice(0, before.length - word.length).replace(/^\s*(?:-\s+)*/, ''))) return undefined;
  if (word === '' && !explicit && !/^\s*-\s$/.test(before)) return undefined;
  const entries = keyEntries({ ...place, path }, before);
  return entries.length > 0 ? { from: column - word.length, entries, valid: /^[\w.-]*$/ } : undefined;
}

function inValue(
  place: PlaceIn,
  key: Step,
  before: string,
  column: number,
  explicit: boolean,
): Completions | undefined {
  const value = before.slice(before.indexOf(':', key.column + key.key.length) + 1).trimStart();
  if (EXPRESSION_KEY.test(key.key) || (FORMAT_KEY.test(key.key) && /\{[^{}]*$/.test(value)))
    return inExpression(place.know, before, column, explicit);
  const word = /[^\s"']*$/.exec(value)?.[0] ?? '';
  const entries = valueEntries(place, key, value);
  if (entries.length === 0) return undefined;
  return { from: column - word.length, entries, valid: /^[^\s"']*$/ };
}

function inBlock(
  know: Knowledge,
  key: Step,
  before: string,
  column: number,
  explicit: boolean,
): Completions | undefined {
  if (EXPRESSION_KEY.test(key.key) || (FORMAT_KEY.test(key.key) && /\{[^{}]*$/.test(before)))
    return inExpression(know, before, column, explicit);
  return undefined;
}

function inExpression(know: Knowledge, before: string, column: number, explicit: boolean): Completions | undefined {
  const word = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? '';
  // Attributes and texts are not names.
  const ahead = before.slice(0, before.length - word.length);
  if (/\.\s*$/.test(ahead) || (word === '' && !explicit)) return undefined;
  return { from: column - word.length, entries: expressionEntries(know), valid: /^\w*$/ };
}

/** The column at which a key that is being written begins: behind the markers of its line. */
function startOfKey(before: string, indent: number): number {
  const markers = /^(?:-\s+)*/.exec(before.slice(indent))?.[0] ?? '';
  return indent + markers.length;
}
