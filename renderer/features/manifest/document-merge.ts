/** Joining two people's changes of one text: what was edited here, and what somebody else wrote to disk since. */
import { diff } from '@codemirror/merge';
import { diff3Merge } from 'node-diff3';

export interface Merged {
  /** Both changes; where they collide, mine. */
  readonly text: string;
  /** Places where both changed the same lines differently. */
  readonly conflicts: number;
}

/** Three-way merge by lines, `base` being what both began with. */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  const regions = diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true });
  let conflicts = 0;
  const lines = regions.flatMap((region) => {
    if (region.ok) return region.ok;
    conflicts += 1;
    return region.conflict?.a ?? [];
  });
  return { text: lines.join(''), conflicts };
}

/** Lines with their ends, so that joining them gives the text back. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Longer texts are compared from both ends only: exact differences of them take too long. */
const EXACT = 400_000;

/** The smallest changes that make `after` of `before`, so that the cursor and the marks elsewhere stay where they are. */
export function changesBetween(before: string, after: string): { from: number; to: number; insert: string }[] {
  if (before === after) return [];
  if (before.length + after.length > EXACT) return [oneChange(before, after)];
  return diff(before, after, { scanLimit: 500, timeout: 100 }).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: after.slice(fromB, toB),
  }));
}

function oneChange(before: string, after: string) {
  let from = 0;
  const most = Math.min(before.length, after.length);
  while (from < most && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
