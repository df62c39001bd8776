/** Where a stage stands in a file's text: its lines, and the list that it is an item of. */
import {
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { StudioError } from '../../../shared/errors';
import type { Place } from '../../../shared/manifest/types';

export interface StageBlock {
  readonly source: string;
  readonly map: YAMLMap;
  readonly list: YAMLSeq;
  readonly index: number;
}
/** Offsets of whole lines: from the first character of the first to the first of the next. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** The item of a list at a place. @throws StudioError `conflict` if there is none, `invalid-input` for broken text */
export function blockAt(source: string, place: Place): StageBlock {
  const counter = new LineCounter();
  const doc = parseDocument(source, { lineCounter: counter, version: '1.1', strict: false, uniqueKeys: false });
  const [broken] = doc.errors;
  if (broken)
    throw new StudioError('invalid-input', `${place.file} cannot be read as YAML or JSON: mend its text first.`, {
      detail: { file: place.file, line: counter.linePos(broken.pos[0]).line },
    });
  let found: StageBlock | undefined;
  let isExact = false;
  visit(doc, {
    Seq(_, list) {
      list.items.forEach((item, index) => {
        if (!isMap(item) || !item.range) return;
        const { line, col } = counter.linePos(item.range[0]);
        if (line !== place.line || isExact) return;
        // Several may begin on one line; if none is where it was said, it is the outermost.
        isExact = col === place.column;
        if (isExact || !found) found = { source, map: item, list, index };
      });
    },
  });
  if (!found) throw new StudioError('conflict', `${place.file}:${place.line} has no stage any more.`);
  return found;
}

/** Makes a change with the line ends that the text has. */
export function keepingLineEnds(source: string, change: (text: string) => string): string {
  // Where both kinds are mixed nothing is known about what is right.
  if (!source.includes('\r\n') || /(?:^|[^\r])\n/.test(source)) return change(source);
  return change(source.replaceAll('\r\n', '\n')).replaceAll('\n', '\r\n');
}

/** The lines of an item, with the comments right above it. */
export function linesOf({ source, list }: StageBlock, index: number): Lines {
  const item = list.items[index];
  const [start, end] = rangeOf(item);
  let from = lineStart(source, start);
  while (from > 0) {
    const above = lineStart(source, from - 1);
    if (!/^\s*#/.test(source.slice(above, from))) break;
    from = above;
  }
  return { from, to: nextLine(source, lastCharacter(source, start, end)) };
}

/** Column of the dashes of the list. */
export function dashColumn({ source, list, index }: StageBlock): number {
  const [start] = rangeOf(list.items[index]);
  const begin = lineStart(source, start);
  return source.slice(begin).search(/-/);
}

/** Start and end of a node: the end is behind its last line where it is a block. */
export function rangeOf(node: unknown): readonly [number, number] {
  const range = isPair(node) ? undefined : (node as Node | null)?.range;
  if (!range) throw new StudioError('internal', 'A node of the text has no place.');
  return [range[0], range[1]];
}

export function lineStart(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1;
}

/** The first character of the line after the one of `at`; a last line without an end ends with the text. */
export function nextLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end + 1;
}

/** The last character that is not white space. */
export function lastCharacter(source: string, from: number, to: number): number {
  return from + Math.max(0, source.slice(from, to).trimEnd().length - 1);
}

/** The text with a part replaced. */
export function splice(source: string, from: number, to: number, text: string): string {
  return source.slice(0, from) + text + source.slice(to);
}

/** Lines with the same amount of white space before each. */
export function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

/** The value of a key in a mapping, if it has it. */
export function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}
