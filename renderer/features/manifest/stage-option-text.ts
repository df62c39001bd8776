/** Changes of a stage's options in a file's text: only the lines of the option are written anew. All are pure. */
import { isAlias, isMap, isScalar, isSeq, stringify, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { StudioError } from '../../../shared/errors';
import type { Place } from '../../../shared/manifest/types';
import {
  blockAt,
  indented,
  keepingLineEnds,
  lastCharacter,
  lineStart,
  nextLine,
  pairOf,
  rangeOf,
  splice,
} from './stage-block';
import { nested, removeFlow, setFlow } from './stage-flow';
import { listsAreIndented } from './stage-text';

type Path = readonly (string | number)[];

/** Sets an option of the stage at a place: it is added where it is not there. */
export function setOption(source: string, place: Place, path: Path, value: unknown): string {
  return keepingLineEnds(source, (text) => {
    const { map } = blockAt(text, place);
    const full = ['options', ...path];
    refuseGenerated(map, full, place);
    return isJson(text) ? setFlow(text, map, full, value) : setIn(text, map, full, value);
  });
}

/** Takes an option, or an element of a list, away. */
export function removeOption(source: string, place: Place, path: Path): string {
  return keepingLineEnds(source, (text) => {
    const { map } = blockAt(text, place);
    const full: Path = ['options', ...path];
    refuseGenerated(map, full.slice(0, -1), place);
    return removeIn(text, map, full);
  });
}

function removeIn(source: string, map: YAMLMap, full: Path): string {
  const parent = full.slice(0, -1).reduce<unknown>((node, part) => child(node, part), map);
  const last = full.at(-1);
  if (last === undefined || (!isMap(parent) && !isSeq(parent))) return source;
  if (parent.flow) return removeFlow(source, parent, last);
  if (parent.items.length <= 1) return replaceValue(source, parent, isMap(parent) ? {} : []);
  const { from, to, first } = entryLines(source, parent, last);
  if (from === to) return source;
  // The first key of an item stands behind the item's dash: the next one takes its place.
  if (first !== undefined) return splice(source, first, indentEnd(source, to), '');
  return splice(source, from, to, '');
}

/** @throws StudioError `invalid-input` if what would change is used elsewhere too, or inside of what makes a value */
function refuseGenerated(map: YAMLMap, path: Path, place: Place): void {
  let node: unknown = map;
  for (const part of path) {
    const isMade = isMap(node) && node.items.some((pair) => isScalar(pair.key) && /^mpp-/.test(String(pair.key.value)));
    const reason = isAlias(node)
      ? `It is an alias (*${node.source}): the value is written elsewhere.`
      : isMade && node !== map
        ? 'The value is made by an expression.'
        : undefined;
    if (reason !== undefined)
      throw new StudioError('invalid-input', `${reason} Change it in the text.`, {
        detail: { file: place.file, line: place.line, field: path.join('.') },
      });
    node = child(node, part);
  }
}

/** JSON is all braces, and its keys have quotes. */
function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

function setIn(source: string, node: YAMLMap | YAMLSeq, path: Path, value: unknown): string {
  const [part, ...rest] = path;
  if (part === undefined) return source;
  if (node.flow) return rewritten(source, node, (json) => assigned(json, path, value));
  const inner = child(node, part);
  if (inner === undefined) return append(source, node, part, nested(rest, value));
  if (rest.length > 0 && (isMap(inner) || isSeq(inner))) return setIn(source, inner, rest, value);
  return replaceValue(source, inner as Node | null, nested(rest, value), { node, part });
}

function child(node: unknown, part: string | number): unknown {
  if (isMap(node)) return pairOf(node, String(part))?.value ?? (pairOf(node, String(part)) ? null : undefined);
  return isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
}

/** Writes a value where another one is: one line for a word, lines of its own for what has parts. */
function replaceValue(
  source: string,
  node: Node | null,
  value: unknown,
  at?: { node: YAMLMap | YAMLSeq; part: string | number },
): string {
  if (!node?.range)
    throw new StudioError('invalid-input', `'${String(at?.part ?? '')}' has no value in the text: write it there.`);
  const [start, end] = rangeOf(node);
  const last = lastCharacter(source, start, end) + 1;
  const begin = lineStart(source, start);
  const before = source.slice(begin, start);
  const startsLine = before.trim() === '';
  if (!hasParts(value)) {
    // A block under its key becomes a word behind it.
    const from = startsLine ? source.slice(0, begin).trimEnd().length : start;
    return splice(source, from, last, `${startsLine ? ' ' : ''}${oneLine(value)}`);
  }
  const isItem = /^\s*(?:- +)+$/.test(before);
  if (isItem || startsLine) {
    const column = start - begin;
    return splice(source, start, last, block(source, value, column).trimStart());
  }
  const keyColumn = /^\s*(?:- +)*/.exec(before)?.[0].length ?? 0;
  const column = Array.isArray(value) && !listsAreIndented(source) ? keyColumn : keyColumn + 2;
  const from = begin + before.trimEnd().length;
  return splice(source, from, last, `\n${block(source, value, column)}`);
}

function append(source: string, node: YAMLMap | YAMLSeq, part: string | number, value: unknown): string {
  const [start, end] = rangeOf(node);
  const column = start - lineStart(source, start);
  const entry = isSeq(node) ? [value] : { [part]: value };
  const to = nextLine(source, lastCharacter(source, start, end));
  const text = `${block(source, entry, column)}\n`;
  return source.slice(0, to) + (source.slice(0, to).endsWith('\n') ? '' : '\n') + text + source.slice(to);
}

function block(source: string, value: unknown, column: number): string {
  const text = stringify(value, {
    lineWidth: 0,
    version: '1.1',
    aliasDuplicateObjects: false,
    indentSeq: listsAreIndented(source),
  });
  return indented(text.trimEnd(), column);
}

function hasParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function oneLine(value: unknown): string {
  const text =
    typeof value === 'string' && value.includes('\n')
      ? JSON.stringify(value)
      : stringify(value, { lineWidth: 0, version: '1.1' });
  return text.trimEnd();
}

/** What is written in braces is written anew in braces. */
function rewritten(source: string, node: YAMLMap | YAMLSeq, change: (json: unknown) => unknown): string {
  const [start, end] = rangeOf(node);
  const value = change(node.toJSON() as unknown);
  const text = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    version: '1.1',
    flowCollectionPadding: false,
  });
  return splice(source, start, lastCharacter(source, start, end) + 1, text.trimEnd());
}

function assigned(json: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(json)) {
    const list = [...(json as unknown[])];
    list[Number(part)] = assigned(list[Number(part)], rest, value);
    return list;
  }
  const object = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  return { ...object, [part]: assigned(object[part], rest, value) };
}

/** Lines of a pair or an item; `first` is where its text begins if it stands behind a dash. */
function entryLines(source: string, parent: YAMLMap | YAMLSeq, part: string | number | undefined) {
  const entry = isMap(parent) ? pairOf(parent, String(part)) : parent.items[Number(part)];
  const node = isMap(parent)
    ? ((entry as { value?: unknown } | undefined)?.value ?? (entry as { key?: unknown } | undefined)?.key)
    : entry;
  const begin = isMap(parent) ? (entry as { key?: unknown } | undefined)?.key : entry;
  if (node === undefined || node === null || begin === undefined) return { from: 0, to: 0 };
  const [valueStart, end] = rangeOf(node);
  // An item begins with its dash: the first one where its list begins.
  const [start] = rangeOf(isSeq(parent) && part === 0 ? parent : begin);
  const from = lineStart(source, start);
  const to = nextLine(source, lastCharacter(source, valueStart, end));
  const isBehindDash = (isMap(parent) || part === 0) && source.slice(from, start).includes('-');
  return { from, to, first: isBehindDash ? start : undefined };
}

/** The first character of a line that is not a space. */
function indentEnd(source: string, at: number): number {
  return at + (/^ */.exec(source.slice(at, at + 200))?.[0].length ?? 0);
}
