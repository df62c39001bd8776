/** Which package takes how much room in an image, in what it belongs to. Pure. */
import type { PackageGroup, PreviewPackage } from '../../../shared/packages/types';
import { keyOf, wayTo } from './package-rows';
import type { Preview } from './store';

/** What packages are put together by. */
export type GroupBy = 'request' | 'group' | 'repository' | 'none';

export interface SizedPackage {
  readonly key: string;
  readonly name: string;
  readonly group: string;
  /** Installed bytes now, and in the head commit; 0 where it is not there. */
  readonly after: number;
  readonly before: number;
}

/** Packages of the image and of the head commit, the largest first. */
export function sizesOf(preview: Preview, by: GroupBy, groups: readonly PackageGroup[]): readonly SizedPackage[] {
  const groupOf = grouping(preview, by, groups);
  const changes = new Map(preview.diff.changes.map((change) => [`${change.name}.${change.arch}`, change]));
  const isFirst = preview.against === undefined;
  const sized = preview.packages.map((entry): SizedPackage => {
    const key = keyOf(entry);
    const change = changes.get(key);
    const before = isFirst ? 0 : entry.size - (change?.sizeDelta ?? 0);
    return { key, name: entry.name, group: groupOf(entry), after: entry.size, before: Math.max(0, before) };
  });
  const gone = preview.diff.changes.flatMap(({ kind, name, arch, sizeDelta }): SizedPackage[] =>
    kind === 'removed'
      ? [{ key: `${name}.${arch} removed`, name, group: 'removed', after: 0, before: -sizeDelta }]
      : [],
  );
  return [...sized, ...gone].sort((a, b) => b.after - a.after || b.before - a.before);
}

function grouping(preview: Preview, by: GroupBy, groups: readonly PackageGroup[]): (entry: PreviewPackage) => string {
  if (by === 'repository') return ({ repo }) => repo;
  if (by === 'none') return () => '';
  if (by === 'group') {
    const names = new Map<string, string>();
    for (const { name, members } of groups) for (const member of members) names.set(member.name, name);
    return ({ name }) => names.get(name) ?? 'in no group';
  }
  return ({ name }) => wayTo(name, preview.reasons)[0]?.name ?? name;
}

export interface SizeGroup {
  readonly name: string;
  readonly after: number;
  readonly before: number;
  readonly packages: readonly SizedPackage[];
}

/** The same by group, the largest first. */
export function sizeGroups(sized: readonly SizedPackage[], side: 'after' | 'before'): readonly SizeGroup[] {
  const byName = new Map<string, SizedPackage[]>();
  for (const entry of sized) byName.set(entry.group, [...(byName.get(entry.group) ?? []), entry]);
  const sum = (packages: readonly SizedPackage[], of: 'after' | 'before') =>
    packages.reduce((total, entry) => total + entry[of], 0);
  return [...byName]
    .map(([name, packages]) => ({ name, packages, after: sum(packages, 'after'), before: sum(packages, 'before') }))
    .filter((group) => group[side] > 0)
    .sort((a, b) => b[side] - a[side]);
}
