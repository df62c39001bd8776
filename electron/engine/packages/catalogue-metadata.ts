/** Loads repositories and what belongs to them, each once as long as it does not change. */
import { setImmediate } from 'node:timers/promises';
import { StudioError, toWire } from '../../../shared/errors';
import type { PackageGroup } from '../../../shared/packages/types';
import { parseComps } from './metadata/comps';
import { FilelistsParser, type FileTable } from './metadata/filelists';
import { fileTableBytes, parseFileTable } from './metadata/filelists-file';
import { PackageIndex } from './metadata/package-index';
import { RepositoryCache, type OpenRepository, type RepositoryAddress } from './metadata/repository-cache';
import { longText, type PackageTable } from './metadata/table';
import { parseTable } from './metadata/table-file';
import { parsePrimary, type ParsePrimary } from './parse-primary';
import { parseUpdateinfo, type Advisory } from './metadata/updateinfo';

/** A web server is asked again after this; a folder each time. */
const FRESH_MS = 60_000;
/** Packed bytes that take no noticeable time. */
const SMALL_FILELISTS = 1024 * 1024;
const MAX_COMPS = 64 * 1024 * 1024;
/** Tables that are kept in memory though nobody asks for them. */
const KEPT = 8;

export interface Loaded {
  readonly address: RepositoryAddress;
  readonly opened: OpenRepository | undefined;
  readonly table: PackageTable | undefined;
  readonly problem: string | undefined;
}

/** A file table with the rows of its packages in the repository's table. */
export interface LinkedFiles extends FileTable {
  readonly numberOf: ReadonlyMap<string, number>;
  readonly rowOf: ReadonlyMap<number, number>;
}

interface Extras {
  files?: Promise<LinkedFiles | undefined>;
  groups?: Promise<PackageGroup[]>;
  advisories?: Promise<Map<string, Advisory[]>>;
}

export class CatalogueMetadata {
  readonly #cache: RepositoryCache;
  readonly #parse: ParsePrimary;
  /** By address: what was loaded last. */
  readonly #known = new Map<string, Loaded & { at: number }>();
  readonly #loading = new Map<string, Promise<Loaded>>();
  /** By id: what the last load found there. */
  readonly #byId = new Map<string, Loaded>();
  /** By the state of the repository. */
  readonly #extras = new Map<string, Extras>();
  #index: { key: string; index: PackageIndex } | undefined;

  /** @param parse makes the bytes of a table, elsewhere than here: default is in this thread */
  constructor(folder: string, silenceMs?: number, parse?: ParsePrimary) {
    this.#cache = new RepositoryCache(folder, silenceMs);
    this.#parse = parse ?? ((...argv) => parsePrimary(this.#cache, ...argv));
  }

  /** @param how `offline` asks no server; `again` asks each, however lately it was asked */
  async load(
    addresses: readonly RepositoryAddress[],
    how: { readonly offline: boolean; readonly again?: boolean },
    signal?: AbortSignal,
  ): Promise<Loaded[]> {
    const loaded = await Promise.all(addresses.map((address) => this.#load(address, how, signal)));
    for (const one of loaded) this.#byId.set(one.address.id, one);
    return loaded;
  }

  /** An index over what was loaded, made anew only if something changed. */
  index(addresses: readonly RepositoryAddress[]): PackageIndex {
    const sources = addresses.flatMap(({ id }) => {
      const { table, address, opened } = this.#byId.get(id) ?? {};
      if (!table || !address || !opened) return [];
      const { priority } = address;
      return [{ id, table, state: opened.state, ...(priority === undefined ? {} : { priority }) }];
    });
    const key = sources.map(({ id, state, priority }) => `${id} ${state} ${priority ?? ''}`).join('\n');
    if (this.#index?.key !== key) this.#index = { key, index: new PackageIndex(sources) };
    return this.#index.index;
  }

  /** Pieces of another metadata file of a repository; undefined if it has none. */
  read(id: string, type: string, signal?: AbortSignal): AsyncIterable<string> | undefined {
    const opened = this.#byId.get(id)?.opened;
    const file = opened?.repomd.files.get(type);
    return opened && file ? this.#cache.read(opened, file, signal) : undefined;
  }

  /** @throws StudioError if they are there and cannot be read */
  files(id: string, signal?: AbortSignal): Promise<LinkedFiles | undefined> {
    return this.#extra(id, 'files', () => this.#readFiles(id, signal));
  }

  /** File lists that are at hand, or are small; undefined if reading them would take long. */
  async filesAtHand(id: string, signal?: AbortSignal): Promise<LinkedFiles | undefined> {
    const { opened } = this.#byId.get(id) ?? {};
    const file = opened?.repomd.files.get('filelists');
    if (!opened || !file) return undefined;
    const known = this.#extras.get(opened.state)?.files;
    if (!known && (file.size ?? Infinity) > SMALL_FILELISTS) return undefined;
    return this.files(id, signal).catch((thrown: unknown) => {
      if (toWire(thrown).code === 'cancelled') throw thrown;
      return undefined; // looking for a file says what is wrong
    });
  }

  groups(id: string, signal?: AbortSignal): Promise<PackageGroup[]> {
    return this.#extra(id, 'groups', async () => {
      const chunks = this.read(id, 'group', signal) ?? this.read(id, 'group_gz', signal);
      return chunks ? parseComps(await joined(chunks, MAX_COMPS)) : [];
    });
  }

  /** Advisories by the names of their packages. */
  advisories(id: string, signal?: AbortSignal): Promise<Map<string, Advisory[]>> {
    return this.#extra(id, 'advisories', async () => {
      const chunks = this.read(id, 'updateinfo', signal);
      const byName = new Map<string, Advisory[]>();
      for (const advisory of chunks ? await parseUpdateinfo(chunks) : [])
        for (const name of new Set(advisory.packages.map((one) => one.name)))
          byName.set(name, [...(byName.get(name) ?? []), advisory]);
      return byName;
    });
  }

  #extra<K extends keyof Extras>(id: string, what: K, make: () => NonNullable<Extras[K]>): NonNullable<Extras[K]> {
    const state = this.#byId.get(id)?.opened?.state ?? '';
    const extras = this.#extras.get(state) ?? {};
    this.#extras.set(state, extras);
    const known = extras[what];
    if (known) return known;
    const made = make();
    extras[what] = made;
    // What failed is tried again by the next question.
    (made as Promise<unknown>).catch(() => Reflect.deleteProperty(extras, what));
    return made;
  }

  async #load(
    address: RepositoryAddress,
    how: { readonly offline: boolean; readonly again?: boolean },
    signal: AbortSignal | undefined,
  ): Promise<Loaded> {
    const key = `${address.url}\0${address.keys ?? ''}\0${String(how.offline)}`;
    const known = this.#known.get(key);
    const isFresh = known && !address.url.startsWith('file:') && Date.now() - known.at < FRESH_MS;
    if (known && isFresh && known.problem === undefined && !how.again) return { ...known, address };
    const loading = this.#loading.get(key) ?? this.#read(address, key, how.offline, signal);
    this.#loading.set(
      key,
      loading.finally(() => this.#loading.delete(key)),
    );
    return { ...(await loading), address };
  }

  async #read(
    address: RepositoryAddress,
    key: string,
    offline: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Loaded> {
    try {
      const opened = await this.#cache.open(address, { offline, ...(signal ? { signal } : {}) });
      const before = this.#known.get(key);
      const same = before?.opened?.state === opened.state ? before.table : undefined;
      const table = same ?? (await this.#table(opened, signal));
      return this.#remember(key, { address, opened, table, problem: undefined });
    } catch (thrown) {
      const { code, message } = toWire(thrown);
      if (code === 'cancelled') throw thrown;
      return this.#remember(key, { address, opened: undefined, table: undefined, problem: message });
    }
  }

  #remember(key: string, loaded: Loaded): Loaded {
    this.#known.delete(key);
    this.#known.set(key, { ...loaded, at: Date.now() });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
    }
    const living = new Set([...this.#known.values()].map(({ opened }) => opened?.state));
    for (const state of this.#extras.keys()) if (!living.has(state)) this.#extras.delete(state);
    return loaded;
  }

  async #table(opened: OpenRepository, signal: AbortSignal | undefined): Promise<PackageTable> {
    const file = opened.repomd.files.get('primary');
    if (!file) throw new StudioError('invalid-input', 'The repository names no primary metadata.');
    const kept = await this.#cache.derived(file, 'table');
    const known = kept && parseTable(kept);
    if (known) return known;
    const bytes = await this.#parse(opened, file, signal);
    const table = parseTable(bytes);
    if (!table) throw new StudioError('internal', 'The table of packages cannot be read back.');
    // Not waited for: it only makes the next start quicker.
    void this.#cache.keepDerived(file, 'table', bytes).catch(() => undefined);
    return table;
  }

  async #readFiles(id: string, signal: AbortSignal | undefined): Promise<LinkedFiles | undefined> {
    const { opened, table } = this.#byId.get(id) ?? {};
    const file = opened?.repomd.files.get('filelists');
    if (!opened || !file || !table) return undefined;
    const kept = await this.#cache.derived(file, 'files');
    let files = kept && parseFileTable(kept);
    if (!files) {
      const parser = new FilelistsParser();
      for await (const text of this.#cache.read(opened, file, signal)) {
        parser.write(text);
        await setImmediate();
      }
      files = parser.end();
      void this.#cache.keepDerived(file, 'files', fileTableBytes(files)).catch(() => undefined);
    }
    return linked(files, table);
  }
}

function linked(files: FileTable, table: PackageTable): LinkedFiles {
  const numberOf = new Map(files.checksums.map((checksum, number) => [checksum, number]));
  const rowOf = new Map<number, number>();
  for (let row = 0; row < table.count; row += 1) {
    const number = numberOf.get(longText(table, row, 'checksum').replace(/^\w+:/, ''));
    if (number !== undefined) rowOf.set(number, row);
  }
  return { ...files, numberOf, rowOf };
}

async function joined(chunks: AsyncIterable<string>, limit: number): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > limit) throw new StudioError('invalid-input', "The repository's groups are too large.");
  }
  return text;
}
