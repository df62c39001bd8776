/** What repositories hold, loaded and indexed: everything that is asked of their metadata. Runs in a thread of its own. */
import { formatEvr } from '../../../shared/packages/nevra';
import type {
  Advisory,
  ChangelogEntry,
  InstalledPackage,
  Package,
  PackageDetails,
  PackageGroup,
  PackageUpdate,
  SearchBy,
} from '../../../shared/packages/types';
import { compareEvr } from '../../../shared/packages/vercmp';
import { toWire } from '../../../shared/errors';
import { nearestNames } from '../../../shared/manifest/nearest';
import { findChangelog } from './metadata/changelog';
import { filesOfPackage, searchFiles } from './metadata/filelists';
import { CatalogueMetadata } from './catalogue-metadata';
import type { ParsePrimary } from './parse-primary';
import type { PackageIndex, Row } from './metadata/package-index';
import { reasonsOf } from './reasons';
import { findUnfit, type Unfit } from './unfit-files';
import type { RepositoryAddress } from './metadata/repository-cache';

/** A repository as it was found; without packages there is a problem. */
export interface LoadedRepository extends RepositoryAddress {
  readonly packages: number;
  /** Packages that were left out, since their names are none or they are there twice. */
  readonly skipped: number;
  /** ISO time at which the metadata was made, if it says so. */
  readonly updated: string | undefined;
  /** Epoch milliseconds of the last answer of the server. */
  readonly checkedAt: number | undefined;
  readonly offline: string | undefined;
  readonly signed: boolean;
  /** Why there are no packages, in a sentence. */
  readonly problem: string | undefined;
}

export interface SearchRequest {
  readonly query: string;
  readonly by: SearchBy;
  /** Only these names. */
  readonly names?: readonly string[] | undefined;
  readonly repository?: string | undefined;
  readonly arch?: string | undefined;
  readonly limit: number;
}

interface At {
  readonly addresses: readonly RepositoryAddress[];
  readonly offline: boolean;
  /** Asks each server, however lately it was asked. */
  readonly again?: boolean;
}

/** Of one found file: its package and its path. */
export interface SearchAnswer {
  rows: (Package & { file?: string })[];
  total: number;
}

const MOST_FILES = 20_000;

const wordsOf = (query: string): string[] =>
  query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** A row's filter, by what the request names. */
function filterOf(index: PackageIndex, request: SearchRequest): ((row: Row) => boolean) | undefined {
  const { repository, arch } = request;
  const names = request.names && new Set(request.names);
  if (!names && repository === undefined && arch === undefined) return undefined;
  return (row) => {
    const { table, id } = index.sources[row.source] ?? {};
    if (!table) return false;
    if (repository !== undefined && id !== repository) return false;
    if (arch !== undefined && table.arches[row.row] !== arch) return false;
    return !names || names.has(table.names[row.row] ?? '');
  };
}

export class Catalogue {
  readonly #metadata: CatalogueMetadata;

  /** @param folder where what was read is kept; see `CatalogueMetadata` for the others */
  constructor(folder: string, silenceMs?: number, parse?: ParsePrimary) {
    this.#metadata = new CatalogueMetadata(folder, silenceMs, parse);
  }

  /** Loads what has changed. A failure is a repository's `problem`, never thrown. */
  async load(at: At, signal?: AbortSignal): Promise<LoadedRepository[]> {
    const loaded = await this.#metadata.load(at.addresses, at, signal);
    return loaded.map(({ address, opened, table, problem }) => ({
      ...address,
      packages: table?.count ?? 0,
      skipped: table?.skipped ?? 0,
      updated: opened && timeOf(opened.repomd.revision),
      checkedAt: opened?.checkedAt,
      offline: opened?.offline,
      signed: opened?.signed ?? false,
      problem,
    }));
  }

  async search(at: At & { readonly request: SearchRequest }, signal?: AbortSignal): Promise<SearchAnswer> {
    const { request } = at;
    const index = await this.#index(at, signal);
    const keep = filterOf(index, request);
    if (request.by === 'file' && request.query.trim() !== '') return this.#searchFiles(at, index, keep, signal);
    const { rows, total } =
      request.by === 'provides'
        ? index.searchProvides(request.query.trim().toLowerCase(), keep, request.limit)
        : index.search(wordsOf(request.query), keep, request.limit);
    return { rows: rows.map((row) => index.package(row)), total };
  }

  /** Everything about the newest package of a name and architecture; undefined if there is none. */
  async details(at: At & { readonly name: string; readonly arch: string }, signal?: AbortSignal) {
    const index = await this.#index(at, signal);
    const versions = index.versions(at.name, at.arch);
    const { rows } = index.search([at.name.toLowerCase()], (one) => {
      const { name, arch } = index.package(one);
      return name === at.name && arch === at.arch;
    });
    const [row] = rows;
    if (!row) return undefined;
    const advisories = await this.#advisories(at, index, at.name, signal);
    return { ...detailsOf(index, row, versions), advisories };
  }

  /** All paths of a package; folders end in a slash. */
  async files(at: At & { readonly name: string; readonly arch: string }, signal?: AbortSignal): Promise<string[]> {
    const index = await this.#index(at, signal);
    const [row] = index.versions(at.name, at.arch);
    if (!row) return [];
    const table = await this.#metadata.files(index.sources[row.source]?.id ?? '', signal);
    const number = table?.numberOf.get(index.text(row, 'checksum').replace(/^\w+:/, ''));
    return table && number !== undefined ? filesOfPackage(table, number).slice(0, MOST_FILES) : [];
  }

  async changelog(
    at: At & { readonly name: string; readonly arch: string },
    signal?: AbortSignal,
  ): Promise<ChangelogEntry[]> {
    const index = await this.#index(at, signal);
    const [row] = index.versions(at.name, at.arch);
    if (!row) return [];
    const chunks = this.#metadata.read(index.sources[row.source]?.id ?? '', 'other', signal);
    return chunks ? findChangelog(chunks, index.text(row, 'checksum').replace(/^\w+:/, '')) : [];
  }

  /** Groups of all repositories, by name; those of one id are one. */
  async groups(at: At, signal?: AbortSignal): Promise<PackageGroup[]> {
    await this.#index(at, signal);
    const byId = new Map<string, PackageGroup>();
    for (const { id } of at.addresses)
      for (const group of await this.#metadata.groups(id, signal)) {
        const before = byId.get(group.id);
        byId.set(group.id, before ? { ...before, members: [...before.members, ...group.members] } : group);
      }
    return [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Packages of a set that a repository has in a newer version. */
  async updates(
    at: At & { readonly packages: readonly InstalledPackage[] },
    signal?: AbortSignal,
  ): Promise<PackageUpdate[]> {
    const index = await this.#index(at, signal);
    const updates: PackageUpdate[] = [];
    for (const before of at.packages) {
      const [row] = index.versions(before.name, before.arch);
      const after = row && index.package(row);
      if (!after || compareEvr(after, before) <= 0) continue;
      const advisories = await this.#advisories(at, index, before.name, signal);
      const newer = advisories.filter(({ fixedIn }) => fixedIn === formatEvr(after));
      updates.push({
        ...{ name: after.name, arch: after.arch, before: formatEvr(before), after: formatEvr(after) },
        ...{ repo: after.repo, downloadSize: after.downloadSize, advisories: newer.map(({ id }) => id) },
      });
    }
    return updates;
  }

  /**
   * Why each package of a set is in it: the requirement by which the nearest package to what was asked for brought it.
   * Packages that were asked for have none; what nothing leads to is left out.
   */
  async reasons(
    at: At & { readonly packages: readonly InstalledPackage[]; readonly requested: readonly string[] },
    signal?: AbortSignal,
  ): Promise<Record<string, { by: string; requirement: string }>> {
    const index = await this.#index(at, signal);
    return reasonsOf(index, at.packages, at.requested);
  }

  /** Packages of a set that no repository has in this very version. */
  async missing(
    at: At & { readonly packages: readonly InstalledPackage[] },
    signal?: AbortSignal,
  ): Promise<InstalledPackage[]> {
    const index = await this.#index(at, signal);
    return at.packages.filter((one) => !index.find(one));
  }

  /** Requests (names, versions, provides) that no package meets; files, globs and groups are not looked at. */
  async unknown(at: At & { readonly specs: readonly string[] }, signal?: AbortSignal): Promise<string[]> {
    if (at.specs.length === 0) return [];
    const index = await this.#index(at, signal);
    // Without packages nothing is known, rather than everything unknown.
    return index.size === 0 ? [] : at.specs.filter((spec) => !index.has(spec));
  }

  /** Packages that could stand in for a name: those that provide it, then names like it. Best first, at most five. */
  async alternatives(at: At & { readonly name: string }, signal?: AbortSignal): Promise<string[]> {
    const index = await this.#index(at, signal);
    const providers = index.providersOf(at.name).map((row) => index.package(row).name);
    const near = index.has(at.name) ? [] : nearestNames(at.name, index.names());
    return [...new Set([...providers, ...near])].filter((name) => name !== at.name).slice(0, 5);
  }

  /** Packages with files that an OSTree commit cannot carry; file lists that are large and were never asked for count not. */
  async unfit(at: At & { readonly packages: readonly InstalledPackage[] }, signal?: AbortSignal): Promise<Unfit[]> {
    const index = await this.#index(at, signal);
    return findUnfit(index, this.#metadata, at.packages, signal);
  }

  async #index(at: At, signal: AbortSignal | undefined): Promise<PackageIndex> {
    await this.#metadata.load(at.addresses, at, signal);
    return this.#metadata.index(at.addresses);
  }

  async #searchFiles(
    at: At & { readonly request: SearchRequest },
    index: PackageIndex,
    keep: ((row: Row) => boolean) | undefined,
    signal: AbortSignal | undefined,
  ): Promise<SearchAnswer> {
    const { query, limit } = at.request;
    const rows: SearchAnswer['rows'] = [];
    for (const [source, { id }] of index.sources.entries()) {
      const table = await this.#metadata.files(id, signal);
      if (!table) continue;
      for (const { package: number, path } of searchFiles(table, query.trim(), limit)) {
        const row = table.rowOf.get(number);
        if (row !== undefined && (keep?.({ source, row }) ?? true))
          rows.push({ ...index.package({ source, row }), file: path });
      }
    }
    return { rows: rows.slice(0, limit), total: rows.length };
  }

  /** Advisories that name a package; those that cannot be read are left out. */
  async #advisories(
    at: At,
    index: PackageIndex,
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<(Advisory & { fixedIn: string })[]> {
    const found: (Advisory & { fixedIn: string })[] = [];
    for (const { id } of index.sources) {
      const byName = await this.#metadata.advisories(id, signal).catch((thrown: unknown) => {
        if (toWire(thrown).code === 'cancelled') throw thrown;
        return undefined;
      });
      for (const { packages, ...advisory } of byName?.get(name) ?? []) {
        const fixed = packages.find((one) => one.name === name);
        if (fixed) found.push({ ...advisory, fixedIn: formatEvr(fixed) });
      }
    }
    return found;
  }
}

function detailsOf(index: PackageIndex, row: Row, versions: readonly Row[]): Omit<PackageDetails, 'advisories'> {
  const names = (rows: readonly Row[]): string[] => [...new Set(rows.map((one) => index.package(one).name))].sort();
  return {
    ...index.package(row),
    description: index.text(row, 'description'),
    license: index.text(row, 'license'),
    url: index.text(row, 'url'),
    source: index.text(row, 'source'),
    location: index.text(row, 'location'),
    checksum: index.text(row, 'checksum'),
    buildTime: index.buildTime(row),
    requires: index
      .relation(row, 'requires')
      .map((text) => ({ text, providers: names(index.providersOf(text)).slice(0, 20) })),
    provides: index.relation(row, 'provides'),
    recommends: index.relation(row, 'recommends'),
    conflicts: index.relation(row, 'conflicts'),
    obsoletes: index.relation(row, 'obsoletes'),
    requiredBy: names(index.requiredBy(row)),
    versions: versions.map((one) => {
      const { repo, downloadSize, installSize, ...nevra } = index.package(one);
      return { evr: formatEvr(nevra), repo, downloadSize, installSize, buildTime: index.buildTime(one) };
    }),
  };
}

/** The revision is a time if createrepo_c was not told another one. */
function timeOf(revision: string): string | undefined {
  return /^\d{9,11}$/.test(revision) ? new Date(Number(revision) * 1000).toISOString() : undefined;
}
