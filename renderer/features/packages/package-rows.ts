/** Which packages are listed, and how their versions are written. */
import type { Package, PackageChange } from '../../../shared/packages/types';

export const FILTERS = ['all', 'picked', 'in-image'] as const;
export type Filter = (typeof FILTERS)[number];

export function keyOf(entry: Pick<Package, 'name' | 'arch'>): string {
  return `${entry.name}.${entry.arch}`;
}

/** `[epoch:]version-release`, the epoch only where there is one. */
export function versionOf(entry: Pick<Package, 'epoch' | 'version' | 'release'>): string {
  return `${entry.epoch === 0 ? '' : `${entry.epoch}:`}${entry.version}-${entry.release}`;
}

export function filterRows(
  rows: readonly Package[],
  filter: Filter,
  picked: ReadonlySet<string>,
  inImage: ReadonlySet<string>,
): readonly Package[] {
  if (filter === 'all') return rows;
  const wanted = filter === 'picked' ? picked : inImage;
  return rows.filter((row) => wanted.has(row.name));
}

export const CHANGE_SIGN = { added: '+', removed: '−', upgraded: '↑', downgraded: '↓' } as const;

/** What is said at the end of a change: versions where they differ. */
export function changeWords(change: PackageChange): string {
  if (change.before !== undefined && change.after !== undefined) return `${change.before} → ${change.after}`;
  return change.after ?? change.before ?? '';
}

/** How many packages more or less: `+4`, `−1`, `±0`. */
export function countDelta(before: number, after: number): string {
  const delta = after - before;
  return delta > 0 ? `+${delta}` : delta < 0 ? `−${-delta}` : '±0';
}

/** A description without the line breaks of its packager: those of paragraphs, lists and indented lines stay. */
export function reflow(text: string): string {
  return text.replace(/([^\n])\n(?=[^\s*•-])/g, '$1 ');
}
