import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveImage } from './target-build-place';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'move-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('an image is there whole or not at all, and the earlier one is replaced', async () => {
  const place = path.join(dir, 'output', 'disk.qcow2');
  await writeFile(path.join(dir, 'first'), 'one');
  await moveImage(path.join(dir, 'first'), place);
  await expect(moveImage(path.join(dir, 'absent'), place)).rejects.toThrow();
  expect(await readFile(place, 'utf8')).toBe('one');
  await writeFile(path.join(dir, 'second'), 'two');
  await moveImage(path.join(dir, 'second'), place);
  expect(await readFile(place, 'utf8')).toBe('two');
  expect(await readdir(path.dirname(place))).toEqual(['disk.qcow2']);
});
