/**
 * Repositories as they were read last: what a server has is asked for again only if it has changed, and what was
 * parsed once is kept by the checksum of what it was made from. Without a network what is kept is used, and said so.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open as openFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StudioError, toWire } from '../../../../shared/errors';
import { limited, unpacked } from './compression';
import { parseMirrors } from './mirrors';
import { parseRepomd, type MetadataFile, type Repomd } from './repomd';
import { verifySignature } from './signature';
import { addressOf, openAddress, SILENCE_MS, type Condition } from './transport';

const MAX_REPOMD = 4 * 1024 * 1024;
const MAX_STORED = 512 * 1024 * 1024;
const MAX_UNPACKED = 2 * 1024 * 1024 * 1024;

/** Where a repository is, and what it has to prove. */
export interface RepositoryAddress {
  readonly id: string;
  /** `file:`, `http:` or `https:`. */
  readonly url: string;
  /** True if the address is a metalink's or a mirror list's, not the repository's own. */
  readonly indirect?: boolean;
  /** dnf's: the smaller, the more it counts. */
  readonly priority?: number;
  /** Armoured keys, one of which must have signed repomd.xml. */
  readonly keys?: string;
}

export interface OpenRepository {
  readonly address: RepositoryAddress;
  /** The repository itself, and others that hold the same. */
  readonly bases: readonly string[];
  readonly repomd: Repomd;
  /** SHA-256 of repomd.xml: changes whenever anything does. */
  readonly state: string;
  /** Epoch milliseconds at which the server was last asked with success. */
  readonly checkedAt: number;
  /** Why it could not be asked now, if what is used is older. */
  readonly offline: string | undefined;
  readonly signed: boolean;
}

const Kept = z.object({
  bases: z.array(z.string()),
  checkedAt: z.number(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});
type Kept = z.infer<typeof Kept>;

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function collect(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of limited(bytes, limit)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function replaceFile(file: string, bytes: Uint8Array | string): Promise<void> {
  const partial = `${file}.${randomUUID().slice(0, 8)}.new`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, file);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
}

export class RepositoryCache {
  /** @param silenceMs a server that sends nothing for so many milliseconds is given up */
  constructor(
    readonly folder: string,
    readonly silenceMs = SILENCE_MS,
  ) {}

  /**
   * Reads a repository's table of contents. `offline` asks no server at all.
   *
   * @throws StudioError `not-found` if it cannot be reached and nothing is kept; `invalid-input` if it is damaged, or
   *   not signed by its key; `cancelled`
   */
  async open(
    address: RepositoryAddress,
    options: { offline?: boolean; signal?: AbortSignal } = {},
  ): Promise<OpenRepository> {
    if (address.url.startsWith('file:')) return this.#openFolder(address, options.signal);
    const place = path.join(this.folder, 'repositories', sha256(`${address.url}\0${address.keys ?? ''}`));
    const kept = await this.#kept(place);
    if (options.offline && kept) return this.#opened(address, place, kept, 'working offline');
    try {
      if (options.offline) throw new StudioError('not-found', 'Nothing of it was kept for working offline.');
      return await this.#refresh(address, place, kept, options.signal);
    } catch (thrown) {
      const error = toWire(thrown);
      // A server that answers with something wrong is not one that is away.
      if (!kept || error.code !== 'not-found') throw thrown;
      return this.#opened(address, place, kept, error.message);
    }
  }

  /** The text of a metadata file, piece by piece. What was read is void if the iteration throws: sums come last. */
  async *read(repository: OpenRepository, file: MetadataFile, signal?: AbortSignal): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: false });
    const limit = Math.min(file.openSize ?? MAX_UNPACKED, MAX_UNPACKED);
    try {
      const stored = await this.#stored(repository, file, signal);
      for await (const chunk of limited(unpacked(file.href, stored), limit))
        yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    } catch (thrown) {
      if (thrown instanceof StudioError) throw thrown;
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new StudioError('invalid-input', `The repository's metadata ${file.href} cannot be unpacked: ${why}.`, {
        hint: 'It was cut off, or damaged: try again, or make it anew with createrepo_c.',
        cause: thrown,
      });
    }
  }

  /** Something that was made from a metadata file, or undefined: `kind` tells forms apart. */
  async derived(file: MetadataFile, kind: string): Promise<Buffer | undefined> {
    return readFile(this.#derivedFile(file, kind)).catch(() => undefined);
  }

  async keepDerived(file: MetadataFile, kind: string, bytes: Uint8Array): Promise<void> {
    await mkdir(path.join(this.folder, 'derived'), { recursive: true });
    await replaceFile(this.#derivedFile(file, kind), bytes);
  }

  #derivedFile({ algorithm, checksum }: MetadataFile, kind: string): string {
    return path.join(this.folder, 'derived', `${algorithm}-${checksum}.${kind}`);
  }

  async #openFolder(address: RepositoryAddress, signal: AbortSignal | undefined): Promise<OpenRepository> {
    const xml = await this.#fetch(address.url, 'repodata/repomd.xml', MAX_REPOMD, signal);
    await this.#verify(address, address.url, xml, signal);
    return {
      ...{ address, bases: [address.url], repomd: parseRepomd(xml.toString('utf8')), state: sha256(xml) },
      ...{ checkedAt: Date.now(), offline: undefined, signed: address.keys !== undefined },
    };
  }

  async #fetch(base: string, href: string, limit: number, signal: AbortSignal | undefined): Promise<Buffer> {
    const answer = await openAddress(addressOf(base, href), {}, signal, this.silenceMs);
    return answer.kind === 'bytes' ? collect(answer.bytes, limit) : Buffer.alloc(0);
  }

  async #verify(address: RepositoryAddress, base: string, xml: Buffer, signal: AbortSignal | undefined): Promise<void> {
    if (address.keys === undefined) return;
    const signature = await this.#fetch(base, 'repodata/repomd.xml.asc', 64 * 1024, signal).catch((cause: unknown) => {
      throw new StudioError('invalid-input', "The repository's repomd.xml is not signed.", {
        hint: 'Take its key away, or sign it: gpg --detach-sign --armor repodata/repomd.xml',
        cause,
      });
    });
    await verifySignature(xml, signature, address.keys, signal);
  }

  async #kept(place: string): Promise<Kept | undefined> {
    try {
      return Kept.parse(JSON.parse(await readFile(path.join(place, 'kept.json'), 'utf8')));
    } catch {
      return undefined; // never read, or damaged: it is read anew
    }
  }

  async #opened(address: RepositoryAddress, place: string, kept: Kept, offline?: string): Promise<OpenRepository> {
    const xml = await readFile(path.join(place, 'repomd.xml'));
    const { bases, checkedAt } = kept;
    return {
      ...{ address, bases, checkedAt, offline, repomd: parseRepomd(xml.toString('utf8')), state: sha256(xml) },
      signed: address.keys !== undefined,
    };
  }

  async #refresh(
    address: RepositoryAddress,
    place: string,
    kept: Kept | undefined,
    signal: AbortSignal | undefined,
  ): Promise<OpenRepository> {
    const bases = address.indirect ? await this.#mirrors(address, signal) : [address.url];
    const condition: Condition = kept && kept.bases[0] === bases[0] ? conditionOf(kept) : {};
    let failure: unknown;
    for (const [at, base] of bases.entries()) {
      try {
        const answer = await openAddress(
          addressOf(base, 'repodata/repomd.xml'),
          at === 0 ? condition : {},
          signal,
          this.silenceMs,
        );
        const order = [base, ...bases.filter((other) => other !== base)];
        if (answer.kind === 'unchanged' && kept) return await this.#keep(address, place, { ...kept, bases: order });
        if (answer.kind !== 'bytes') continue;
        const xml = await collect(answer.bytes, MAX_REPOMD);
        parseRepomd(xml.toString('utf8'));
        await this.#verify(address, base, xml, signal);
        return await this.#keep(address, place, { bases: order, checkedAt: 0, ...answer.condition }, xml);
      } catch (thrown) {
        if (signal?.aborted) throw thrown;
        failure ??= thrown;
      }
    }
    throw failure;
  }

  async #mirrors({ url }: RepositoryAddress, signal: AbortSignal | undefined): Promise<string[]> {
    const answer = await openAddress(new URL(url), {}, signal, this.silenceMs);
    return answer.kind === 'bytes' ? parseMirrors((await collect(answer.bytes, 1024 * 1024)).toString('utf8')) : [];
  }

  /** Writes what the server said; `xml` is left as it is if it was not sent again. */
  async #keep(address: RepositoryAddress, place: string, kept: Kept, xml?: Buffer): Promise<OpenRepository> {
    const now = { ...kept, checkedAt: Date.now() };
    await mkdir(place, { recursive: true });
    if (xml) await replaceFile(path.join(place, 'repomd.xml'), xml);
    await replaceFile(path.join(place, 'kept.json'), JSON.stringify(now));
    return this.#opened(address, place, now);
  }

  /** A metadata file's bytes as stored: straight from a folder, or from a copy that was verified. */
  async #stored(
    repository: OpenRepository,
    file: MetadataFile,
    signal: AbortSignal | undefined,
  ): Promise<AsyncIterable<Uint8Array>> {
    const [base = ''] = repository.bases;
    if (base.startsWith('file:')) {
      const answer = await openAddress(addressOf(base, file.href), {}, signal, this.silenceMs);
      return answer.kind === 'bytes' ? verified(answer.bytes, file) : verified(nothing(), file);
    }
    const copy = path.join(this.folder, 'files', `${file.algorithm}-${file.checksum}${path.extname(file.href)}`);
    if (!(await stat(copy).catch(() => undefined))) await this.#download(repository, file, copy, signal);
    return verified(createReadStream(copy, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>, file);
  }

  /** Tries one mirror after the other until one gives the file that was announced. */
  async #download(
    repository: OpenRepository,
    file: MetadataFile,
    copy: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (repository.offline !== undefined)
      throw new StudioError('not-found', `${file.href} was never read, and the repository cannot be reached now.`, {
        hint: `Connect to the network: ${repository.offline}`,
      });
    await mkdir(path.dirname(copy), { recursive: true });
    const partial = `${copy}.${randomUUID().slice(0, 8)}.new`;
    let failure: unknown;
    for (const base of repository.bases) {
      try {
        const answer = await openAddress(addressOf(base, file.href), {}, signal, this.silenceMs);
        if (answer.kind !== 'bytes') continue;
        await writeAll(partial, verified(answer.bytes, file));
        await rename(partial, copy);
        return;
      } catch (thrown) {
        await rm(partial, { force: true });
        if (signal?.aborted) throw thrown;
        failure ??= thrown;
      }
    }
    throw failure;
  }
}

function conditionOf({ etag, lastModified }: Kept): Condition {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A file that is not there has no bytes.
}

async function writeAll(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await openFile(file, 'w');
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}

/** The same bytes; throws after the last one if they are not those that repomd.xml names. */
async function* verified(source: AsyncIterable<Uint8Array>, file: MetadataFile): AsyncGenerator<Uint8Array> {
  const hash = createHash(file.algorithm);
  for await (const chunk of limited(source, Math.min(file.size ?? MAX_STORED, MAX_STORED))) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === file.checksum) return;
  throw new StudioError('invalid-input', `The repository's metadata ${file.href} has a wrong checksum.`, {
    hint: 'It is being rebuilt, or it is damaged: try again, or run createrepo_c.',
  });
}
