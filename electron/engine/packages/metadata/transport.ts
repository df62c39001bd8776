/** Bytes at an address: a file, or a web server's answer. */
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StudioError } from '../../../../shared/errors';

/** A server that sends nothing for so many milliseconds is given up. */
export const SILENCE_MS = 20_000;

/** What is asked for only if it has changed since. */
export interface Condition {
  readonly etag?: string;
  readonly lastModified?: string;
}

export type Answer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Uint8Array>; readonly condition: Condition };

/** A file below the repository's address. */
export function addressOf(repository: string, href: string): URL {
  return new URL(
    href.split('/').map(encodeURIComponent).join('/'),
    repository.endsWith('/') ? repository : `${repository}/`,
  );
}

/**
 * Opens an address.
 *
 * @throws StudioError `not-found` if there is nothing, `cancelled`, `invalid-input` for an address of another kind
 */
export async function openAddress(
  address: URL,
  condition: Condition = {},
  signal?: AbortSignal,
  silenceMs = SILENCE_MS,
): Promise<Answer> {
  if (address.protocol === 'file:') return { kind: 'bytes', bytes: fileBytes(address), condition: {} };
  if (address.protocol === 'http:' || address.protocol === 'https:')
    return openWeb(address, condition, new Patience(signal, silenceMs));
  throw new StudioError('invalid-input', `Repositories at ${address.protocol} addresses cannot be read.`, {
    hint: 'Use an address that begins with https:, http: or file:.',
  });
}

async function* fileBytes(address: URL): AsyncGenerator<Uint8Array> {
  const file = fileURLToPath(address);
  try {
    yield* createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')
      throw new StudioError('not-found', `There is no file ${file}.`, { detail: { file }, cause: thrown });
    throw new StudioError('invalid-input', `${file} cannot be read: ${String(code)}.`, {
      detail: { file },
      cause: thrown,
    });
  }
}

class Silence extends Error {
  constructor(readonly seconds: number) {
    super('it sends nothing');
  }
}

/** Ends a request when its owner does, or when nothing came for a while. */
class Patience {
  readonly #controller = new AbortController();
  readonly #giveUp = () => this.#controller.abort(new Silence(this.silenceMs / 1000));
  readonly #cancel = () => this.#controller.abort(this.owner?.reason);
  #timer: NodeJS.Timeout;

  constructor(
    readonly owner: AbortSignal | undefined,
    readonly silenceMs: number,
  ) {
    this.#timer = setTimeout(this.#giveUp, silenceMs);
    if (owner?.aborted) this.#cancel();
    owner?.addEventListener('abort', this.#cancel);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#giveUp, this.silenceMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.owner?.removeEventListener('abort', this.#cancel);
  }
}

function broken(address: URL, owner: AbortSignal | undefined, cause: unknown): StudioError {
  if (owner?.aborted) return new StudioError('cancelled', 'Reading the repository was cancelled.', { cause });
  if (cause instanceof Silence)
    return new StudioError('not-found', `${address.host} sent nothing for ${cause.seconds} seconds.`, {
      hint: 'Try again later, or use another mirror.',
      cause,
    });
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = inner instanceof Error ? inner.message : String(inner);
  return new StudioError('not-found', `${address.href} cannot be read: ${why.replace(/\s+/g, ' ').slice(0, 200)}.`, {
    hint: 'Check the address and the network.',
    cause,
  });
}

async function openWeb(address: URL, condition: Condition, patience: Patience): Promise<Answer> {
  const headers = {
    ...(condition.etag === undefined ? {} : { 'If-None-Match': condition.etag }),
    ...(condition.lastModified === undefined ? {} : { 'If-Modified-Since': condition.lastModified }),
  };
  let response: Response;
  try {
    response = await fetch(address, { signal: patience.signal, headers });
  } catch (thrown) {
    patience.end();
    throw broken(address, patience.owner, thrown);
  }
  if (response.status === 304 && Object.keys(headers).length > 0) {
    patience.end();
    return { kind: 'unchanged' };
  }
  if (!response.ok || !response.body) {
    patience.end();
    await response.body?.cancel().catch(() => undefined);
    throw new StudioError('not-found', `${address.href} was answered with status ${response.status}.`, {
      hint: response.status === 404 ? 'Check the address: the repository has no such file.' : 'Try again later.',
    });
  }
  const etag = response.headers.get('etag');
  const lastModified = response.headers.get('last-modified');
  return {
    kind: 'bytes',
    bytes: webBytes(address, response.body, patience),
    condition: { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) },
  };
}

async function* webBytes(address: URL, body: ReadableStream, patience: Patience): AsyncGenerator<Uint8Array> {
  try {
    // A web stream is iterable in Node; the DOM's types do not say so.
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      patience.renew();
      yield chunk;
    }
  } catch (thrown) {
    throw broken(address, patience.owner, thrown);
  } finally {
    patience.end();
  }
}
