/**
 * Our preprocessor beside osbuild-mpp: recorded inputs, and what osbuild-mpp made of them, byte for byte.
 *
 * The recordings are no part of the project. They are looked for in the folder that OSTREE_STUDIO_MPP names, then in
 * `../shared/mpp/public` beside the project; without them nothing here is tested, and the run says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nodeHost } from '../../electron/engine/manifest/host-node';
import { mppCommand } from '../../electron/engine/manifest/mpp-command';
import { cachedSolver, type Solve } from '../../electron/engine/manifest/solver-cache';
import { solve } from '../../electron/engine/tools/dnf';

const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const cases = path.resolve(process.env.OSTREE_STUDIO_MPP ?? path.join(project, '../shared/mpp/public'));
const corpus = path.dirname(cases);
/** The recordings name this address. */
const PORT = 18191;

const Case = z.object({ id: z.string(), group: z.string(), cwd: z.string(), args: z.array(z.string()) });
type Case = z.infer<typeof Case>;
const Expected = z.object({ rc: z.number(), stdout: z.string().optional() });

function readCases(): Case[] {
  const folders = existsSync(cases) ? readdirSync(cases).sort() : [];
  return folders.flatMap((name) => {
    const file = path.join(cases, name, 'case.json');
    return existsSync(file) ? [Case.parse(JSON.parse(readFileSync(file, 'utf8')))] : [];
  });
}

/** Serves the recordings' repositories; undefined if somebody does already. */
async function serve(folder: string): Promise<Server | undefined> {
  const server = createServer((request, response) => {
    const { pathname } = new URL((request.url ?? '/').replace(/\/+/g, '/'), 'http://127.0.0.1');
    readFile(path.join(folder, path.normalize(decodeURIComponent(pathname)))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(PORT, '127.0.0.1', () => resolve(server));
  });
}

/** A copy of the recordings may hold a symbolic link as a file with the name that it leads to. */
async function linkAsText(
  bytes: Uint8Array | undefined,
  file: string,
  host: { readFile(file: string): Promise<Uint8Array | undefined> },
): Promise<Uint8Array | undefined> {
  const text = bytes && bytes.length < 200 ? Buffer.from(bytes).toString() : '';
  const led = /^[\w./-]+\.ya?ml$/.test(text) ? await host.readFile(path.join(path.dirname(file), text)) : undefined;
  return led ?? bytes;
}

const all = readCases();
if (all.length === 0)
  console.warn(
    `\n*** SKIPPED: conformance with osbuild-mpp. There are no recordings in ${cases}; ` +
      'set OSTREE_STUDIO_MPP to the folder that holds them. ***\n',
  );

describe.skipIf(all.length === 0)('conformance with osbuild-mpp', () => {
  const before = { PATH: process.env.PATH, TZ: process.env.TZ };
  let server: Server | undefined;
  let folder: string;
  let solver: Solve;
  beforeAll(async () => {
    process.env.TZ = 'UTC';
    process.env.PATH = `${path.join(corpus, 'bin')}:${before.PATH}`; // a skopeo that answers from recordings
    server = await serve(path.join(corpus, 'repo'));
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-mpp-'));
    const dnf = { script: path.join(project, 'assets/solver/solve.py'), cacheDir: path.join(folder, 'dnf') };
    solver = cachedSolver(path.join(folder, 'answers'), (request, signal) => solve(request, dnf, signal));
  });
  afterAll(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.for(all.map((one) => [one.id, one] as const))('%s', async ([id, { cwd, args }], context) => {
    const expected = Expected.parse(JSON.parse(readFileSync(path.join(cases, id, 'expect.json'), 'utf8')));
    const source = path.join(corpus, cwd, args.at(-1) ?? '');
    if (expected.rc === 0 && !existsSync(source)) context.skip(`the recordings lack ${source}`);
    let printed = '';
    let errors = '';
    const host = nodeHost({
      solve: (request) => solver(request),
      onPrint: (text, stream) => (stream === 'stdout' ? (printed += text) : undefined),
    });
    const files = { ...host, readFile: async (file: string) => linkAsText(await host.readFile(file), file, host) };
    const rc = await mppCommand([...args, '-'], path.join(corpus, cwd), () => files, {
      stdout: (text) => (printed += text),
      stderr: (text) => (errors += text),
    });
    expect({ rc, errors: rc === expected.rc ? '' : errors }).toEqual({ rc: expected.rc, errors: '' });
    const output = printed.replaceAll(`file://${corpus}`, 'file://{CORPUS}');
    if (rc === 0) expect(output).toBe(readFileSync(path.join(cases, id, 'golden.json'), 'utf8'));
    else if (expected.stdout !== undefined) expect(output).toBe(expected.stdout);
  });
});
