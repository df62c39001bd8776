/** What changed between two sets of installed packages. */
import { formatEvr } from './nevra';
import type { InstalledPackage, PackageChange, PackageDiff } from './types';
import { compareEvr } from './vercmp';

/** Packages of one name and architecture that only one of the sets has. */
interface Group {
  before: InstalledPackage[];
  after: InstalledPackage[];
  /** True if one of the sets has several versions beside each other, as a kernel may. */
  several: boolean;
}

/**
 * The difference of two sets, sorted by name and architecture.
 *
 * A package that is in both sets with different versions is upgraded or downgraded. Where a set has several versions
 * of one name and architecture (kernels), versions come and go: they are added and removed. A package that was
 * replaced by another version for another architecture (noarch to x86_64) counts as changed, under its new one.
 */
export function diffPackages(before: readonly InstalledPackage[], after: readonly InstalledPackage[]): PackageDiff {
  const changes: PackageChange[] = [];
  for (const groups of changedGroups(before, after).values()) changes.push(...changesOfName([...groups.values()]));
  changes.sort((a, b) => compareText(a.name, b.name) || compareText(a.arch, b.arch) || order(a) - order(b));
  return {
    changes,
    sizeDelta: totalSize(after) - totalSize(before),
    before: before.length,
    after: after.length,
  };
}

/** By name, then architecture: what only one side has. */
function changedGroups(
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
): Map<string, Map<string, Group>> {
  const left = keysOf(before);
  const right = keysOf(after);
  const names = new Map<string, Map<string, Group>>();
  const counts = new Map<string, number>();
  const put = (side: 'before' | 'after', list: readonly InstalledPackage[], other: ReadonlySet<string>): void => {
    for (const entry of list) {
      const key = `${side}\0${entry.name}\0${entry.arch}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (other.has(keyOf(entry))) continue;
      const groups = getOrMake(names, entry.name, () => new Map<string, Group>());
      const group = getOrMake(groups, entry.arch, () => ({ before: [], after: [], several: false }));
      group[side].push(entry);
    }
  };
  put('before', before, right);
  put('after', after, left);
  for (const [name, groups] of names) {
    for (const [arch, group] of groups) {
      group.several = (['before', 'after'] as const).some((side) => (counts.get(`${side}\0${name}\0${arch}`) ?? 0) > 1);
    }
  }
  return names;
}

function changesOfName(groups: readonly Group[]): PackageChange[] {
  const changes: PackageChange[] = [];
  const single = groups.filter((group) => !group.several);
  const gone: InstalledPackage[] = [];
  const come: InstalledPackage[] = [];
  for (const group of single) {
    const [before] = group.before;
    const [after] = group.after;
    if (before && after) changes.push(changed(before, after));
    else if (before) gone.push(before);
    else if (after) come.push(after);
  }
  const [before] = gone;
  const [after] = come;
  if (before && after && gone.length === 1 && come.length === 1 && compareEvr(before, after) !== 0)
    changes.push(changed(before, after));
  else changes.push(...gone.map(removed), ...come.map(added));
  for (const group of groups) if (group.several) changes.push(...group.before.map(removed), ...group.after.map(added));
  return changes;
}

function changed(before: InstalledPackage, after: InstalledPackage): PackageChange {
  return {
    kind: compareEvr(before, after) <= 0 ? 'upgraded' : 'downgraded',
    name: after.name,
    arch: after.arch,
    before: formatEvr(before),
    after: formatEvr(after),
    sizeDelta: after.size - before.size,
  };
}

function removed(entry: InstalledPackage): PackageChange {
  const { name, arch, size } = entry;
  return { kind: 'removed', name, arch, before: formatEvr(entry), sizeDelta: -size };
}

function added(entry: InstalledPackage): PackageChange {
  const { name, arch, size } = entry;
  return { kind: 'added', name, arch, after: formatEvr(entry), sizeDelta: size };
}

function keyOf({ name, epoch, version, release, arch }: InstalledPackage): string {
  return `${name}\0${epoch}\0${version}\0${release}\0${arch}`;
}

function keysOf(list: readonly InstalledPackage[]): Set<string> {
  return new Set(list.map(keyOf));
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function totalSize(list: readonly InstalledPackage[]): number {
  return list.reduce((sum, entry) => sum + entry.size, 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Removals before additions of the same name. */
function order(change: PackageChange): number {
  return change.kind === 'removed' ? 0 : 1;
}
