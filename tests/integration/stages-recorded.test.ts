/**
 * Trees of the built-in engine beside the ones that osbuild 191 made of the same manifests: see
 * tests/fixtures/stages/README.md.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../electron/engine/run';
import { Manifest } from '../../shared/manifest/types';
import { sha256, treeRows } from './stages-tree';
import { openBench, type Bench } from './worker';

const fixtures = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/stages');
const read = (name: string): Promise<string> => readFile(path.join(fixtures, name), 'utf8');

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

async function build(name: string, pipelines: readonly string[]): Promise<(pipeline: string) => string> {
  const manifest = Manifest.parse(JSON.parse(await read(`${name}.json`)));
  const at = (pipeline: string): string => path.join(bench.folder, `${name}-${pipeline}`);
  const exports = pipelines.map((pipeline) => ({ pipeline, path: '', kind: 'folder' as const, to: at(pipeline) }));
  await bench.build(manifest, { exports });
  return at;
}

/** What osbuild's tree had, but for what the day of the recording says. */
async function recorded(name: string, dated: RegExp): Promise<string[]> {
  return (await read(name))
    .split('\n')
    .filter((row) => row !== '' && !dated.test(row))
    .sort();
}

test('configuration files, users and units', async () => {
  const at = await build('config-files', ['config', 'tar', 'oci']);
  // The day on which a password was changed is in the file of passwords.
  const dated = / etc\/shadow-? /;
  const ours = (await treeRows(at('config'))).filter((row) => !dated.test(row));
  // Debian's systemd-firstboot, which osbuild ran, writes Debian's own file for the language.
  const theirs = (await recorded('config-files.config.tree.txt', dated))
    .filter((row) => !row.endsWith(' etc/default'))
    .map((row) => row.replace('etc/default/locale', 'etc/locale.conf'));
  expect(ours).toEqual(theirs.sort());
  const { stdout } = await run('tar', ['-tf', path.join(at('tar'), 'rootfs.tar')]);
  const members = stdout.split('\n').filter(Boolean);
  // By name in each folder: what is in a folder comes before its next sibling.
  const order = members.map((name) => name.replaceAll('/', '\0'));
  expect(order).toEqual([...order].sort());
  const paths = (await treeRows(at('config'))).map((row) => row.split(' ')[3]);
  expect(members.map((name) => name.replace(/\/$/, '')).sort()).toEqual(paths.sort());
});

test('an image for containers has the layers, the settings and the checksums that it says it has', async () => {
  const at = await build('config-files', ['oci']);
  const folder = at('unpacked');
  await run('mkdir', [folder]);
  await run('tar', ['-xf', path.join(at('oci'), 'image.oci.tar'), '-C', folder]);
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(path.join(folder, file), 'utf8'));
  const blob = (digest: string): string => `blobs/sha256/${digest.replace('sha256:', '')}`;
  const index = (await json('index.json')) as { manifests: { digest: string; size: number }[] };
  const manifest = (await json(blob(index.manifests[0]?.digest ?? ''))) as {
    config: { digest: string };
    layers: { digest: string; size: number }[];
  };
  const config = (await json(blob(manifest.config.digest))) as { rootfs: { diff_ids: string[] } };
  const layer = path.join(folder, blob(manifest.layers[0]?.digest ?? ''));
  const packed = await readFile(layer);
  expect(manifest.layers).toEqual([
    {
      digest: `sha256:${sha256(packed)}`,
      size: packed.length,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    },
  ]);
  expect(config).toEqual({
    created: '2023-11-14T22:13:20+00:00',
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['/bin/sh'],
      Labels: { a: 'b' },
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(gunzipSync(packed))}`] },
    history: [{ created: '2023-11-14T22:13:20+00:00', created_by: "/bin/sh -c #(nop) osbuild input 'base'" }],
  });
});

test('a disk with partitions and file systems', async () => {
  const at = await build('disk-image', ['content', 'image']);
  expect(await treeRows(at('content'))).toEqual(await recorded('disk-image.content.tree.txt', /^$/));
  const disk = path.join(at('image'), 'disk.img');
  // What write-device put there.
  expect((await readFile(disk)).subarray(129_024 * 512, 129_024 * 512 + 6).toString()).toBe('hello\n');
  const table = JSON.parse((await run('sfdisk', ['--json', disk])).stdout) as { partitiontable: object };
  const theirs = JSON.parse(await read('disk-image.sfdisk.json')) as { partitiontable: { device: string } };
  const plain = (text: unknown): unknown =>
    JSON.parse(JSON.stringify(text).replace(/"(device|node)":"[^"]*"/g, '"$1":""')) as unknown;
  expect(plain(table)).toEqual(plain(theirs));
});
