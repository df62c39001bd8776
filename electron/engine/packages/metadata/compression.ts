/** Unpacks metadata as it comes: gzip, zstd, xz, or not packed at all. How much comes out is bounded. */
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { XzReadableStream } from 'xz-decompress';
import { StudioError } from '../../../../shared/errors';

/** Passes on at most `limit` bytes. @throws StudioError `invalid-input` beyond */
export async function* limited(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.length;
    if (total > limit)
      throw new StudioError('invalid-input', `The repository's metadata has more than ${limit} bytes.`, {
        hint: 'Its repomd.xml says that it is smaller: the repository is damaged, or means harm.',
      });
    yield chunk;
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: 256 * 1024 });
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

/** A web stream of an iteration. */
function webStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new XzReadableStream(webStream(source)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // The decompressor writes its next piece over the last.
      yield value.slice();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The bytes in a file of that name. @throws StudioError `invalid-input` for a packing that is not known */
export function unpacked(href: string, source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (href.endsWith('.gz')) return gunzip(source);
  if (href.endsWith('.zst')) return unzstd(source);
  if (href.endsWith('.xz')) return unxz(source);
  if (href.endsWith('.xml')) return source;
  throw new StudioError('invalid-input', `The repository's metadata ${href} is packed in a way that cannot be read.`, {
    hint: 'Make the repository with createrepo_c and gzip, xz or zstd.',
  });
}
