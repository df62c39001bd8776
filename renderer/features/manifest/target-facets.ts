/** Finding targets by the parts of their names. */
import type { Target } from '../../../shared/manifest/types';

export const FACETS = ['distro', 'target', 'type', 'arch'] as const;
export type Facet = (typeof FACETS)[number];
export type FacetValues = Readonly<Partial<Record<Facet, string>>>;

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** Targets that have every word somewhere in their name or formats, in any order, and every chosen part. */
export function findTargets(targets: readonly Target[], filter: string, facets: FacetValues): readonly Target[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = FACETS.filter((facet) => facets[facet] !== undefined);
  if (words.length === 0 && chosen.length === 0) return targets;
  return targets.filter((target) => {
    if (!chosen.every((facet) => target[facet] === facets[facet])) return false;
    const text = `${target.name} ${target.formats.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The values of a part, by name, each with how many targets the rest of the filter leaves it. */
export function facetCounts(
  targets: readonly Target[],
  filter: string,
  facets: FacetValues,
  facet: Facet,
): readonly FacetCount[] {
  const counts = new Map<string, number>();
  for (const target of targets) if (target[facet] !== '') counts.set(target[facet], 0);
  for (const target of findTargets(targets, filter, withFacet(facets, facet, undefined)))
    if (target[facet] !== '') counts.set(target[facet], (counts.get(target[facet]) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => (a.value < b.value ? -1 : 1));
}

export function withFacet(facets: FacetValues, facet: Facet, value: string | undefined): FacetValues {
  const rest = Object.entries(facets).filter(([name]) => name !== facet);
  return Object.fromEntries(value === undefined ? rest : [...rest, [facet, value]]);
}
