/** The packages of some repositories in memory: searching, and who needs whom. */
import { compareNevra } from '../../../shared/packages/nevra';
import type { Package, PackageDetails } from '../../../shared/packages/types';
import { formatDependency, namesOf, satisfies, type Dependency } from './dependency';
import type { RepositoryPackage } from './primary-parser';

interface Entry {
  readonly repo: string;
  readonly from: RepositoryPackage;
  readonly name: string;
  readonly words: readonly string[];
  readonly summary: string;
}

/** How well a package fits a word, best first; `NONE` if it does not. */
const EXACT = 0;
const PREFIX = 1;
const WORD = 2;
const PART = 3;
const SUMMARY = 4;
const NONE = 5;

function rank(entry: Entry, word: string): number {
  const { name } = entry;
  if (name === word) return EXACT;
  if (name.startsWith(word)) return PREFIX;
  if (entry.words.some((part) => part.startsWith(word))) return WORD;
  if (name.includes(word)) return PART;
  return entry.summary.includes(word) ? SUMMARY : NONE;
}

function toPackage({ repo, from }: Entry): Package {
  const { name, epoch, version, release, arch, summary, downloadSize, installSize } = from;
  return { name, epoch, version, release, arch, repo, summary, downloadSize, installSize };
}

/** Newest first of equal names; sorted by name, then architecture. */
function compareEntries(a: Entry, b: Entry): number {
  if (a.from.name !== b.from.name) return a.from.name < b.from.name ? -1 : 1;
  if (a.from.arch !== b.from.arch) return a.from.arch < b.from.arch ? -1 : 1;
  return compareNevra(b.from, a.from);
}

export interface IndexedRepository {
  readonly id: string;
  readonly packages: readonly RepositoryPackage[];
}

export class PackageIndex {
  /** The newest package of each name and architecture, sorted. */
  readonly #entries: readonly Entry[];
  #requiring: Map<string, { entry: Entry; requirement: Dependency }[]> | undefined;

  /** Of equal versions in several repositories, the first repository's counts. */
  constructor(repositories: readonly IndexedRepository[]) {
    const all = repositories.flatMap(({ id, packages }) =>
      packages.filter(({ arch }) => arch !== 'src' && arch !== 'nosrc').map((from) => entryOf(id, from)),
    );
    all.sort(compareEntries);
    this.#entries = all.filter((entry, at) => {
      const before = all[at - 1]?.from;
      return !before || before.name !== entry.from.name || before.arch !== entry.from.arch;
    });
  }

  /**
   * Packages that fit every word of the query, best first: the exact name, names that begin with it, words of the name
   * that do, names that contain it, summaries that do. All, by name, for an empty query.
   */
  search(query: string, limit: number): { rows: Package[]; total: number } {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return { rows: this.#entries.slice(0, limit).map(toPackage), total: this.#entries.length };
    const found: { entry: Entry; rank: number; order: number }[] = [];
    this.#entries.forEach((entry, order) => {
      let sum = 0;
      for (const word of words) {
        const fit = rank(entry, word);
        if (fit === NONE) return;
        sum += fit;
      }
      found.push({ entry, rank: sum, order });
    });
    found.sort((a, b) => a.rank - b.rank || a.order - b.order);
    return { rows: found.slice(0, limit).map(({ entry }) => toPackage(entry)), total: found.length };
  }

  /** Everything about one package; undefined if there is none of this name and architecture. */
  details(name: string, arch: string): PackageDetails | undefined {
    const entry = this.#entries.find(({ from }) => from.name === name && from.arch === arch);
    if (!entry) return undefined;
    const { description, license, url, source, requires, provides } = entry.from;
    return {
      ...toPackage(entry),
      ...{ description, license, url, source },
      requires: requires.map(formatDependency),
      provides: provides.map(formatDependency),
      requiredBy: this.#requiredBy(entry),
    };
  }

  #requiredBy(entry: Entry): string[] {
    this.#requiring ??= requirements(this.#entries);
    const provided = [...entry.from.provides, ...entry.from.files.map((name): Dependency => ({ name }))];
    const names = new Set<string>();
    for (const provide of provided) {
      for (const { entry: other, requirement } of this.#requiring.get(provide.name) ?? []) {
        if (other.from.name !== entry.from.name && satisfies(provide, requirement)) names.add(other.from.name);
      }
    }
    return [...names].sort();
  }
}

function entryOf(repo: string, from: RepositoryPackage): Entry {
  const name = from.name.toLowerCase();
  return { repo, from, name, words: name.split(/[-_.+]+/).slice(1), summary: from.summary.toLowerCase() };
}

function requirements(entries: readonly Entry[]): Map<string, { entry: Entry; requirement: Dependency }[]> {
  const requiring = new Map<string, { entry: Entry; requirement: Dependency }[]>();
  for (const entry of entries) {
    for (const requirement of entry.from.requires) {
      for (const name of namesOf(requirement)) {
        const list = requiring.get(name);
        if (list) list.push({ entry, requirement });
        else requiring.set(name, [{ entry, requirement }]);
      }
    }
  }
  return requiring;
}
