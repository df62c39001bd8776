import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdInStore, namesInUse } from './in-use';
import { makersFingerprint, objectKey } from './keys';
import { KEPT_FREE, planRoom, type Room } from './room';
import { DEFAULT_LIMIT, setStoreLimit, storeLimit } from './settings';
import { isWorthKeeping } from './worth';

const MIB = 1024 ** 2;
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
let store: string;

beforeEach(async () => {
  store = await mkdtemp(path.join(os.tmpdir(), 'studio-store-'));
});
afterEach(() => rm(store, { recursive: true, force: true }));

const room = (more: Partial<Room>): Room => ({
  objects: [
    { key: 'new', size: 40, used: 300 },
    { key: 'old', size: 40, used: 100 },
    { key: 'middle', size: 40, used: 200 },
  ],
  inUse: new Set(),
  limit: 120,
  free: KEPT_FREE * 2,
  wanted: 0,
  ...more,
});

test('below the limit nothing goes; above it the least recently used goes first', () => {
  expect(planRoom(room({}))).toEqual({ remove: [], fits: true });
  expect(planRoom(room({ wanted: 50 }))).toEqual({ remove: ['old', 'middle'], fits: true });
});

test('what a job uses stays, and what does not fit is not stored', () => {
  expect(planRoom(room({ wanted: 40, inUse: new Set(['old']) }))).toEqual({ remove: ['middle'], fits: true });
  const all = new Set(['old', 'middle', 'new']);
  expect(planRoom(room({ wanted: 40, inUse: all }))).toEqual({ remove: [], fits: false });
});

test('2 GiB of the disk stay free', () => {
  expect(planRoom(room({ free: KEPT_FREE - 30 }))).toEqual({ remove: ['old'], fits: true });
  expect(planRoom(room({ free: 0 })).fits).toBe(false);
});

test('what is half-made is not taken for an object', () => {
  const objects = [{ key: '.new-1', size: 500, used: 1 }];
  expect(planRoom(room({ objects }))).toEqual({ remove: [], fits: false });
});

test('a tree is stored where taking it is clearly faster than making it, and always what was asked for', () => {
  expect(isWorthKeeping({ seconds: 12, size: 340 * MIB, exported: false })).toBe(true);
  expect(isWorthKeeping({ seconds: 2.5, size: 400 * MIB, exported: false })).toBe(false);
  expect(isWorthKeeping({ seconds: 1, size: MIB, exported: false })).toBe(false);
  expect(isWorthKeeping({ seconds: 0.1, size: 400 * MIB, exported: true })).toBe(true);
});

test('a key changes with the machine, the stage and the commits, whatever their order', () => {
  const commits = [
    ['a', '1'],
    ['b', '2'],
  ] as const;
  const key = objectKey('machine', 'stage', new Map(commits));
  expect(objectKey('machine', 'stage', new Map([...commits].reverse()))).toBe(key);
  const others = [
    objectKey('another', 'stage', new Map(commits)),
    objectKey('machine', 'another', new Map(commits)),
    objectKey('machine', 'stage', new Map([['a', '1']])),
  ];
  expect(new Set([key, ...others]).size).toBe(4);
});

test('another program of the engine makes other trees, wherever it is', async () => {
  const [one, moved, changed] = ['one.cjs', 'moved.cjs', 'changed.cjs'].map((name) => path.join(store, name));
  for (const file of [one, moved]) await writeFile(file ?? '', 'program');
  await writeFile(changed ?? '', 'program, changed');
  const [first, same, other] = await Promise.all([one, moved, changed].map((file) => makersFingerprint(file ?? '')));
  expect(same).toBe(first);
  expect(other).not.toBe(first);
});

test('the limit is 20 GiB until it is set, and where its file is damaged', async () => {
  expect(await storeLimit(store)).toBe(DEFAULT_LIMIT);
  await setStoreLimit(store, 5 * MIB);
  expect(await storeLimit(store)).toBe(5 * MIB);
  await writeFile(path.join(store, 'settings.json'), '{"limit": -1}');
  expect(await storeLimit(store)).toBe(DEFAULT_LIMIT);
});

test('names are in use until they are let go, or their process is dead', async () => {
  const release = await holdInStore(store, ['one', 'two'], owner);
  const dead = { owner: { pid: process.pid, started: 'another boot:1' }, names: ['three'] };
  await writeFile(path.join(store, 'in-use', 'dead.json'), JSON.stringify(dead));
  await writeFile(path.join(store, 'in-use', 'damaged.json'), '{');
  expect([...(await namesInUse(store))].sort()).toEqual(['one', 'two']);
  await release();
  expect([...(await namesInUse(store))]).toEqual([]);
});
