/** Targets as rows of a list: the marked and the last used first, then all under headings. */
import type { Target } from '../../../shared/manifest/types';

export type TargetRow =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly name: string;
      readonly count: number;
      readonly folded: boolean;
    }
  | {
      readonly kind: 'target';
      readonly key: string;
      readonly target: Target;
      /** The heading above says nothing of it: its whole name is shown. */
      readonly whole: boolean;
    };

export interface RowOptions {
  readonly favourites: readonly string[];
  readonly recent: readonly string[];
  /** Keys of the headings whose targets are hidden. */
  readonly folded: ReadonlySet<string>;
}

/** Groups in the order of their first target; manifests without the layout of names stand under their folders. */
export function targetRows(targets: readonly Target[], options: RowOptions): readonly TargetRow[] {
  const named = new Map(targets.map((target) => [target.name, target]));
  const pick = (names: readonly string[]) => names.flatMap((name) => named.get(name) ?? []);
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const name = groupOf(target);
    const group = groups.get(name);
    if (group) group.push(target);
    else groups.set(name, [target]);
  }
  return [
    ...rowsOf('Favourites', pick(options.favourites), options.folded, true),
    ...rowsOf('Recently used', pick(options.recent), options.folded, true),
    ...[...groups].flatMap(([name, group]) => rowsOf(name, group, options.folded, false)),
  ];
}

function rowsOf(
  name: string,
  targets: readonly Target[],
  hidden: ReadonlySet<string>,
  whole: boolean,
): readonly TargetRow[] {
  if (targets.length === 0) return [];
  const folded = hidden.has(name);
  const rows = targets.map((target): TargetRow => ({
    kind: 'target',
    key: whole ? `${name}/${target.name}` : target.name,
    target,
    whole,
  }));
  return [{ kind: 'group', key: `group ${name}`, name, count: targets.length, folded }, ...(folded ? [] : rows)];
}

function groupOf(target: Target): string {
  if (target.layout === 'images') return `${target.distro}-${target.target}.${target.arch}`;
  const slash = target.name.lastIndexOf('/');
  return slash < 0 ? 'In the folder itself' : target.name.slice(0, slash);
}

/** What a row says: the whole name, or what its heading leaves open. */
export function shortName(target: Target): string {
  if (target.layout === 'images') return `${target.image}-${target.type}`;
  return target.name.slice(target.name.lastIndexOf('/') + 1);
}

/** The row of a target that is so many rows away, past headings; undefined where the list ends. */
export function neighbour(rows: readonly TargetRow[], from: number, wanted: number): TargetRow | undefined {
  const step = wanted < from ? -1 : 1;
  for (let at = wanted; at >= 0 && at < rows.length; at += step) {
    const row = rows[at];
    if (row?.kind === 'target') return row;
  }
  // A heading at the end of the way: the nearest target on this side of it.
  for (let at = wanted; at !== from && at >= 0 && at < rows.length; at -= step) {
    const row = rows[at];
    if (row?.kind === 'target') return row;
  }
  return undefined;
}
