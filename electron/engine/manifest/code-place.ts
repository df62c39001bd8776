/** Where in a file the part of an expression stands that failed. */
import type { Place } from './places';
import type { PyError } from './python/errors';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What to look for in the expression's text. */
function patternOf({ kind, message }: PyError, code: string): RegExp {
  const name = /^(?:name|'[\w.]+' object has no attribute|module '[\w.]+' has no attribute) ?'(\w+)'/.exec(
    message,
  )?.[1];
  if (name !== undefined)
    return kind === 'NameError' ? new RegExp(`(?<![\\w.'"])${name}(?!\\w)`) : new RegExp(`(?<=\\.\\s*)${name}(?!\\w)`);
  const attribute = /has no attribute '(\w+)'/.exec(message)?.[1];
  if (attribute !== undefined) return new RegExp(`(?<=\\.\\s*)${attribute}(?!\\w)`);
  const key = kind === 'KeyError' ? /^'(.*)'$/.exec(message)?.[1] : undefined;
  if (key !== undefined) return new RegExp(`['"]${escaped(key)}['"]`);
  const line = Number(/line (\d+)\)$/.exec(message)?.[1] ?? 1);
  const lines = code.split('\n').map((each) => each.trim());
  return new RegExp(escaped(lines[line - 1] || lines.find((each) => each !== '') || ''));
}

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start + column - 1;
}

/**
 * The place of what failed, if the file's text has it behind `place`, where the expression begins; else `place`.
 * Expressions may fill many lines of a block.
 */
export function failedPlace(
  place: Place | undefined,
  text: string | undefined,
  code: string,
  error: PyError,
): Place | undefined {
  if (!place || text === undefined) return place;
  const from = offsetOf(text, place);
  // Quotes and indentation make the written text longer than the expression.
  const written = text.slice(from, from + 2 * code.length + 80 * code.split('\n').length);
  const found = patternOf(error, code).exec(written);
  if (!found) return place;
  const before = text.slice(0, from + found.index);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file: place.file, line: before.split('\n').length, column: before.length - lineStart + 1 };
}
