import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { studioPaths, type StudioPaths } from '../../context';
import { storeHandlers } from './handlers';
import { holdInStore } from './in-use';

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const KEY = 'a'.repeat(64);
let paths: StudioPaths;
let handlers: ReturnType<typeof storeHandlers>;

async function put(place: string, size = 8192): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, Buffer.alloc(size, 1));
}

beforeEach(async () => {
  const data = await mkdtemp(path.join(os.tmpdir(), 'studio-data-'));
  paths = studioPaths(data, path.join(data, 'assets'));
  handlers = storeHandlers(paths);
});
afterEach(() => rm(paths.data, { recursive: true, force: true }));

test('an empty data folder has an empty store', async () => {
  const state = await handlers['builds.store']({});
  expect(state).toMatchObject({ path: paths.store, objects: { count: 0, size: 0 }, sources: { count: 0, size: 0 } });
  expect(state.free).toBeGreaterThan(0);
  expect(state.osbuild).toBeUndefined();
});

test('each part is counted, and cleaned alone', async () => {
  await put(path.join(paths.store, 'objects', KEY, 'tree.tar'));
  await put(path.join(paths.store, 'sources', 'org.osbuild.files', 'sha256:1'));
  await put(path.join(paths.data, 'osbuild', 'objects', 'one'));
  expect(await handlers['builds.store']({})).toMatchObject({
    objects: { count: 1, size: 8192 },
    sources: { count: 1, size: 8192 },
    osbuild: { size: 8192 },
  });
  expect(await handlers['builds.cleanStore']({ parts: ['objects'] })).toEqual({ freed: 8192 });
  expect(await handlers['builds.store']({})).toMatchObject({ objects: { count: 0 }, sources: { count: 1 } });
  expect(await handlers['builds.cleanStore']({ parts: ['sources', 'osbuild'] })).toEqual({ freed: 16384 });
  expect(await handlers['builds.store']({})).toMatchObject({ sources: { count: 0 } });
});

test('what a running job uses is not cleaned', async () => {
  await put(path.join(paths.store, 'objects', KEY, 'tree.tar'));
  await put(path.join(paths.store, 'sources', 'org.osbuild.files', 'sha256:1'));
  const release = await holdInStore(paths.store, [KEY, 'sha256:1', path.join(paths.data, 'osbuild')], owner);
  expect(await handlers['builds.cleanStore']({ parts: ['objects', 'sources'] })).toEqual({ freed: 0 });
  await expect(handlers['builds.cleanStore']({ parts: ['osbuild'] })).rejects.toMatchObject({ code: 'conflict' });
  await release();
  expect(await handlers['builds.cleanStore']({ parts: ['objects', 'sources'] })).toEqual({ freed: 16384 });
});

test('of the cache what was just written stays', async () => {
  await put(path.join(paths.cache, 'depsolve', 'old.json'));
  await put(path.join(paths.cache, 'depsolve', 'new.json'));
  await utimes(path.join(paths.cache, 'depsolve', 'old.json'), 1, 1);
  expect(await handlers['builds.cleanStore']({ parts: ['cache'] })).toEqual({ freed: 8192 });
  expect(await handlers['builds.store']({})).toMatchObject({ cache: { size: 8192 } });
});

test('a lower limit removes at once what is above it', async () => {
  await put(path.join(paths.store, 'objects', KEY, 'tree.tar'), 100_000);
  const state = await handlers['builds.setStoreLimit']({ bytes: 1000 });
  expect(state.objects).toEqual({ count: 0, size: 0, limit: 1000 });
});
