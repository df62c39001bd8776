/** Which line stands in which row when sections are folded, and where a search finds its words. */
import { plainText } from './ansi';
import { headerText, type LogModel } from './log-model';

export interface RowMap {
  readonly count: number;
  /** Index of the line in a row. */
  lineAt(row: number): number;
  /** Row of a line; of its header if the line is folded away. */
  rowOf(line: number): number;
}

interface Hidden {
  readonly from: number;
  readonly to: number;
  /** Lines hidden before this range. */
  readonly before: number;
}

/** Rows of the log with these sections folded. Lookups cost the logarithm of the number of folded sections. */
export function createRowMap(model: LogModel, folded: ReadonlySet<number>): RowMap {
  const hidden: Hidden[] = [];
  let total = 0;
  model.sections.forEach((section, index) => {
    const length = section.end - section.header - 1;
    if (!folded.has(index) || length <= 0) return;
    hidden.push({ from: section.header + 1, to: section.end, before: total });
    total += length;
  });
  return {
    count: model.lines.length - total,
    lineAt(row) {
      const range = lastBefore(hidden, (entry) => entry.from - entry.before <= row);
      return range ? row + range.before + (range.to - range.from) : row;
    },
    rowOf(line) {
      const range = lastBefore(hidden, (entry) => entry.from <= line);
      if (!range) return line;
      if (line < range.to) return range.from - range.before - 1;
      return line - range.before - (range.to - range.from);
    },
  };
}

/** The last entry for which the (monotonous) test holds. */
function lastBefore(entries: readonly Hidden[], test: (entry: Hidden) => boolean): Hidden | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && test(entry)) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}

/** Indices of the lines that contain the words, whatever their case. None for an empty query. */
export function searchLog(model: LogModel, query: string): readonly number[] {
  const needle = query.toLowerCase();
  if (needle === '') return [];
  const found: number[] = [];
  model.lines.forEach((line, index) => {
    const text = line.kind === 'header' ? headerText(model, line) : plainText(line.text);
    if (text.toLowerCase().includes(needle)) found.push(index);
  });
  return found;
}

/** Every place of the words in a plain text. */
export function rangesOf(text: string, query: string): readonly { start: number; end: number }[] {
  const needle = query.toLowerCase();
  if (needle === '') return [];
  const haystack = text.toLowerCase();
  const ranges = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    ranges.push({ start: at, end: at + needle.length });
  }
  return ranges;
}

/** The next match after the current one (or before it), turning round at the ends. -1 without matches. */
export function stepMatch(matches: readonly number[], current: number, step: 1 | -1): number {
  if (matches.length === 0) return -1;
  if (current < 0) return step === 1 ? 0 : matches.length - 1;
  return (current + step + matches.length) % matches.length;
}
