/** Repositories on web servers: what is asked again, mirrors that fail, and working offline. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Catalogue } from './catalogue';
import type { SolverRequest } from '../manifest/solver-types';
import { offlineChoice, ownSolver } from './own-solver';
import type { RepositoryAddress } from './metadata/repository-cache';
import { makePlace, serve, TARGET as target, type Place, type Served } from './testing/place';

const SILENCE_MS = 300;
let place: Place;
const servers: Served[] = [];
const start = async (...argv: Parameters<typeof serve>) => {
  const server = await serve(...argv);
  servers.push(server);
  return server;
};
let folders = 0;
/** A catalogue that has read nothing. */
const fresh = () => new Catalogue(path.join(place.folder, `kept-${(folders += 1)}`), SILENCE_MS);
const load = async (
  catalogue: Catalogue,
  address: Partial<RepositoryAddress>,
  how: { offline?: boolean; again?: boolean } = {},
) => {
  const addresses = [{ id: 'web', url: '', ...address }];
  const [loaded] = await catalogue.load({ addresses, offline: false, ...how });
  return loaded;
};
const files = (asked: readonly string[]) => asked.map((line) => line.replace(/[0-9a-f]{64}-/, ''));

beforeAll(() => {
  place = makePlace();
  place.rpms('main', [{ name: 'base', version: '1', summary: 'Base' }]);
  place.index('main');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => place.close());
const root = () => path.join(place.folder, 'main');

describe('asking again', () => {
  it('asks for what has changed only, and at once when it is told to', async () => {
    const { url, asked } = await start(root());
    const catalogue = fresh();
    expect(await load(catalogue, { url })).toMatchObject({ packages: 1, problem: undefined });
    expect(files(asked.splice(0))).toEqual(['200 /repodata/repomd.xml', '200 /repodata/primary.xml.gz']);
    await load(catalogue, { url });
    expect(asked).toEqual([]);
    await load(catalogue, { url }, { again: true });
    expect(asked.splice(0)).toEqual(['304 /repodata/repomd.xml']);
    place.rpms('main', [{ name: 'more', version: '1', summary: 'More' }]);
    place.index('main');
    expect(await load(catalogue, { url }, { again: true })).toMatchObject({ packages: 2 });
    expect(files(asked.splice(0))).toEqual(['200 /repodata/repomd.xml', '200 /repodata/primary.xml.gz']);
    const next = new Catalogue(path.join(place.folder, `kept-${folders}`), SILENCE_MS);
    expect(await load(next, { url })).toMatchObject({ packages: 2 });
    expect(asked).toEqual(['304 /repodata/repomd.xml']);
  });

  it('is what refreshing does, and what working offline does not', async () => {
    const { url, asked } = await start(place.folder);
    const { handlers } = place.packages;
    const web = { id: 'web', baseurl: `${url}/main`, enabled: true, folder: false };
    await handlers['packages.saveRepositories']({ repositories: [web], mirrors: [] });
    const found = async (call: 'packages.repositories' | 'packages.refresh') =>
      (await handlers[call]({ target })).find(({ id }) => id === 'web');
    expect(await found('packages.repositories')).toMatchObject({ packages: 2 });
    asked.splice(0);
    await found('packages.repositories');
    expect(asked).toEqual([]);
    expect((await found('packages.refresh'))?.offline).toBeUndefined();
    expect(asked.splice(0)).toEqual(['304 /main/repodata/repomd.xml']);
    await handlers['packages.setOffline']({ offline: true });
    expect(await handlers['packages.offline'](null)).toEqual({ offline: true });
    expect(await found('packages.refresh')).toMatchObject({ packages: 2, offline: 'working offline' });
    expect((await handlers['packages.search']({ target, query: 'more', by: 'name', limit: 9 })).total).toBe(1);
    expect(asked).toEqual([]);
    await handlers['packages.setOffline']({ offline: false });
    expect((await found('packages.refresh'))?.offline).toBeUndefined();
    expect(asked).toEqual(['304 /main/repodata/repomd.xml']);
  });
});

describe('solving offline', () => {
  it('uses what is kept, asks no server, and says what was never read', async () => {
    const { url, asked } = await start(place.folder);
    const { offline, solve } = { offline: offlineChoice(place.paths), solve: ownSolver(place.paths) };
    const request = (path: string): SolverRequest => ({
      ...{
        arch: 'x86_64',
        releasever: '1',
        module_platform_id: '',
        repos: [{ id: path, baseurl: [`${url}/${path}`] }],
      },
      transactions: [{ 'package-specs': ['base'], 'exclude-specs': [], 'repo-ids': [], install_weak_deps: false }],
    });
    await offline.set(true);
    await expect(solve(request('main'))).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('online once'),
    });
    expect(asked).toEqual([]);
    await offline.set(false);
    expect(await solve(request('main'))).toMatchObject([{ name: 'base' }]);
    asked.splice(0);
    await offline.set(true);
    expect(await solve(request('main'))).toMatchObject([{ name: 'base' }]);
    expect(asked).toEqual([]);
    await offline.set(false);
  });
});

describe('mirrors', () => {
  const metalink = (urls: readonly string[]) =>
    `<?xml version="1.0"?><metalink version="3.0"><files><file name="repomd.xml"><resources>${urls
      .map((url, at) => `<url protocol="http" preference="${100 - at}">${url}/repodata/repomd.xml</url>`)
      .join('')}</resources></file></files></metalink>`;
  const listed = (text: string) =>
    start(root(), (_request, response) => {
      response.end(text);
      return true;
    });
  /** Sends half of each file that is not repomd.xml, then nothing. */
  const stopping = () =>
    start(root(), (request, response) => {
      const file = path.join(root(), request.url ?? '');
      if (file.endsWith('repomd.xml')) return false;
      response.writeHead(200, { 'content-length': statSync(file).size });
      response.write(readFileSync(file).subarray(0, 100));
      return true;
    });

  it('come from a mirror list and from a metalink, the best first', async () => {
    const [one, two] = [await start(root()), await start(root())];
    const list = await listed(`# mirrors\n${one.url}/\n${two.url}/\n`);
    expect(await load(fresh(), { url: `${list.url}/list`, indirect: true })).toMatchObject({ packages: 2 });
    expect([one.asked.length, two.asked.length]).toEqual([2, 0]);
    const link = await listed(metalink([two.url, one.url]));
    expect(await load(fresh(), { url: `${link.url}/metalink`, indirect: true })).toMatchObject({ packages: 2 });
    expect([one.asked.length, two.asked.length]).toEqual([2, 2]);
  });

  it('are left for the next when one stops halfway, has old files, or is away', async () => {
    const [half, whole] = [await stopping(), await start(root())];
    const away = await start(root());
    await away.close();
    const link = await listed(metalink([away.url, half.url, whole.url]));
    expect(await load(fresh(), { url: link.url, indirect: true })).toMatchObject({ packages: 2, problem: undefined });
    expect(files(whole.asked)).toEqual(['200 /repodata/primary.xml.gz']);
    const wrong = await start(root(), (request, response) => {
      if (request.url?.endsWith('repomd.xml')) return false;
      response.end('an older file');
      return true;
    });
    const both = await listed(metalink([wrong.url, whole.url]));
    expect(await load(fresh(), { url: both.url, indirect: true })).toMatchObject({ packages: 2, problem: undefined });
  });

  it('end in a clear sentence when all stop', async () => {
    const half = await stopping();
    const began = Date.now();
    const loaded = await load(fresh(), { url: half.url });
    expect(loaded?.problem).toBe(`${new URL(half.url).host} sent nothing for 0.3 seconds.`);
    expect(Date.now() - began).toBeLessThan(5000);
    const silent = await start(root(), () => true);
    expect((await load(fresh(), { url: silent.url }))?.problem).toMatch(/sent nothing/);
    const none = await listed('<html>Please log in</html>');
    expect((await load(fresh(), { url: none.url, indirect: true }))?.problem).toMatch(/names no mirror/);
  });

  it('never hide another repository', async () => {
    const [half, whole] = [await stopping(), await start(root())];
    const addresses = [
      { id: 'bad', url: half.url },
      { id: 'good', url: whole.url },
    ];
    const catalogue = fresh();
    const found = await catalogue.load({ addresses, offline: false });
    expect(found.map(({ packages, problem }) => [packages, problem !== undefined])).toEqual([
      [0, true],
      [2, false],
    ]);
    const request = { query: 'base', by: 'name', limit: 9 } as const;
    expect((await catalogue.search({ addresses, offline: false, request })).total).toBe(1);
  });
});
