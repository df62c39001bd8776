/** Loaded repositories. Each is read again only when its repomd.xml has changed. */
import { setImmediate } from 'node:timers/promises';
import { StudioError, toWire } from '../../../shared/errors';
import { readMetadata, readRepomd } from './metadata-source';
import { PackageIndex } from './package-index';
import { PrimaryParser, type RepositoryPackage } from './primary-parser';
import { parseRepomd } from './repomd';

/** Where a repository is. */
export interface RepositoryAddress {
  readonly id: string;
  /** `file:`, `http:` or `https:`. */
  readonly url: string;
  /** True if the address is a metalink's or a mirror list's, not the repository's own. */
  readonly indirect?: boolean;
}

export interface LoadedRepository extends RepositoryAddress {
  readonly packages: readonly RepositoryPackage[];
  /** ISO time at which the metadata was made, if it says so. */
  readonly updated: string | undefined;
  /** SHA-256 of repomd.xml: changes whenever anything does. */
  readonly state: string;
  /** Why there are no packages, in a sentence. */
  readonly problem: string | undefined;
}

/** A web server is asked again after this. */
const FRESH_MS = 60_000;
const KEPT = 16;

interface Known {
  readonly loaded: LoadedRepository;
  readonly at: number;
}

/** Reads all packages of a repository; rests between pieces, so that the process stays responsive. */
async function readPackages(url: string, xml: string): Promise<RepositoryPackage[]> {
  const parser = new PrimaryParser();
  const decoder = new TextDecoder('utf-8', { fatal: false });
  for await (const chunk of readMetadata(url, parseRepomd(xml).primary)) {
    parser.write(decoder.decode(chunk, { stream: true }));
    await setImmediate();
  }
  parser.end();
  return parser.packages;
}

/** The revision is a time if createrepo_c was not told another one. */
function timeOf(revision: string): string | undefined {
  const seconds = Number(revision);
  return /^\d{9,11}$/.test(revision) ? new Date(seconds * 1000).toISOString() : undefined;
}

export class Repositories {
  readonly #known = new Map<string, Known>();
  readonly #loading = new Map<string, Promise<LoadedRepository>>();
  #index: { state: string; index: PackageIndex } | undefined;

  /** Loads one repository, or gives what is known if it has not changed. A failure is a `problem`, never thrown. */
  load(address: RepositoryAddress): Promise<LoadedRepository> {
    const known = this.#known.get(address.url);
    const fresh = known && !address.url.startsWith('file:') && Date.now() - known.at < FRESH_MS;
    if (fresh && known.loaded.problem === undefined) return Promise.resolve({ ...known.loaded, id: address.id });
    const loading =
      this.#loading.get(address.url) ?? this.#load(address).finally(() => this.#loading.delete(address.url));
    this.#loading.set(address.url, loading);
    return loading.then((loaded) => ({ ...loaded, id: address.id }));
  }

  /** An index over all of them, remembered as long as none changes. */
  async index(addresses: readonly RepositoryAddress[]): Promise<PackageIndex> {
    const loaded = await Promise.all(addresses.map((address) => this.load(address)));
    const state = loaded.map(({ id, url, state: one }) => `${id} ${url} ${one}`).join('\n');
    if (this.#index?.state !== state) this.#index = { state, index: new PackageIndex(loaded) };
    return this.#index.index;
  }

  async #load(address: RepositoryAddress): Promise<LoadedRepository> {
    const { id, url } = address;
    try {
      if (address.indirect)
        throw new StudioError('invalid-input', 'Repositories behind a metalink or mirror list cannot be searched yet.');
      const { xml, checksum } = await readRepomd(url);
      const before = this.#known.get(url)?.loaded;
      if (before?.state === checksum && before.problem === undefined) return this.#remember({ ...before, id });
      const packages = await readPackages(url, xml);
      const updated = timeOf(parseRepomd(xml).revision);
      return this.#remember({ id, url, packages, updated, state: checksum, problem: undefined });
    } catch (thrown) {
      const { message } = toWire(thrown);
      return this.#remember({ id, url, packages: [], updated: undefined, state: '', problem: message });
    }
  }

  #remember(loaded: LoadedRepository): LoadedRepository {
    this.#known.delete(loaded.url);
    this.#known.set(loaded.url, { loaded, at: Date.now() });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
    }
    return loaded;
  }
}
