/** The window's own origin, `studio://app`: files of out/renderer, and nothing else, under a strict policy. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'studio';
export const APP_URL = `${SCHEME}://app/index.html`;

/** Styles may be inline because the editor and the terminal write theirs into the page; scripts may not. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Is this address a page of ours? */
export function isOurs(address: string): boolean {
  try {
    const { protocol: scheme, host } = new URL(address);
    return scheme === `${SCHEME}:` && host === 'app';
  } catch {
    return false;
  }
}

/** The file that an address stands for, or undefined where it would leave the folder. */
export function fileOf(folder: string, address: string): string | undefined {
  if (!isOurs(address)) return undefined;
  try {
    const file = path.join(folder, decodeURIComponent(new URL(address).pathname));
    return file.startsWith(folder + path.sep) && !file.includes('\0') ? file : undefined;
  } catch {
    return undefined; // a malformed escape
  }
}

/** Must run before Electron is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the folder as `studio://app/`. */
export function serveRenderer(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = fileOf(folder, request.url);
    if (!file) return new Response('Not found', { status: 404 });
    try {
      return new Response(await readFile(file), {
        headers: {
          'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': POLICY,
          'X-Content-Type-Options': 'nosniff',
          'Cache-Control': 'no-cache',
        },
      });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
}
