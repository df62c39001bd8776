/**
 * Where a place of a YAML or JSON text stands: the keys and list items that lead to it, told by indentation alone, so
 * that a text in the middle of being typed has a path too.
 */

/** As CodeMirror's Text has it: lines count from 1. */
export interface Lines {
  readonly lines: number;
  line(number: number): { readonly text: string; readonly from: number };
}

export interface Step {
  readonly kind: 'key' | 'item';
  /** Empty for an item. */
  readonly key: string;
  /** What stands after the colon on the same line, without quotes and comment. */
  readonly value: string;
  /** Columns count from 0. */
  readonly column: number;
  readonly line: number;
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#&*!|>'"%@`{}[\],:-][^:#{}[\],]*?|-[^\s:][^:#]*?))\s*:(?=\s|$)\s*/;
const BLOCK_TEXT = /^[|>][+-]?\d?[+-]?$/;

/** The list markers and the key that a line begins with. */
export function stepsOfLine(text: string, line: number): Step[] {
  const steps: Step[] = [];
  let column = text.length - text.trimStart().length;
  for (;;) {
    const rest = text.slice(column);
    const dash = /^-(?:\s+|$)/.exec(rest);
    const brace = /^[{[]\s*$/.exec(rest);
    if (dash || brace) {
      steps.push({ kind: 'item', key: '', value: '', column, line });
      if (brace || !dash) return steps;
      column += dash[0].length;
      continue;
    }
    const key = KEY.exec(rest);
    if (key) {
      const name = key[1] ?? key[2] ?? key[3] ?? '';
      steps.push({ kind: 'key', key: name, value: plain(rest.slice(key[0].length)), column, line });
    }
    return steps;
  }
}

/** What leads to a column of a line, outermost first; the line's own markers and key before the column are part of it. */
export function pathAt(doc: Lines, line: number, column: number): readonly Step[] {
  const text = doc.line(line).text;
  const own = stepsOfLine(text, line).filter((step) => step.column < column);
  const path: Step[] = [];
  let limit = { column, item: false };
  const take = (step: Step) => {
    const isParent = limit.item && step.kind === 'key' ? step.column <= limit.column : step.column < limit.column;
    if (!isParent) return;
    path.unshift(step);
    limit = { column: step.column, item: step.kind === 'item' };
  };
  for (const step of [...own].reverse()) take(step);
  for (let at = line - 1; at >= 1 && (limit.column > 0 || limit.item); at -= 1) {
    const text = doc.line(at).text;
    // Most lines stand deeper: they need no closer look.
    const indent = text.search(/\S/);
    if (indent < 0 || indent > limit.column) continue;
    for (const step of stepsOfLine(text, at).reverse()) take(step);
  }
  return path;
}

/** True if a line is part of a block of literal text (`key: |`). */
export function isBlockText(path: readonly Step[], line: number): boolean {
  const last = path[path.length - 1];
  return last !== undefined && last.line < line && BLOCK_TEXT.test(last.value);
}

/** The keys of the mapping that begins after a step: those of an item, or those under a key. */
export function keysUnder(doc: Lines, parent: Step): Step[] {
  const keys: Step[] = [];
  let column: number | undefined;
  for (let at = parent.line; at <= doc.lines; at += 1) {
    const text = doc.line(at).text;
    for (const step of stepsOfLine(text, at)) {
      if (at === parent.line && step.column <= parent.column) continue;
      if (step.column <= parent.column) return keys;
      column ??= step.column;
      if (step.kind === 'key' && step.column === column) keys.push(step);
    }
  }
  return keys;
}

function plain(text: string): string {
  const value = text
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .replace(/,$/, '');
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(value);
  return quoted ? (quoted[1] ?? quoted[2] ?? '') : value;
}
