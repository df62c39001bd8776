/** Sources over the network, with the real curl and the real ostree, from a server on this machine. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Manifest } from '../../../../shared/manifest/types';
import { run } from '../../run';
import { sourceRepository } from './ostree-source';
import { fetchSources, sourceFiles } from './sources';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let store: string;
let server: Server;
let answer: Answer;
let connections = 0;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-net-'));
  store = path.join(folder, 'store');
  connections = 0;
  server = createServer((request, response) => answer(request, response));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const digestOf = (text: string | Buffer): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const curl = (items: Record<string, unknown>): Manifest => ({
  version: '2',
  pipelines: [],
  sources: { 'org.osbuild.curl': { items } },
});

test('hundreds of files come over a few connections, and each is told', async () => {
  const texts = Array.from({ length: 200 }, (_, i) => `file ${i}`);
  answer = ({ url }, response) => response.end(`file ${(url ?? '').slice(1)}`);
  const items = Object.fromEntries(texts.map((text, i) => [digestOf(text), `${base()}/${i}`]));
  const told: number[] = [];
  expect(await fetchSources(curl(items), { store, onProgress: (done) => told.push(done) })).toEqual({ fetched: 200 });
  expect(told).toEqual(texts.map((_, i) => i + 1));
  expect(connections).toBeLessThan(20);
  expect((await readdir(sourceFiles(store))).sort()).toEqual(texts.map(digestOf).sort());
  expect(await readdir(path.join(store, 'tmp'))).toEqual([]);
});

test('what was fetched before the connection broke is not fetched again', async () => {
  const bytes = Buffer.alloc(400_000, 'abcdefg');
  const ranges: (string | undefined)[] = [];
  answer = ({ headers }, response) => {
    ranges.push(headers.range);
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    if (start > 0) {
      response.writeHead(206, { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` });
      response.end(bytes.subarray(start));
      return;
    }
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100_000), () => response.destroy());
  };
  expect(await fetchSources(curl({ [digestOf(bytes)]: `${base()}/large` }), { store })).toEqual({ fetched: 1 });
  expect(ranges[0]).toBeUndefined();
  expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/);
  expect(await readFile(path.join(sourceFiles(store), digestOf(bytes)))).toEqual(bytes);
});

test('an address that is not there is named, what came beside it stays', async () => {
  answer = ({ url }, response) => {
    if (url === '/gone') response.writeHead(404);
    response.end('here');
  };
  const items = { [digestOf('gone')]: `${base()}/gone`, [digestOf('here')]: `${base()}/here` };
  await expect(fetchSources(curl(items), { store })).rejects.toMatchObject({
    code: 'tool-failed',
    message: expect.stringMatching(/\/gone cannot be fetched: .*404/) as string,
  });
  expect(await readdir(sourceFiles(store))).toEqual([digestOf('here')]);
});

test('a file with another content never gets into the store', async () => {
  answer = (_, response) => response.end('changed');
  await expect(fetchSources(curl({ [digestOf('one')]: `${base()}/one` }), { store })).rejects.toThrow(
    /The checksum of http:.*\/one is not/,
  );
  expect(await readdir(sourceFiles(store))).toEqual([]);
});

async function remoteCommit(): Promise<string> {
  const repo = path.join(folder, 'remote');
  await mkdir(path.join(folder, 'tree/usr'), { recursive: true });
  await writeFile(path.join(folder, 'tree/usr/hello'), 'hello\n');
  await run('ostree', ['init', '--mode=archive', `--repo=${repo}`]);
  const argv = ['commit', `--repo=${repo}`, '--branch=main', `--tree=dir=${path.join(folder, 'tree')}`];
  return (await run('ostree', argv)).stdout.trim();
}

test('a commit comes from a remote repository, once', async () => {
  const commit = await remoteCommit();
  answer = ({ url = '' }, response) => {
    readFile(path.join(folder, 'remote', path.normalize(url))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  };
  const source = { items: { [commit]: { remote: { url: base() } } } };
  const manifest: Manifest = { version: '2', pipelines: [], sources: { 'org.osbuild.ostree': source } };
  expect(await fetchSources(manifest, { store })).toEqual({ fetched: 1 });
  const repo = `--repo=${sourceRepository(sourceFiles(store))}`;
  expect((await run('ostree', ['cat', repo, commit, '/usr/hello'])).stdout).toBe('hello\n');
  expect((await run('ostree', ['remote', 'list', repo])).stdout).toBe('');
  expect(await fetchSources(manifest, { store })).toEqual({ fetched: 0 });
});

test('a commit whose key cannot be read is refused', async () => {
  const commit = await remoteCommit();
  const remote = { url: `file://${path.join(folder, 'remote')}`, gpgkeys: ['no key'] };
  const source = { items: { [commit]: { remote } } };
  const manifest: Manifest = { version: '2', pipelines: [], sources: { 'org.osbuild.ostree': source } };
  await expect(fetchSources(manifest, { store })).rejects.toMatchObject({ code: 'tool-failed' });
});
