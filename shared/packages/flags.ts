/** What a person should know of a resolved set before building it. Pure. */
import { formatEvr } from './nevra';
import type { InstalledPackage, PackageFlag, PackageReason } from './types';
import { isPackageManager, outsideSentence, type OutsideFolder } from './unfit';

/** One pick that brings more than this is worth a word. */
const MANY = 50;
/** Parts of a kernel's packaging that do not boot. */
const NO_KERNEL =
  /-(?:modules(?:-\w+)*|headers|devel(?:-matched)?|tools(?:-libs(?:-devel)?)?|doc|srpm-macros|rpm-macros|abi-stablelists)$/;

export interface FlagSources {
  /** Packages by pipeline of the image. */
  readonly trees: readonly (readonly InstalledPackage[])[];
  /** Of the head commit; undefined without one. */
  readonly before: readonly InstalledPackage[] | undefined;
  /** By package name. */
  readonly reasons: Readonly<Record<string, PackageReason>>;
  readonly unfit: readonly { readonly name: string; readonly folder: OutsideFolder; readonly files: number }[];
  /** Picked, but in no repository. */
  readonly vanished: readonly string[];
}

/** Packages that hold a kernel: `kernel-core`, `kernel-automotive-core`, or `kernel` where no `-core` is beside it. */
export function kernelsOf(packages: readonly InstalledPackage[]): InstalledPackage[] {
  const names = new Set(packages.map(({ name }) => name));
  return packages.filter(({ name }) => {
    if (/^linux-image-/.test(name)) return !names.has('kernel-core') || !name.endsWith('-dbg');
    if (!/^kernel(?:-[\w.]+)*$/.test(name) || NO_KERNEL.test(name)) return false;
    return name.endsWith('-core') || !names.has(`${name}-core`);
  });
}

const label = (one: InstalledPackage): string => `${one.name} ${formatEvr(one)}`;
const sameText = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

function kernelFlags(packages: readonly InstalledPackage[], before: FlagSources['before']): PackageFlag[] {
  if (packages.length === 0) return [];
  const now = kernelsOf(packages);
  const flags: PackageFlag[] = [];
  const put = (name: string, message: string): void => void flags.push({ kind: 'kernel', name, message });
  if (now.length === 0) put('kernel', 'The image has no kernel: it cannot boot.');
  if (now.length > 1) {
    const list = now.map(label).join(', ');
    put(now[0]?.name ?? 'kernel', `The image has ${now.length} kernels, but an OSTree system boots one: ${list}.`);
  }
  if (!before) return flags;
  const old = kernelsOf(before);
  for (const name of new Set([...now, ...old].map((one) => one.name))) {
    const [left, right] = [old, now].map((list) =>
      list
        .filter((one) => one.name === name)
        .map(formatEvr)
        .sort(),
    );
    if (!left || !right || sameText(left, right)) continue;
    if (left.length === 0) put(name, `The kernel ${name} ${right.join(', ')} is new.`);
    else if (right.length === 0) put(name, `The kernel ${name} ${left.join(', ')} goes away.`);
    else put(name, `The kernel changes: ${name} ${left.join(', ')} becomes ${right.join(', ')}.`);
  }
  return flags;
}

/** Two versions of one package in a tree: only packages like kernels are made for that. */
function duplicateFlags(packages: readonly InstalledPackage[]): PackageFlag[] {
  const byKey = new Map<string, Set<string>>();
  for (const one of packages) {
    if (/^kernel(-|$)|^linux-image-|^gpg-pubkey$/.test(one.name)) continue;
    const key = `${one.name} ${one.arch}`;
    const versions = byKey.get(key) ?? new Set<string>();
    byKey.set(key, versions.add(formatEvr(one)));
  }
  return [...byKey].flatMap(([key, versions]): PackageFlag[] => {
    const name = key.slice(0, key.indexOf(' '));
    if (versions.size < 2) return [];
    const message = `${name} is there in ${versions.size} versions: ${[...versions].sort().join(', ')}.`;
    return [{ kind: 'duplicate', name, message }];
  });
}

/** The request that brought a package, by the way of its reasons. */
function rootOf(name: string, reasons: FlagSources['reasons']): string {
  const seen = new Set<string>();
  let at = name;
  while (!seen.has(at) && Object.hasOwn(reasons, at)) {
    seen.add(at);
    at = reasons[at]?.by ?? at;
  }
  return at;
}

function manyFlags({ trees, before, reasons }: FlagSources): PackageFlag[] {
  if (!before) return [];
  const known = new Set(before.map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const name of new Set(trees.flat().map((one) => one.name))) {
    const root = rootOf(name, reasons);
    if (known.has(name) || root === name || known.has(root)) continue;
    counts.set(root, (counts.get(root) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, count]): PackageFlag[] =>
    count > MANY ? [{ kind: 'many', name, message: `${name} brings ${count} more packages.` }] : [],
  );
}

/** All of them: kernels first, then what is lost or doubled, then what is large. */
export function flagsOf(sources: FlagSources): PackageFlag[] {
  const { trees, before, unfit, vanished } = sources;
  const all = trees.flat();
  const managers = [...new Set(all.map(({ name }) => name))].filter(isPackageManager);
  return [
    ...kernelFlags(unique(all), before),
    ...vanished.map((name): PackageFlag => ({
      ...{ kind: 'vanished', name },
      message: `${name} was picked, but no repository has it.`,
    })),
    ...trees.flatMap(duplicateFlags),
    ...unfit.map(({ name, folder, files }): PackageFlag => ({
      ...{ kind: 'unfit', name },
      message: outsideSentence(name, folder, files),
    })),
    ...managers.map((name): PackageFlag => ({
      ...{ kind: 'unfit', name },
      message: `${name} installs into /usr, which cannot be written on an OSTree system: rpm-ostree is made for it.`,
    })),
    ...manyFlags(sources),
  ];
}

function unique(packages: readonly InstalledPackage[]): InstalledPackage[] {
  return [...new Map(packages.map((one) => [`${label(one)} ${one.arch}`, one])).values()];
}
