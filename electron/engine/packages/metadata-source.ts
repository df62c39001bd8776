/** Bytes of a repository's metadata, from a folder or a web server. Sizes are bounded, checksums verified. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { StudioError } from '../../../shared/errors';
import type { MetadataFile } from './repomd';

const MAX_REPOMD = 4 * 1024 * 1024;
const MAX_STORED = 512 * 1024 * 1024;
const MAX_UNPACKED = 2 * 1024 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** A file below the repository's address. */
export function addressOf(repository: string, href: string): URL {
  return new URL(
    href.split('/').map(encodeURIComponent).join('/'),
    repository.endsWith('/') ? repository : `${repository}/`,
  );
}

async function* limited(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.length;
    if (total > limit)
      throw new StudioError('invalid-input', `The repository's metadata has more than ${limit} bytes.`);
    yield chunk;
  }
}

async function* fetched(address: URL): AsyncGenerator<Uint8Array> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause: unknown) => {
    throw new StudioError('not-found', `${address.href} cannot be reached.`, {
      hint: 'Check the address and the network.',
      cause,
    });
  });
  if (!response.ok || !response.body)
    throw new StudioError('not-found', `${address.href} was answered with status ${response.status}.`);
  // A web stream is iterable in Node; the DOM's types do not say so.
  yield* response.body as unknown as AsyncIterable<Uint8Array>;
}

/** The bytes at an address. @throws StudioError `not-found`, `invalid-input` for more than `limit` bytes */
async function* read(address: URL, limit: number): AsyncGenerator<Uint8Array> {
  if (address.protocol === 'http:' || address.protocol === 'https:') {
    yield* limited(fetched(address), limit);
    return;
  }
  if (address.protocol !== 'file:')
    throw new StudioError('invalid-input', `Repositories at ${address.protocol} addresses cannot be read.`);
  const file = fileURLToPath(address);
  try {
    yield* limited(createReadStream(file) as AsyncIterable<Uint8Array>, limit);
  } catch (thrown) {
    const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')
      throw new StudioError('not-found', `There is no file ${file}.`, { detail: { file } });
    throw thrown;
  }
}

/** Text of repomd.xml, and its own checksum. */
export async function readRepomd(repository: string): Promise<{ xml: string; checksum: string }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(addressOf(repository, 'repodata/repomd.xml'), MAX_REPOMD)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { xml: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  // What goes wrong with the source ends the stream with that error, and so the iteration.
  pipeline(source, stream).catch(() => undefined);
  yield* stream as AsyncIterable<Uint8Array>;
}

async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => void ready.push(chunk));
  for await (const chunk of source) {
    stream.push(chunk);
    yield* ready;
    ready = [];
  }
  stream.push(new Uint8Array(), true);
  yield* ready;
}

function unpacked(href: string, source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (href.endsWith('.gz')) return gunzip(source);
  if (href.endsWith('.zst')) return unzstd(source);
  if (href.endsWith('.xml')) return source;
  throw new StudioError('invalid-input', `The repository's metadata ${href} is packed in a way that cannot be read.`, {
    hint: 'Make the repository with createrepo_c and gzip or zstd.',
  });
}

/**
 * A metadata file's unpacked bytes, as they come. Its checksum is verified when the last byte was read: what was read
 * must be dropped if the iteration throws.
 *
 * @throws StudioError `not-found`; `invalid-input` if it is too large, damaged, or has another checksum
 */
export async function* readMetadata(repository: string, file: MetadataFile): AsyncGenerator<Uint8Array> {
  const hash = createHash(file.algorithm);
  const stored = async function* (): AsyncGenerator<Uint8Array> {
    const limit = Math.min(file.size ?? MAX_STORED, MAX_STORED);
    for await (const chunk of read(addressOf(repository, file.href), limit)) {
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    yield* limited(unpacked(file.href, stored()), Math.min(file.openSize ?? MAX_UNPACKED, MAX_UNPACKED));
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StudioError('invalid-input', `The repository's metadata ${file.href} cannot be unpacked: ${why}.`);
  }
  if (hash.digest('hex') !== file.checksum)
    throw new StudioError('invalid-input', `The repository's metadata ${file.href} has a wrong checksum.`, {
      hint: 'It is being rebuilt, or it is damaged: try again, or run createrepo_c.',
    });
}
