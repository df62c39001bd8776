/** Archives of the same tree, built twice at different times and in different places. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesManifest } from './stages-manifests';
import { sha256 } from './stages-tree';
import { openBench, type Bench } from './worker';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function sums(name: string): Promise<string[]> {
  const files = { tar: 'a.tar', oci: 'a.oci', packed: 'x.gz' };
  const exports = Object.entries(files).map(([pipeline, file]) => {
    return { pipeline, path: file, kind: 'file' as const, to: path.join(bench.folder, `${name}-${file}`) };
  });
  await bench.build(filesManifest(), { exports, work: path.join(bench.folder, `work-${name}`) });
  return Promise.all(exports.map(async ({ to }) => sha256(await readFile(to))));
}

test('an archive, an image for containers and a packed file are the same each time', async () => {
  const first = await sums('first');
  expect(await sums('second')).toEqual(first);
});
