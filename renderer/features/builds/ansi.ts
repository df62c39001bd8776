/**
 * Terminal colours of a log line as plain spans. Select Graphic Rendition (ECMA-48, `ESC [ … m`) is understood; every
 * other escape sequence and control character is dropped. Nothing here makes HTML: the spans' text is rendered as text.
 */

export interface AnsiStyle {
  /** 0 to 15: a colour of the theme; otherwise a CSS `rgb()`. */
  readonly color?: number | string;
  readonly background?: number | string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}

const PLAIN: AnsiStyle = {};
// CSI, OSC (ended by BEL or ST), other two-character escapes, and lone control characters except tab.
const SEQUENCE =
  /\x1b\[([0-9;:?<=>!]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\)?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f]/g;
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** The spans of one line. What a carriage return overwrote is left out, as a terminal would show it. */
export function parseAnsi(line: string): readonly AnsiSpan[] {
  if (!CONTROL.test(line)) return line === '' ? [] : [{ text: line, style: PLAIN }];
  const text = afterCarriageReturn(line);
  const spans: AnsiSpan[] = [];
  let style = PLAIN;
  let end = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    if (match.index > end) spans.push({ text: text.slice(end, match.index), style });
    end = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  if (end < text.length) spans.push({ text: text.slice(end), style });
  return spans;
}

/** The line as it reads without colours. */
export function plainText(line: string): string {
  return CONTROL.test(line) ? afterCarriageReturn(line).replace(SEQUENCE, '') : line;
}

function afterCarriageReturn(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let style: AnsiStyle = before;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const extended = extendedColor(codes, i + 1);
      i += extended.used;
      if (extended.color !== undefined) {
        style = { ...style, [code === 38 ? 'color' : 'background']: extended.color };
      }
    } else {
      style = applyCode(style, code);
    }
  }
  return style;
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, color: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: true };
    case 7:
      return { ...style, inverse: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 23:
      return { ...style, italic: false };
    case 24:
      return { ...style, underline: false };
    case 27:
      return { ...style, inverse: false };
    case 39:
      return without(style, 'color');
    case 49:
      return without(style, 'background');
    default:
      return style;
  }
}

function without(style: AnsiStyle, key: 'color' | 'background'): AnsiStyle {
  return Object.fromEntries(Object.entries(style).filter(([name]) => name !== key));
}

/** `5;n` is a colour of the 256-colour table, `2;r;g;b` a true colour. */
function extendedColor(codes: readonly number[], at: number): { color?: number | string; used: number } {
  if (codes[at] === 5) {
    const n = byte(codes[at + 1]);
    return { color: n < 16 ? n : indexedColor(n), used: 2 };
  }
  if (codes[at] === 2) {
    return { color: `rgb(${byte(codes[at + 1])} ${byte(codes[at + 2])} ${byte(codes[at + 3])})`, used: 4 };
  }
  return { used: 0 };
}

function byte(value: number | undefined): number {
  return Number.isInteger(value) ? Math.min(255, Math.max(0, value ?? 0)) : 0;
}

function indexedColor(n: number): string {
  if (n >= 232) {
    const grey = 8 + (n - 232) * 10;
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = n - 16;
  return `rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`;
}

/** Cuts spans at the given ranges of the plain text, so that a search can mark them. Ranges are sorted, disjoint. */
export function markSpans(
  spans: readonly AnsiSpan[],
  ranges: readonly { start: number; end: number }[],
): readonly (AnsiSpan & { marked: boolean })[] {
  const cuts = ranges.flatMap((range) => [range.start, range.end]);
  const result: (AnsiSpan & { marked: boolean })[] = [];
  let offset = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    const edges = [offset, ...cuts.filter((cut) => cut > offset && cut < end), end];
    for (let i = 0; i + 1 < edges.length; i++) {
      const from = edges[i] ?? 0;
      const to = edges[i + 1] ?? 0;
      const marked = ranges.some((range) => range.start <= from && to <= range.end);
      result.push({ text: span.text.slice(from - offset, to - offset), style: span.style, marked });
    }
    offset = end;
  }
  return result;
}
