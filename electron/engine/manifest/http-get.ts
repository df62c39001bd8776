/** A small file from a server. `fetch` would do, but its first use costs a tenth of a second of loading. */
import type { IncomingMessage } from 'node:http';

const MOST_REDIRECTS = 5;

async function open(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { signal }, resolve).once('error', reject);
  });
}

/** The bytes behind an http(s) URL; undefined if there are none, or more than `most`. Rejects as the network does. */
export async function httpGet(url: string, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await open(at, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.resume();
      at = new URL(headers.location, at).href;
      continue;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > most) break;
      chunks.push(chunk);
    }
    return statusCode === 200 && length <= most ? Buffer.concat(chunks) : undefined;
  }
  return undefined;
}
