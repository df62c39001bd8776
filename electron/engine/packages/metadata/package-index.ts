/** The packages of several repositories: searching them, and who needs whom. */
import type { Package } from '../../../../shared/packages/types';
import { parseNevra } from '../../../../shared/packages/nevra';
import { compareEvr, type Evr } from '../../../../shared/packages/vercmp';
import { Buckets, Haystack } from './ranking';
import { listOf, longText, type PackageTable, type RelationName } from './table';
import { namesOf, parseDependency, satisfies } from '../dependency';

/** What an index is made of; the first repository counts where versions are equal. */
export interface IndexedTable {
  readonly id: string;
  /** The smaller, the more it counts, as dnf has it: a repository hides equal names of those behind it. Default 99. */
  readonly priority?: number;
  readonly table: PackageTable;
}

/** One package: a row of one of the tables. */
export interface Row {
  readonly source: number;
  readonly row: number;
}

export interface Found {
  readonly rows: Row[];
  /** How many there are, shown or not. */
  readonly total: number;
}

/** How well a package fits a word, best first. */
const EXACT = 0;
const PREFIX = 1;
const WORD = 2;
const PART = 3;
const SUMMARY = 4;
const NONE = 5;
/** Of equal fit the shorter name comes first. */
const MOST_LENGTH = 64;

/** Sources are below this, rows above: both in one number. */
const SOURCES = 64;
const packed = (source: number, row: number): number => row * SOURCES + source;

function rank(name: string, summary: string, word: string): number {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? EXACT : PREFIX;
  if (at > 0) {
    for (let found = at; found > 0; found = name.indexOf(word, found + 1))
      if ('-_.+'.includes(name[found - 1] ?? '')) return WORD;
    return PART;
  }
  return summary.includes(word) ? SUMMARY : NONE;
}

/** The sum over all words; `NONE` (which no sum of fewer than two words reaches) if one does not fit. */
function rankAll(name: string, summary: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const fit = rank(name, summary, word);
    if (fit === NONE) return NONE;
    sum += fit;
  }
  // More than one word may add up to what means none.
  return sum >= NONE ? sum + 1 : sum;
}

export class PackageIndex {
  readonly sources: readonly IndexedTable[];
  /** The newest of each name and architecture, by name. */
  readonly #newest: Float64Array;
  readonly #names: readonly (readonly string[])[];
  readonly #summaries: readonly (readonly string[])[];
  #haystacks: readonly Haystack[] | undefined;
  #providers: Map<string, number[]> | undefined;
  #needed: Map<string, number[]> | undefined;

  constructor(sources: readonly IndexedTable[]) {
    this.sources = sources.slice(0, SOURCES);
    this.#names = this.sources.map(({ table }) => table.names.map((name) => name.toLowerCase()));
    this.#summaries = this.sources.map(({ table }) => table.summaries.map((summary) => summary.toLowerCase()));
    this.#newest = this.#merge();
  }

  get size(): number {
    return this.#newest.length;
  }

  /** The newest of each name and architecture, by name. */
  *newest(): Generator<Row> {
    for (const one of this.#newest) yield { source: one % SOURCES, row: Math.floor(one / SOURCES) };
  }

  package({ source, row }: Row): Package {
    const { id, table } = this.#source(source);
    return {
      name: table.names[row] ?? '',
      epoch: table.epochs[row] ?? 0,
      version: table.versions[row] ?? '',
      release: table.releases[row] ?? '',
      arch: table.arches[row] ?? '',
      repo: id,
      summary: table.summaries[row] ?? '',
      downloadSize: table.downloadSizes[row] ?? 0,
      installSize: table.installSizes[row] ?? 0,
    };
  }

  text({ source, row }: Row, what: Parameters<typeof longText>[2]): string {
    return longText(this.#source(source).table, row, what);
  }

  buildTime({ source, row }: Row): number {
    return this.#source(source).table.buildTimes[row] ?? 0;
  }

  /** What a package says of others, as it is shown. */
  relation({ source, row }: Row, what: RelationName): string[] {
    const { table } = this.#source(source);
    return Array.from(listOf(table.relations[what], row), (number) => table.dependencies[number] ?? '');
  }

  /** Paths of a package that its primary metadata names. */
  files({ source, row }: Row): string[] {
    const { table } = this.#source(source);
    return Array.from(listOf(table.files, row), (number) => table.paths[number] ?? '');
  }

  /** Every version of a name, in all repositories, newest first; of one architecture if it is named. */
  versions(name: string, arch?: string): Row[] {
    const found = this.sources.flatMap(({ table }, source) =>
      rowsOf(table, name).flatMap((row): Row[] =>
        arch === undefined || table.arches[row] === arch ? [{ source, row }] : [],
      ),
    );
    return found.sort((a, b) => compareEvr(this.package(b), this.package(a)) || a.source - b.source);
  }

  /** True if something meets a request: a name, `name.arch`, a version of a name, what a package provides. */
  has(spec: string): boolean {
    if (/^[@/(]|[*?[]/.test(spec)) return true;
    const nevra = parseNevra(spec);
    if (nevra && this.find(nevra)) return true;
    const [, bare = '', arch = ''] = /^(.*)\.(\w+)$/.exec(spec) ?? [];
    return (
      this.versions(spec).length > 0 ||
      (bare !== '' && this.versions(bare, arch).length > 0) ||
      this.#newestWithVersion(spec) ||
      this.providersOf(spec).length > 0
    );
  }

  /** `name-1.2-3` or `name-1.2`, without an architecture. */
  #newestWithVersion(spec: string): boolean {
    for (let at = spec.lastIndexOf('-'); at > 0; at = spec.lastIndexOf('-', at - 1))
      for (const row of this.versions(spec.slice(0, at))) {
        const { version, release } = this.package(row);
        const rest = spec.slice(at + 1).replace(/^\d+:/, '');
        if (rest === version || rest === `${version}-${release}`) return true;
      }
    return false;
  }

  /** Each different name. */
  names(): Set<string> {
    return new Set(this.sources.flatMap(({ table }) => table.names));
  }

  /** The row of a package in this very version, whichever repository has it. */
  find(wanted: Evr & { readonly name: string; readonly arch: string }): Row | undefined {
    return this.versions(wanted.name, wanted.arch).find((row) => compareEvr(this.package(row), wanted) === 0);
  }

  /**
   * Packages that fit every word, best first: the exact name, names that begin with it, words of the name that do, names
   * that contain it, summaries that do. All, by name, without words. `keep` filters before anything is ranked; more than
   * `limit` are counted only.
   */
  search(words: readonly string[], keep?: (row: Row) => boolean, limit = Infinity): Found {
    const ranked = new Buckets();
    for (let at = 0; at < this.#newest.length; at += 1) {
      const one = this.#newest[at] ?? 0;
      const source = one % SOURCES;
      const row = (one - source) / SOURCES;
      const name = this.#names[source]?.[row] ?? '';
      const sum = rankAll(name, this.#summaries[source]?.[row] ?? '', words);
      if (sum === NONE || (keep && !keep({ source, row }))) continue;
      ranked.put(words.length === 0 ? 0 : sum * MOST_LENGTH + Math.min(name.length, MOST_LENGTH - 1), one);
    }
    const all = ranked.inOrder();
    return { rows: all.slice(0, limit).map((one) => this.#row(one)), total: all.length };
  }

  /** Packages that provide something whose name has the text. */
  searchProvides(text: string, keep?: (row: Row) => boolean, limit = Infinity): Found {
    this.#haystacks ??= this.sources.map(({ table }) => new Haystack(table.dependencies));
    const hits = this.#haystacks.map((haystack) => haystack.find(text));
    const rows: Row[] = [];
    let total = 0;
    for (const one of this.#newest) {
      const source = one % SOURCES;
      const row = (one - source) / SOURCES;
      const marks = hits[source];
      const { starts, items } = this.#source(source).table.relations.provides;
      const end = starts[row + 1] ?? 0;
      for (let item = starts[row] ?? 0; item < end; item += 1) {
        if (marks?.[items[item] ?? 0] !== 1) continue;
        if (keep && !keep({ source, row })) break;
        if (total < limit) rows.push({ source, row });
        total += 1;
        break;
      }
    }
    return { rows, total };
  }

  /** Newest packages that provide what is required: a name, a file, or any name of a rich dependency. */
  providersOf(requirement: string): Row[] {
    this.#providers ??= this.#index((row) => [...this.relation(row, 'provides'), ...this.files(row)]);
    const required = parseDependency(requirement);
    const rows = new Set(namesOf(required).flatMap((name) => this.#providers?.get(name) ?? []));
    return [...rows].map((one) => this.#row(one)).filter((row) => this.#provides(row, required));
  }

  /** Newest packages that require something which this one provides. */
  requiredBy(row: Row): Row[] {
    this.#needed ??= this.#index((other) => this.relation(other, 'requires'), true);
    const provides = [...this.relation(row, 'provides').map(parseDependency), ...this.files(row).map(parseDependency)];
    const own = this.package(row).name;
    const found = new Set(provides.flatMap(({ name }) => this.#needed?.get(name) ?? []));
    return [...found]
      .map((one) => this.#row(one))
      .filter((other) => {
        if (this.package(other).name === own) return false;
        const requires = this.relation(other, 'requires').map(parseDependency);
        return requires.some((one) => provides.some((provide) => satisfies(provide, one) && meets(provide, one)));
      });
  }

  #provides(row: Row, required: ReturnType<typeof parseDependency>): boolean {
    const all = [...this.relation(row, 'provides'), ...this.files(row)];
    return all.some((text) => {
      const provide = parseDependency(text);
      return satisfies(provide, required) && meets(provide, required);
    });
  }

  /** Rows by the names that a package speaks of. */
  #index(texts: (row: Row) => string[], rich = false): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (const row of this.newest()) {
      const number = packed(row.source, row.row);
      for (const text of texts(row)) {
        const dependency = parseDependency(text);
        for (const name of rich ? namesOf(dependency) : [dependency.name]) {
          const list = found.get(name);
          if (!list) found.set(name, [number]);
          else if (list.at(-1) !== number) list.push(number);
        }
      }
    }
    return found;
  }

  #source(source: number): IndexedTable {
    const found = this.sources[source];
    if (!found) throw new RangeError(`There is no repository number ${source}.`);
    return found;
  }

  #row(one: number): Row {
    return { source: one % SOURCES, row: Math.floor(one / SOURCES) };
  }

  /** Merges the tables, which are sorted already: the newest of each name and architecture. */
  #merge(): Float64Array {
    const newest: number[] = [];
    const at = this.sources.map(() => 0);
    for (;;) {
      const best = this.#smallest(at);
      if (best === undefined) return Float64Array.from(newest);
      newest.push(packed(best.source, best.row));
      this.#skipEqual(at, best);
    }
  }

  /** The source whose next row comes first: by name, architecture, priority, the newest version. */
  #smallest(at: readonly number[]): Row | undefined {
    let best: Row | undefined;
    this.sources.forEach(({ table }, source) => {
      const row = at[source] ?? 0;
      if (row < table.count && (!best || this.#before({ source, row }, best))) best = { source, row };
    });
    return best;
  }

  #before(a: Row, b: Row): boolean {
    const left = this.#source(a.source);
    const right = this.#source(b.source);
    const order = compareKeys(left.table, a.row, right.table, b.row);
    if (order !== 0) return order < 0;
    const priority = (left.priority ?? 99) - (right.priority ?? 99);
    return priority === 0 ? compareEvr(this.package(a), this.package(b)) > 0 : priority < 0;
  }

  /** Passes over all other versions, and over source packages. */
  #skipEqual(at: number[], chosen: Row): void {
    const { table: own } = this.#source(chosen.source);
    this.sources.forEach(({ table }, source) => {
      let row = at[source] ?? 0;
      while (row < table.count && compareKeys(table, row, own, chosen.row) === 0) row += 1;
      at[source] = row;
    });
  }
}

function compareKeys(a: PackageTable, rowA: number, b: PackageTable, rowB: number): number {
  const left = a.names[rowA] ?? '';
  const right = b.names[rowB] ?? '';
  if (left !== right) return left < right ? -1 : 1;
  const leftArch = a.arches[rowA] ?? '';
  const rightArch = b.arches[rowB] ?? '';
  return leftArch === rightArch ? 0 : leftArch < rightArch ? -1 : 1;
}

/** Rows of a name in a sorted table. */
function rowsOf({ names, count }: PackageTable, name: string): number[] {
  let low = 0;
  for (let high = count; low < high;) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  const rows: number[] = [];
  for (let row = low; row < count && names[row] === name; row += 1) rows.push(row);
  return rows;
}

/** A rich requirement is met only by what it names. */
function meets(provide: { name: string }, required: { name: string }): boolean {
  return !required.name.startsWith('(') || namesOf(required).includes(provide.name);
}
