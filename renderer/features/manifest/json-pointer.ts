/** JSON pointers (RFC 6901): into values, and from a line of formatted JSON. */
import type { Origin } from '../../../shared/manifest/types';

/** `/pipelines/0/stages/2`. */
export function pointerOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** The entry of a value, or of the nearest value above it. */
export function originAt(origins: Readonly<Record<string, Origin>>, pointer: string): Origin | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (Object.hasOwn(origins, at)) return origins[at];
    if (at === '') return undefined;
  }
}

const KEY = /^ *("(?:[^"\\]|\\.)*"): /;
const CLOSING = /^ *[\]}]/;
const INDENT = /^ */;

/**
 * The pointer of what stands on a line of JSON that was written with two spaces of indent; a closing bracket stands for
 * what it closes.
 * @param lineAt - text of a line; lines count from 1
 */
export function pointerAtLine(lineAt: (line: number) => string, line: number): string {
  const parts: (string | number)[] = [];
  for (let at = line, depth = indentOf(lineAt(at)); depth > 0; depth = indentOf(lineAt(at))) {
    const text = lineAt(at);
    if (CLOSING.test(text)) {
      at = above(lineAt, at, (indent) => indent === depth);
      continue;
    }
    const opener = above(lineAt, at, (indent) => indent < depth);
    const key = KEY.exec(text)?.[1];
    if (key !== undefined) parts.push(JSON.parse(key) as string);
    else parts.push(elementsBetween(lineAt, opener, at, depth));
    at = opener;
  }
  return pointerOf(...parts.reverse());
}

/** The nearest line above whose indent fits; the first line if none does. */
function above(lineAt: (line: number) => string, from: number, fits: (indent: number) => boolean): number {
  let at = from - 1;
  while (at > 1 && !fits(indentOf(lineAt(at)))) at -= 1;
  return Math.max(1, at);
}

/** How many elements of a list begin between its opening line and one of its lines. */
function elementsBetween(lineAt: (line: number) => string, opener: number, line: number, depth: number): number {
  let elements = 0;
  for (let at = opener + 1; at < line; at += 1) {
    const text = lineAt(at);
    if (indentOf(text) === depth && !CLOSING.test(text)) elements += 1;
  }
  return elements;
}

function indentOf(text: string): number {
  return INDENT.exec(text)?.[0].length ?? 0;
}
