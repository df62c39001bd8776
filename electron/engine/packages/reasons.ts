/** Why a package is in a set: the shortest way from what was asked for. */
import type { InstalledPackage } from '../../../shared/packages/types';
import { namesOf, parseDependency, satisfies, type Dependency } from './dependency';
import type { PackageIndex } from './metadata/package-index';

interface Node {
  readonly name: string;
  readonly requires: readonly string[];
  readonly weak: readonly string[];
  readonly provides: readonly Dependency[];
}

function nodeOf(index: PackageIndex, wanted: InstalledPackage): Node {
  const row = index.find(wanted);
  if (!row) return { name: wanted.name, requires: [], weak: [], provides: [{ name: wanted.name }] };
  return {
    name: wanted.name,
    requires: index.relation(row, 'requires'),
    weak: index.relation(row, 'recommends'),
    provides: [...index.relation(row, 'provides'), ...index.files(row)].map(parseDependency),
  };
}

/** True if a request (a name, `name.arch`, a NEVRA, a glob, a path, a provide) names the package. */
export function isRequested(node: { name: string; provides: readonly Dependency[] }, spec: string): boolean {
  const bare = spec.replace(/\.(?:noarch|x86_64|i686|aarch64|armv7hl|ppc64le|s390x)$/, '');
  if (bare === node.name || bare.startsWith(`${node.name}-`) || spec.startsWith(`${node.name} `)) return true;
  if (/[*?[]/.test(spec)) return globOf(spec).test(node.name);
  return node.provides.some(({ name }) => name === spec);
}

function globOf(spec: string): RegExp {
  const escaped = spec
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  try {
    return new RegExp(`^${escaped}$`);
  } catch {
    return /^$/; // an open bracket: no glob
  }
}

/**
 * For each package of the set that is there because of another one: which, and by which requirement. It is the one
 * that is nearest to a request, so following them gives the shortest way.
 */
export function reasonsOf(
  index: PackageIndex,
  packages: readonly InstalledPackage[],
  requested: readonly string[],
): Record<string, { by: string; requirement: string }> {
  const nodes = packages.map((one) => nodeOf(index, one));
  const providers = new Map<string, Node[]>();
  for (const node of nodes)
    for (const { name } of node.provides) providers.set(name, [...(providers.get(name) ?? []), node]);
  const found = Object.create(null) as Record<string, { by: string; requirement: string }>;
  const seen = new Set(nodes.filter((node) => requested.some((spec) => isRequested(node, spec))));
  let front = [...seen];
  while (front.length > 0) {
    const next: Node[] = [];
    for (const node of front)
      for (const text of [...node.requires, ...node.weak])
        for (const provider of providersIn(providers, parseDependency(text))) {
          if (seen.has(provider)) continue;
          seen.add(provider);
          found[provider.name] ??= { by: node.name, requirement: text };
          next.push(provider);
        }
    front = next;
  }
  return { ...found };
}

function providersIn(providers: ReadonlyMap<string, readonly Node[]>, required: Dependency): Node[] {
  return namesOf(required).flatMap((name) =>
    (providers.get(name) ?? []).filter((node) =>
      node.provides.some((provide) => provide.name === name && satisfies(provide, required)),
    ),
  );
}
