/** Joining two people's changes of one text: what was edited here, and what somebody else wrote to disk since. */
import { Chunk, diff } from '@codemirror/merge';
import { Text } from '@codemirror/state';

export interface Merged {
  /** Both changes; where they collide, mine. */
  readonly text: string;
  /** Places where both changed the same lines differently. */
  readonly conflicts: number;
}
/** A stretch of the base's lines and what one side made of it. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

const EXACTNESS = { scanLimit: 1000, timeout: 200 } as const;

/** Three-way merge by lines, `base` being what both began with. Changes of neighbouring lines collide, as in git. */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  // A last line without an end would never be equal to the same line with one.
  const [whole, own, others] = [`${base}\n`, `${mine}\n`, `${theirs}\n`];
  const left = editsBetween(whole, own);
  const right = editsBetween(whole, others);
  let text = '';
  let at = 0;
  let conflicts = 0;
  for (const group of groupsOf(left, right)) {
    const from = Math.min(...group.all.map((edit) => edit.from));
    const to = Math.max(...group.all.map((edit) => edit.to));
    const ours = applied(whole, group.left, from, to);
    const hers = applied(whole, group.right, from, to);
    if (group.left.length > 0 && group.right.length > 0 && ours !== hers) conflicts += 1;
    text += whole.slice(at, from) + (group.left.length > 0 ? ours : hers);
    at = to;
  }
  return { text: (text + whole.slice(at)).slice(0, -1), conflicts };
}

function editsBetween(before: string, after: string): Edit[] {
  if (before === after) return [];
  const [a, b] = [Text.of(before.split('\n')), Text.of(after.split('\n'))];
  return Chunk.build(a, b, EXACTNESS).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    insert: after.slice(fromB, toB),
  }));
}

interface EditGroup {
  readonly all: readonly Edit[];
  readonly left: readonly Edit[];
  readonly right: readonly Edit[];
}

/** Edits of both sides that touch each other stand together, in the order of the base. */
function groupsOf(left: readonly Edit[], right: readonly Edit[]): EditGroup[] {
  const sorted = [...left, ...right].sort((one, other) => one.from - other.from || one.to - other.to);
  const isLeft = new Set(left);
  const groups: Edit[][] = [];
  let end = -1;
  for (const edit of sorted) {
    const last = groups[groups.length - 1];
    if (last && edit.from <= end) last.push(edit);
    else groups.push([edit]);
    end = Math.max(end, edit.to);
  }
  return groups.map((all) => ({
    all,
    left: all.filter((edit) => isLeft.has(edit)),
    right: all.filter((edit) => !isLeft.has(edit)),
  }));
}

/** A stretch of the base with one side's edits made. */
function applied(base: string, edits: readonly Edit[], from: number, to: number): string {
  let text = '';
  let at = from;
  for (const edit of edits) {
    text += base.slice(at, edit.from) + edit.insert;
    at = edit.to;
  }
  return text + base.slice(at, to);
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
