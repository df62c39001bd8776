/** Changes of stages and options that are written in braces, as all of JSON is. Only the parts in question are rewritten. */
import { isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { pairOf, rangeOf, splice } from './stage-block';

type Collection = YAMLMap | YAMLSeq;
type Path = readonly (string | number)[];
type Span = readonly [from: number, to: number];

/** An entry after the one at an index. */
export function insertFlow(source: string, list: YAMLSeq, index: number, value: unknown): string {
  const [start, end] = rangeOf(list.items[index]);
  const lead = leadOf(source, start);
  return splice(source, end, end, `,${lead ?? ' '}${json(source, value, lead)}`);
}

/** A copy of an entry after it. */
export function duplicateFlow(source: string, list: YAMLSeq, index: number): string {
  const [start, end] = rangeOf(list.items[index]);
  return splice(source, end, end, `,${leadOf(source, start) ?? ' '}${source.slice(start, end)}`);
}

/** The text without a pair or an item, and without the comma that it no longer needs. */
export function removeFlow(source: string, parent: Collection, part: string | number): string {
  const spans = spansOf(parent);
  const at = indexOf(parent, part);
  const [span, before, after] = [spans[at], spans[at - 1], spans[at + 1]];
  if (!span) return source;
  if (after) return splice(source, span[0], after[0], '');
  if (before) return splice(source, before[1], span[1], '');
  const [start, end] = rangeOf(parent);
  return splice(source, start, end, isMap(parent) ? '{}' : '[]');
}

/** An entry in a condition that is never true; what is in it stays as it is. */
export function wrapFlow(source: string, list: YAMLSeq, index: number, condition: string): string {
  const [start, end] = rangeOf(list.items[index]);
  return splice(source, start, end, `{"mpp-if": "${condition}", "then": ${source.slice(start, end)}}`);
}

/** Sets a value below a collection in braces. */
export function setFlow(source: string, node: Collection, path: Path, value: unknown): string {
  const [part, ...rest] = path;
  if (part === undefined) return source;
  const child = childOf(node, part);
  if (child === undefined) return appendFlow(source, node, part, nested(rest, value));
  if (rest.length > 0 && (isMap(child) || isSeq(child))) return setFlow(source, child, rest, value);
  const [start, end] = rangeOf(child);
  const [first] = spansOf(node)[indexOf(node, part)] ?? [start];
  return splice(source, start, end, json(source, nested(rest, value), leadOf(source, first)));
}

/** A value behind the keys that lead to it. */
export function nested(path: Path, value: unknown): unknown {
  return [...path]
    .reverse()
    .reduce<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value);
}

/** Exchanges parts of a text: what stands between them stays where it is. */
export function reordered(source: string, spans: readonly Span[], order: readonly number[]): string {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return source;
  const texts = order.map((from) => source.slice(...(spans[from] ?? [0, 0])));
  const gaps = spans.map(([, end], index) => source.slice(end, spans[index + 1]?.[0] ?? end));
  return splice(source, first[0], last[1], texts.map((text, index) => text + (gaps[index] ?? '')).join(''));
}

/** From the first to the last character of each pair or item. */
export function spansOf(parent: Collection): Span[] {
  if (isSeq(parent)) return parent.items.map((item) => rangeOf(item));
  return parent.items.map((pair) => {
    const [start, end] = rangeOf(pair.key);
    return [start, pair.value === null ? end : rangeOf(pair.value)[1]];
  });
}

function indexOf(parent: Collection, part: string | number): number {
  if (isSeq(parent)) return Number(part);
  const pair = pairOf(parent, String(part));
  return pair ? parent.items.indexOf(pair) : -1;
}

function childOf(node: Collection, part: string | number): Node | undefined {
  const child: unknown = isMap(node) ? pairOf(node, String(part))?.value : node.items[Number(part)];
  return (child ?? undefined) as Node | undefined;
}

function appendFlow(source: string, node: Collection, part: string | number, value: unknown): string {
  const last = spansOf(node).at(-1);
  if (!last) {
    const [start, end] = rangeOf(node);
    return splice(source, start, end, json(source, isMap(node) ? { [part]: value } : [value], lineLead(source, start)));
  }
  const lead = leadOf(source, last[0]);
  const name = isMap(node) ? `${JSON.stringify(String(part))}: ` : '';
  return splice(source, last[1], last[1], `,${lead ?? ' '}${name}${json(source, value, lead)}`);
}

/** The line break and the white space before something that begins its line; undefined if it does not. */
function leadOf(source: string, at: number): string | undefined {
  return /\r?\n[ \t]*$/.exec(source.slice(Math.max(0, at - 1000), at))?.[0];
}

/** The line break and the white space that the line of a place begins with, if the text has lines at all. */
function lineLead(source: string, at: number): string | undefined {
  const begin = source.lastIndexOf('\n', at - 1) + 1;
  if (!source.includes('\n')) return undefined;
  return `\n${/^[ \t]*/.exec(source.slice(begin, at))?.[0] ?? ''}`;
}

/** JSON in the file's own indentation; on one line where the file has all on one line. */
function json(source: string, value: unknown, lead: string | undefined): string {
  if (lead === undefined) return JSON.stringify(value);
  const step = /\n([ \t]+)\S/.exec(source)?.[1] ?? '  ';
  return JSON.stringify(value, null, step).replaceAll('\n', lead);
}
