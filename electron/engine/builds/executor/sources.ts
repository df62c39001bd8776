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
import { run } from '../../run';

const CurlItem = z.union([
  z.string().transform((url) => ({ url, insecure: false })),
  z.object({ url: z.string(), insecure: z.boolean().default(false) }),
]);
const Curl = z
  .object({ items: z.record(z.string(), CurlItem).optional(), urls: z.record(z.string(), CurlItem).optional() })
  .transform(({ items, urls }) => items ?? urls ?? {});
const Inline = z.object({ items: z.record(z.string(), z.object({ encoding: z.string(), data: z.string() })) });
const DIGEST = /^(md5|sha1|sha256|sha384|sha512):[0-9a-f]{32,128}$/;
const AT_ONCE = 4;

export interface SourceOptions {
  /** The store: files end in `sources/org.osbuild.files/`. */
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

async function fetchTo(item: { url: string; insecure: boolean }, file: string, signal?: AbortSignal): Promise<void> {
  if (item.url.startsWith('file://')) {
    await copyFile(localPath(item.url), file, constants.COPYFILE_FICLONE).catch((thrown: unknown) => {
      throw new StudioError('not-found', `The file ${localPath(item.url)} cannot be read.`, {
        hint: 'Prepare the package repository again.',
        cause: thrown,
      });
    });
    return;
  }
  if (!/^https?:\/\//.test(item.url))
    throw new StudioError('invalid-input', `A source can only be fetched from file, http and https: ${item.url}`);
  const options = ['--silent', '--show-error', '--fail', '--location', '--retry', '3', '--connect-timeout', '30'];
  const proto = ['--proto', '=http,https', ...(item.insecure ? ['--insecure'] : [])];
  await run('curl', [...options, ...proto, '--output', file, '--', item.url], signal ? { signal } : {});
}

async function there(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

interface Item {
  digest: string;
  name: string;
  put(file: string): Promise<void>;
}

function itemsOf(manifest: Manifest, signal?: AbortSignal): Item[] {
  return Object.entries(manifest.sources ?? {}).flatMap(([type, source]) => {
    if (type === 'org.osbuild.curl')
      return Object.entries(Curl.parse(source)).map(([digest, item]) => ({
        digest,
        name: item.url,
        put: (file: string) => fetchTo(item, file, signal),
      }));
    if (type === 'org.osbuild.inline')
      return Object.entries(Inline.parse(source).items).map(([digest, { encoding, data }]) => ({
        digest,
        name: 'an inline file',
        put: async (file: string) => {
          if (encoding !== 'base64')
            throw new StudioError('invalid-input', `Unknown encoding '${encoding}' of a source.`);
          await writeFile(file, Buffer.from(data, 'base64'));
        },
      }));
    throw new StudioError('invalid-input', `The built-in engine does not have the source '${type}'.`, {
      detail: { field: `sources.${type}` },
    });
  });
}

/**
 * Brings all sources of a manifest into the store; what is there already is not fetched again.
 *
 * @throws StudioError `tool-failed` for a download or a checksum, `not-found` for a local file, `cancelled`.
 */
export async function fetchSources(manifest: Manifest, options: SourceOptions): Promise<{ fetched: number }> {
  const { store, signal, onProgress } = options;
  const folder = sourceFiles(store);
  const partial = path.join(store, 'tmp');
  for (const dir of [folder, partial]) await mkdir(dir, { recursive: true });
  const items = itemsOf(manifest, signal);
  const queue = [...items];
  let done = 0;
  let fetched = 0;
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item; item = queue.shift()) {
      if (signal?.aborted) throw new StudioError('cancelled', 'Fetching the sources was cancelled.');
      const { digest, name } = item;
      if (!DIGEST.test(digest)) throw new StudioError('invalid-input', `'${digest}' is not a checksum.`);
      const file = path.join(folder, digest);
      if (!(await there(file))) {
        const half = path.join(partial, randomUUID());
        try {
          await item.put(half);
          await verify(half, digest, name);
          await rename(half, file);
        } finally {
          await rm(half, { force: true });
        }
        fetched++;
      }
      onProgress?.(++done, items.length, name);
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      worker().catch((thrown: unknown) => {
        queue.length = 0;
        throw thrown;
      }),
    ),
  );
  return { fetched };
}
