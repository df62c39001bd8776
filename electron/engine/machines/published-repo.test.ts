import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedRequest } from '../../../shared/machines/types';
import { parseRange, publishRepo, type PublishedRepo } from './published-repo';

let folder: string;
let socketPath: string;
let published: PublishedRepo;
const requests: PublishedRequest[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-http-'));
  const repo = path.join(folder, 'repo');
  await mkdir(path.join(repo, 'objects', 'ab'), { recursive: true });
  await mkdir(path.join(repo, 'refs', 'heads'), { recursive: true });
  await writeFile(path.join(repo, 'config'), '[core]\nmode=archive-z2\n');
  await writeFile(path.join(repo, 'objects', 'ab', 'big.filez'), Buffer.alloc(700_000, 7));
  await writeFile(path.join(repo, 'empty'), '');
  await writeFile(path.join(repo, 'refs', 'heads', 'empty'), '');
  await writeFile(path.join(folder, 'secret'), 'no');
  await symlink('../../secret', path.join(repo, 'refs', 'leak'));
  await symlink('../..', path.join(repo, 'objects', 'up'));
  socketPath = path.join(folder, 'sock');
  published = await publishRepo(repo, socketPath, (request) => requests.push(request));
});
afterAll(async () => {
  await published.close();
  await rm(folder, { recursive: true, force: true });
});

function get(
  url: string,
  options: http.RequestOptions = {},
): Promise<{ status: number; body: Buffer; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, path: url, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers }),
      );
    });
    request.on('error', reject).end();
  });
}

test('files of a repository, small and large, at once', async () => {
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => get('/objects/ab/big.filez')),
    get('/config'),
  ]);
  expect(answers.at(-1)?.body.toString()).toContain('mode=archive-z2');
  expect(answers.slice(0, 20).every(({ status, body }) => status === 200 && body.length === 700_000)).toBe(true);
});

test('a part of a file', async () => {
  const { status, body, headers } = await get('/config', { headers: { range: 'bytes=1-4' } });
  expect([status, body.toString(), headers['content-range']]).toEqual([206, 'core', 'bytes 1-4/23']);
});

test('an empty file, and a HEAD', async () => {
  expect(await get('/refs/heads/empty')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  expect((await get('/config', { method: 'HEAD' })).headers['content-length']).toBe('23');
});

describe('nothing else of the machine', () => {
  test.each([
    '/refs/../../secret',
    '/refs/%2e%2e/%2e%2e/secret',
    '/refs/leak',
    '/objects/up/secret',
    '/objects/up/../secret',
    '/empty',
    '/',
    '/objects/ab',
    '/%',
    '/refs/heads/missing',
  ])('%s is not there', async (url) => {
    expect((await get(url)).status).toBe(404);
  });
  test('it cannot be written', async () => {
    expect((await get('/config', { method: 'PUT' })).status).toBe(405);
  });
});

test('each request is told, with its bytes', async () => {
  requests.length = 0;
  await get('/config');
  expect(requests).toMatchObject([{ method: 'GET', path: '/config', status: 200, bytes: 23 }]);
});

test('ranges as RFC 9110 has them', () => {
  expect(parseRange('bytes=10-', 100)).toEqual([10, 99]);
  expect(parseRange('bytes=-10', 100)).toEqual([90, 99]);
  expect(parseRange('bytes=0-1000', 100)).toEqual([0, 99]);
  expect(parseRange('bytes=50-10', 100)).toBeUndefined();
  expect(parseRange('lines=1-2', 100)).toBeUndefined();
});
