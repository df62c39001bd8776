import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedSolver, type Solve } from './solver-cache';
import type { SolvedPackage, SolverRequest } from './solver-types';

let folder: string;
let repository: string;
let asked: string[][];
let solver: Solve;

const setRepomd = async (text: string): Promise<void> => {
  await mkdir(path.join(repository, 'repodata'), { recursive: true });
  await writeFile(path.join(repository, 'repodata', 'repomd.xml'), text);
};
const request = (names: string[], more: Partial<SolverRequest> = {}): SolverRequest => ({
  arch: 'x86_64',
  releasever: '9',
  module_platform_id: 'platform:el9',
  repos: [{ id: 'main', baseurl: [pathToFileURL(repository).href] }],
  transactions: [{ 'package-specs': names, 'exclude-specs': [], 'repo-ids': ['main'], install_weak_deps: true }],
  ...more,
});
const answer = (names: readonly string[]): SolvedPackage[] => names.map((name) => ({ name }) as SolvedPackage);

/** The solver of a studio that was just started. */
const makeSolver = (): Solve =>
  cachedSolver(path.join(folder, 'answers'), async ({ transactions }) => {
    const names = transactions.flatMap((transaction) => transaction['package-specs']);
    asked.push(names);
    if (names.includes('missing')) throw new Error('no such package');
    return answer(names);
  });

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-solver-'));
  repository = path.join(folder, 'repo');
  await setRepomd('<repomd/>');
  asked = [];
  solver = makeSolver();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the same question is asked once, another one again', async () => {
  expect(await solver(request(['bash']))).toEqual(answer(['bash']));
  expect(await solver(request(['bash']))).toEqual(answer(['bash']));
  await solver(request(['bash'], { releasever: '10' }));
  await solver(request(['zsh']));
  expect(asked).toEqual([['bash'], ['bash'], ['zsh']]);
});

test('a repository that changed is asked again', async () => {
  await solver(request(['bash']));
  await setRepomd('<repomd><revision>2</revision></repomd>');
  await solver(request(['bash']));
  expect(asked).toHaveLength(2);
});

test('a failure, and a repository that cannot be read, are never remembered', async () => {
  await expect(solver(request(['missing']))).rejects.toThrow('no such package');
  await expect(solver(request(['missing']))).rejects.toThrow('no such package');
  await rm(repository, { recursive: true });
  await solver(request(['bash']));
  await solver(request(['bash']));
  expect(asked).toHaveLength(4);
});

test('what needs credentials or a root folder is not kept on disk', async () => {
  const secret = { repos: [{ id: 'main', baseurl: [pathToFileURL(repository).href], password: 'p', username: 'u' }] };
  for (const more of [secret, { root_dir: '/' }]) await solver(request(['bash'], more));
  expect(await readdir(path.join(folder, 'answers')).catch(() => [])).toEqual([]);
});

test('a damaged answer is asked for again', async () => {
  await solver(request(['bash']));
  const [file = ''] = await readdir(path.join(folder, 'answers'));
  await writeFile(path.join(folder, 'answers', file), '{"cut');
  solver = makeSolver();
  expect(await solver(request(['bash']))).toEqual(answer(['bash']));
  expect(asked).toHaveLength(2);
});

test('questions wait for each other, also after one that failed', async () => {
  let running = 0;
  const slow = cachedSolver(path.join(folder, 'answers'), async () => {
    expect((running += 1)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    throw new Error('failed');
  });
  const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => slow(request([name]))));
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

test('while somebody types, a server is not asked each time what it offers', async () => {
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    response.end('<repomd/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const repos = [{ id: 'main', baseurl: [`http://127.0.0.1:${port}/`] }];
    for (let i = 0; i < 3; i += 1) await solver(request(['bash'], { repos }));
    expect({ fetched, asked }).toEqual({ fetched: 1, asked: [['bash']] });
  } finally {
    server.close();
  }
});
