/** What saving would change, in numbers. */
import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';
import type { OpenDocument } from './document';

/** Exactness ends where it would take long: then a longer stretch counts as one change. */
export const DIFF = { scanLimit: 500, timeout: 100 } as const;

const counts = new WeakMap<OpenDocument, number>();

/** Separate stretches of lines that differ from what is saved. */
export function changeCount(document: OpenDocument): number {
  const known = counts.get(document);
  if (known !== undefined) return known;
  const count = chunksBetween(document.saved, document.text).length;
  counts.set(document, count);
  return count;
}

export interface LineCounts {
  readonly added: number;
  readonly removed: number;
}

/** Lines that `after` has more, and lines of `before` that it has no more; a changed line is one of each. */
export function lineCounts(before: string, after: string): LineCounts {
  const [a, b] = [textOf(before), textOf(after)];
  let added = 0;
  let removed = 0;
  for (const chunk of Chunk.build(a, b, DIFF)) {
    added += linesIn(b, chunk.fromB, chunk.toB, chunk.endB);
    removed += linesIn(a, chunk.fromA, chunk.toA, chunk.endA);
  }
  return { added, removed };
}

/** Stretches of lines in which two texts differ. */
export function chunksBetween(before: string, after: string): readonly Chunk[] {
  return before === after ? [] : Chunk.build(textOf(before), textOf(after), DIFF);
}

function textOf(text: string): Text {
  return Text.of(text.split('\n'));
}

/** `to` is the start of the line after the last one; an empty stretch has none. */
function linesIn(text: Text, from: number, to: number, end: number): number {
  if (from === to) return 0;
  return text.lineAt(Math.min(end, text.length)).number - text.lineAt(from).number + 1;
}
