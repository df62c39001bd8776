/** Targets as rows of a list: under a heading for each distribution, hardware and architecture. */
import type { Target } from '../../../shared/manifest/types';

export type TargetRow =
  | { readonly kind: 'group'; readonly name: string; readonly count: number }
  | { readonly kind: 'target'; readonly target: Target };

/** Groups in the order of their first target. */
export function targetRows(targets: readonly Target[]): readonly TargetRow[] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const name = `${target.distro}-${target.target}.${target.arch}`;
    const group = groups.get(name);
    if (group) group.push(target);
    else groups.set(name, [target]);
  }
  return [...groups].flatMap(([name, group]) => [
    { kind: 'group' as const, name, count: group.length },
    ...group.map((target) => ({ kind: 'target' as const, target })),
  ]);
}

/** The target that is so many targets away, past headings; undefined where the list ends. */
export function neighbour(rows: readonly TargetRow[], from: number, wanted: number): Target | undefined {
  const step = wanted < from ? -1 : 1;
  for (let at = wanted; at >= 0 && at < rows.length; at += step) {
    const row = rows[at];
    if (row?.kind === 'target') return row.target;
  }
  // A heading at the end of the way: the nearest target on this side of it.
  for (let at = wanted; at !== from && at >= 0 && at < rows.length; at -= step) {
    const row = rows[at];
    if (row?.kind === 'target') return row.target;
  }
  return undefined;
}
