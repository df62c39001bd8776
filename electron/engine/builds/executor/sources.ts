/**
 * Sources of a manifest, fetched by the person's own process (never by the privileged one) into the store, where each
 * file is named by its digest. A file gets its name only after its digest was verified.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import type { Manifest } from '../../../../shared/manifest/types';
import { downloadAll } from './curl';
import { type CommitItem, commitItems, fetchCommit, needsSecrets, sourceRepository } from './ostree-source';

const CurlItem = z.union([
  z.string().transform((url) => ({ url, insecure: false, secrets: undefined })),
  z.object({ url: z.string(), insecure: z.boolean().default(false), secrets: z.unknown().optional() }),
]);
const Curl = z
  .object({ items: z.record(z.string(), CurlItem).optional(), urls: z.record(z.string(), CurlItem).optional() })
  .transform(({ items, urls }) => items ?? urls ?? {});
const Inline = z.object({ items: z.record(z.string(), z.object({ encoding: z.string(), data: z.string() })) });
const DIGEST = /^(md5|sha1|sha256|sha384|sha512):[0-9a-f]{32,128}$/;
const AT_ONCE = 4;

export interface SourceOptions {
  /** The store: files end in `sources/org.osbuild.files/`, commits in the repository `sources/org.osbuild.ostree/repo`. */
  store: string;
  signal?: AbortSignal;
  /** `done` of `total` items; `name` is the last one. */
  onProgress?: (done: number, total: number, name: string) => void;
}

/** The folder of a store that holds the files. */
export function sourceFiles(store: string): string {
  return path.join(store, 'sources', 'org.osbuild.files');
}

async function verify(file: string, digest: string, name: string): Promise<void> {
  const [algorithm = '', expected] = digest.split(':');
  const sum = createHash(algorithm);
  await pipeline(createReadStream(file), sum);
  if (sum.digest('hex') !== expected)
    throw new StudioError('tool-failed', `The checksum of ${name} is not ${digest}.`, {
      hint: 'The repository changed: resolve the manifest again.',
      detail: { names: [name] },
    });
}

/** `file:///a/b c`: nothing is percent-encoded in the manifests of osbuild-mpp, but it may be elsewhere. */
function localPath(url: string): string {
  const plain = url.slice('file://'.length);
  try {
    return /%[0-9a-f]{2}/i.test(plain) ? fileURLToPath(url) : plain;
  } catch {
    return plain;
  }
}

async function copyLocal(url: string, file: string): Promise<void> {
  await copyFile(localPath(url), file, constants.COPYFILE_FICLONE).catch((thrown: unknown) => {
    throw new StudioError('not-found', `The file ${localPath(url)} cannot be read.`, {
      hint: 'Prepare the package repository again.',
      cause: thrown,
    });
  });
}

async function there(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Something of a source: a file here, a file that is downloaded with others, or a commit. */
type Item =
  | { kind: 'local'; digest: string; name: string; put(file: string): Promise<void> }
  | { kind: 'download'; digest: string; name: string; insecure: boolean }
  | { kind: 'commit'; name: string; commit: readonly [string, CommitItem] };

function curlItems(source: unknown): Item[] {
  return Object.entries(Curl.parse(source)).map(([digest, { url, insecure, secrets }]) => {
    if (secrets !== undefined) throw needsSecrets(url);
    if (url.startsWith('file://'))
      return { kind: 'local', digest, name: url, put: (file: string) => copyLocal(url, file) };
    if (!/^https?:\/\//.test(url))
      throw new StudioError('invalid-input', `A source can only be fetched from file, http and https: ${url}`);
    return { kind: 'download', digest, name: url, insecure };
  });
}

function inlineItems(source: unknown): Item[] {
  return Object.entries(Inline.parse(source).items).map(([digest, { encoding, data }]) => ({
    kind: 'local',
    digest,
    name: 'an inline file',
    put: async (file) => {
      if (encoding !== 'base64') throw new StudioError('invalid-input', `Unknown encoding '${encoding}' of a source.`);
      await writeFile(file, Buffer.from(data, 'base64'));
    },
  }));
}

function refused(type: string): StudioError {
  const containers = /skopeo|containers/.test(type);
  const what = containers ? 'fetches no container images' : 'does not have this source';
  return new StudioError('invalid-input', `The built-in engine ${what}: the source '${type}'.`, {
    hint: 'Install osbuild, and build with that.',
    detail: { field: `sources.${type}`, names: [type] },
  });
}

function itemsOf(manifest: Manifest): Item[] {
  const items = Object.entries(manifest.sources ?? {}).flatMap(([type, source]): Item[] => {
    if (type === 'org.osbuild.curl') return curlItems(source);
    if (type === 'org.osbuild.inline') return inlineItems(source);
    if (type === 'org.osbuild.ostree')
      return commitItems(source).map((commit) => ({ kind: 'commit', name: commit[1].remote.url, commit }));
    throw refused(type);
  });
  for (const item of items)
    if (item.kind !== 'commit' && !DIGEST.test(item.digest))
      throw new StudioError('invalid-input', `'${item.digest}' is not a checksum.`);
  return items;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    worker().catch((thrown: unknown) => {
      queue.length = 0;
      throw thrown;
    }),
  );
  await Promise.all(workers);
}

class Fetching {
  readonly #folder: string;
  readonly #partial: string;
  readonly #options: SourceOptions;
  readonly #total: number;
  #done = 0;
  fetched = 0;

  constructor(options: SourceOptions, total: number) {
    this.#options = options;
    this.#total = total;
    this.#folder = sourceFiles(options.store);
    this.#partial = path.join(options.store, 'tmp');
  }

  async run(items: readonly Item[]): Promise<void> {
    for (const dir of [this.#folder, this.#partial]) await mkdir(dir, { recursive: true });
    const missing: Item[] = [];
    for (const item of items)
      if (item.kind !== 'commit' && (await there(path.join(this.#folder, item.digest)))) this.#tell(item.name);
      else missing.push(item);
    await inParallel(missing, (item) => this.#one(item));
    await this.#downloads(missing);
  }

  #tell(name: string): void {
    this.#options.onProgress?.(++this.#done, this.#total, name);
  }

  /** Its digest was checked: it gets its name. */
  async #keep(half: string, digest: string, name: string): Promise<void> {
    await verify(half, digest, name);
    await rename(half, path.join(this.#folder, digest));
    this.fetched++;
    this.#tell(name);
  }

  async #one(item: Item): Promise<void> {
    const { signal } = this.#options;
    if (signal?.aborted) throw new StudioError('cancelled', 'Fetching the sources was cancelled.');
    if (item.kind === 'commit') {
      const repository = sourceRepository(this.#folder);
      if (await fetchCommit(item.commit, { repository, partial: this.#partial, signal })) this.fetched++;
      this.#tell(item.name);
    }
    if (item.kind !== 'local') return;
    const half = path.join(this.#partial, randomUUID());
    try {
      await item.put(half);
      await this.#keep(half, item.digest, item.name);
    } finally {
      await rm(half, { force: true });
    }
  }

  async #downloads(items: readonly Item[]): Promise<void> {
    const named = items.flatMap((item) => {
      if (item.kind !== 'download') return [];
      const [file, partial] = [path.join(this.#partial, randomUUID()), path.join(this.#partial, `${item.digest}.part`)];
      return [{ digest: item.digest, download: { url: item.name, insecure: item.insecure, file, partial } }];
    });
    const digests = new Map(named.map(({ digest, download }) => [download, digest]));
    await downloadAll([...digests.keys()], {
      signal: this.#options.signal,
      onDone: async (download) => {
        try {
          await this.#keep(download.file, digests.get(download) ?? '', download.url);
        } finally {
          await rm(download.file, { force: true });
        }
      },
    });
  }
}

/**
 * Brings all sources of a manifest into the store; what is there already is not fetched again.
 *
 * @throws StudioError `tool-failed` for a download or a checksum, `not-found` for a local file, `cancelled`,
 *   `invalid-input` for a source that the built-in engine does not have
 */
export async function fetchSources(manifest: Manifest, options: SourceOptions): Promise<{ fetched: number }> {
  const items = itemsOf(manifest);
  const fetching = new Fetching(options, items.length);
  await fetching.run(items);
  return { fetched: fetching.fetched };
}
