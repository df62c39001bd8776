/** Which packages are listed, and how their versions are written. */
import type { Package, PackageChange } from '../../../shared/packages/types';
import type { PackagesState, Preview } from './store';

/** Which packages are listed; a group by its id. */
export type Filter = 'all' | 'picked' | 'in-image' | 'updates' | `group:${string}`;

export function keyOf(entry: Pick<Package, 'name' | 'arch'>): string {
  return `${entry.name}.${entry.arch}`;
}

/** `[epoch:]version-release`, the epoch only where there is one. */
export function versionOf(entry: Pick<Package, 'epoch' | 'version' | 'release'>): string {
  return `${entry.epoch === 0 ? '' : `${entry.epoch}:`}${entry.version}-${entry.release}`;
}

/** The name in an entry of `extra_rpms`, which may have a version behind it: `curl-7.88.1-10` is `curl`. */
export function pickedName(entry: string): string {
  const match = /^(.+?)-(?:\d+:)?[^-\s]*\d[^-\s]*-[^-\s]+$/.exec(entry.trim());
  return match?.[1] ?? entry.trim();
}

/** The version that an entry of `extra_rpms` wants; undefined if any will do. */
export function pinnedVersion(entry: string): string | undefined {
  const name = pickedName(entry);
  return name === entry.trim() ? undefined : entry.trim().slice(name.length + 1);
}

/** The names that a filter lets through; undefined: all. */
export function namesOfFilter(
  filter: Filter,
  state: Pick<PackagesState, 'scope' | 'groups' | 'updates'>,
): ReadonlySet<string> | undefined {
  const { scope, groups, updates } = state;
  if (filter === 'all') return undefined;
  if (filter === 'picked') return new Set(scope?.picked.map(pickedName));
  if (filter === 'in-image') return scope?.inImage ?? new Set();
  if (filter === 'updates') return new Set(updates.map(({ name }) => name));
  const group = groups.find(({ id }) => `group:${id}` === filter);
  return new Set(group?.members.map(({ name }) => name));
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

/** Bytes of the packages that come or change: what a build has to fetch. */
export function downloadOf({ diff, packages }: Pick<Preview, 'diff' | 'packages'>): number {
  const coming = new Set(
    diff.changes.flatMap(({ name, arch, after }) => (after === undefined ? [] : [`${name}.${arch}`])),
  );
  return packages.reduce((sum, entry) => sum + (coming.has(keyOf(entry)) ? entry.downloadSize : 0), 0);
}

/** The way from what was asked for to a package: the request first. Empty if nothing leads to it. */
export function wayTo(name: string, reasons: Preview['reasons']): readonly { name: string; requirement: string }[] {
  const way: { name: string; requirement: string }[] = [];
  const seen = new Set<string>();
  for (let at = name; Object.hasOwn(reasons, at) && !seen.has(at);) {
    const reason = reasons[at];
    if (!reason) break;
    seen.add(at);
    way.unshift({ name: at, requirement: reason.requirement });
    at = reason.by;
    if (!Object.hasOwn(reasons, at)) way.unshift({ name: at, requirement: '' });
  }
  return way;
}
