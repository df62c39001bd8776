/**
 * The repository as a guest sees it at http://10.0.2.100/: read only, many connections at once, kept open. It listens on
 * a unix socket, so that no port of the host is taken.
 */
import { createReadStream } from 'node:fs';
import { lstat, readFile, realpath, rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import type { PublishedRequest } from '../../../shared/machines/types';

/** What ostree asks for; everything else of the folder is nobody's business. */
const SERVED = /^\/(config|summary|summary\.sig|(refs|objects|deltas|delta-indexes|extensions)\/[A-Za-z0-9._/@+=-]+)$/;
/** Files up to this size are read whole: for thousands of small objects that is faster than streams. */
const WHOLE_BYTES = 256 * 1024;

export interface PublishedRepo {
  close(): Promise<void>;
}

interface Found {
  file: string;
  size: number;
}

async function find(repo: string, url: string): Promise<Found | undefined> {
  const name = decodeURIComponent(url.split('?')[0] ?? '');
  if (!SERVED.test(name) || name.split('/').includes('..')) return undefined;
  const file = path.join(repo, name);
  const info = await lstat(file);
  if (!info.isFile() || !(await realpath(file)).startsWith(`${repo}${path.sep}`)) return undefined;
  return { file, size: info.size };
}

/** `bytes=10-19` of a file as [first, last], or undefined for all of it. */
export function parseRange(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (!match[1] && !match[2])) return undefined;
  const first = match[1] ? Number(match[1]) : Math.max(0, size - Number(match[2]));
  const last = match[1] && match[2] ? Math.min(size - 1, Number(match[2])) : size - 1;
  return first <= last ? [first, last] : undefined;
}

async function answer(repo: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<number> {
  const { method = '', url = '' } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();
    return 0;
  }
  const found = await find(repo, url).catch(() => undefined);
  if (!found) {
    const text = 'The repository has no such file.\n';
    response
      .writeHead(404, { 'content-type': 'text/plain', 'content-length': text.length })
      .end(method === 'HEAD' ? '' : text);
    return 0;
  }
  const range = parseRange(request.headers.range, found.size);
  const [first, last] = range ?? [0, found.size - 1];
  const length = found.size === 0 ? 0 : last - first + 1;
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': length,
    'accept-ranges': 'bytes',
    ...(range ? { 'content-range': `bytes ${first}-${last}/${found.size}` } : {}),
  });
  if (method === 'HEAD' || length === 0) response.end();
  else if (length <= WHOLE_BYTES) response.end((await readFile(found.file)).subarray(first, last + 1));
  else
    createReadStream(found.file, { start: first, end: last })
      .on('error', () => response.destroy())
      .pipe(response);
  return method === 'HEAD' ? 0 : length;
}

/** Serves `repo` on the socket until it is closed. An old socket of a process that is gone is replaced. */
export async function publishRepo(
  repo: string,
  socket: string,
  onRequest: (request: PublishedRequest) => void,
): Promise<PublishedRepo> {
  await rm(socket, { force: true });
  const server = http.createServer({ keepAlive: true }, (request, response) => {
    const time = Date.now();
    const { method = '', url = '' } = request;
    void realpath(repo)
      .catch(() => repo)
      .then((real) => answer(real, request, response))
      .then((bytes) => onRequest({ time, method, path: url.slice(0, 512), status: response.statusCode, bytes }))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
