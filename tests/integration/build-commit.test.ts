/** Commits: made of a tree, handed over without what the repository has, and taken again for an image. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureRepository, headOf, pullRef } from '../../electron/engine/builds/ostree-repo';
import { run } from '../../electron/engine/run';
import type { Manifest, Stage } from '../../shared/manifest/types';
import { openBench, readFromImage, type Bench } from './worker';

const REF = 'test/x86_64/tiny';
const signal = new AbortController().signal;
const KERNEL = ['/usr', '/usr/lib', '/usr/lib/modules', '/usr/lib/modules/6.1', '/etc', '/var', '/var/lib'];
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const loop = { type: 'org.osbuild.loopback', options: { filename: 'disk.img' } };
const put = (...to: string[]): Stage => ({
  type: 'org.osbuild.copy',
  inputs: { e: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [EMPTY]: {} } } },
  options: { paths: to.map((name) => ({ from: `input://e/${EMPTY}`, to: `tree://${name}` })) },
});

function manifestOf(version: string, parent?: string): Manifest {
  const modules = '/usr/lib/modules/6.1';
  return {
    version: '2',
    pipelines: [
      {
        name: 'ostree-tree',
        stages: [
          { type: 'org.osbuild.mkdir', options: { paths: KERNEL.map((name) => ({ path: name, mode: 0o755 })) } },
          put(`${modules}/vmlinuz`, `${modules}/initramfs.img`, `/etc/version-${version}`),
          { type: 'org.osbuild.hostname', options: { hostname: 'tiny' } },
          { type: 'org.osbuild.ostree.preptree' },
        ],
      },
      {
        name: 'ostree-commit',
        stages: [
          { type: 'org.osbuild.ostree.init', options: { mode: 'bare' } },
          {
            type: 'org.osbuild.ostree.commit',
            inputs: {
              tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:ostree-tree'] },
            },
            options: { ref: REF, os_version: version, ...(parent === undefined ? {} : { parent }) },
          },
        ],
      },
      {
        name: 'image',
        stages: [
          { type: 'org.osbuild.truncate', options: { filename: 'disk.img', size: '16M' } },
          {
            type: 'org.osbuild.mkfs.ext4',
            options: { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac' },
            devices: { device: loop },
          },
          {
            type: 'org.osbuild.copy',
            inputs: {
              tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:ostree-commit'] },
            },
            options: { paths: [{ from: 'input://tree/compose.json', to: 'mount://root/compose.json' }] },
            devices: { root: loop },
            mounts: [{ name: 'root', type: 'org.osbuild.ext4', source: 'root', target: '/' }],
          },
        ],
      },
    ],
    sources: { 'org.osbuild.inline': { items: { [EMPTY]: { encoding: 'base64', data: '' } } } },
  };
}

let bench: Bench;
let repo: string;
beforeAll(async () => {
  bench = await openBench();
  repo = path.join(bench.folder, 'repository');
});
afterAll(() => bench.close());

const ostree = async (...argv: string[]): Promise<string> => (await run('ostree', [`--repo=${repo}`, ...argv])).stdout;

async function buildCommit(version: string, parent?: string): Promise<string> {
  const from = path.join(bench.folder, `handed-over-${version}`);
  const known = existsSync(repo) ? { known: repo } : {};
  const made = await bench.build(manifestOf(version, parent), {
    commit: { pipeline: 'ostree-commit', to: from, ...known },
  });
  await ensureRepository(repo);
  await pullRef({ from, repo, ref: REF, parent, commit: made.commit?.checksum ?? '', signal }, () => undefined);
  return made.commit?.checksum ?? '';
}

test('two commits, the second on the first, and only its new objects are handed over', async () => {
  const first = await buildCommit('1');
  expect(await headOf(repo, REF)).toBe(first);
  const second = await buildCommit('2', first);
  expect(await headOf(repo, REF)).toBe(second);
  expect((await ostree('rev-parse', `${REF}^`)).trim()).toBe(first);
  expect(await ostree('show', '--print-metadata-key=version', REF)).toBe("'2'\n");
  expect(await ostree('fsck')).toContain('completed successfully');
  const objects = await readdir(path.join(bench.folder, 'handed-over-2', 'objects'), { recursive: true });
  const kinds = objects.map((name) => path.extname(name)).filter((name) => name !== '');
  expect(kinds.filter((kind) => kind === '.filez')).toHaveLength(0); // an empty file again, nothing new
  expect(kinds.filter((kind) => kind === '.commit')).toHaveLength(1);
});

test('the tree is laid out for ostree', async () => {
  const names = (await ostree('ls', REF, '/'))
    .split('\n')
    .flatMap((line) => /\s(\/\S*)(?: -> (\S+))?$/.exec(line)?.slice(1) ?? []);
  const pairs = names.filter((name) => name !== undefined).join(' ');
  for (const link of ['/home var/home', '/opt var/opt', '/ostree sysroot/ostree', '/root var/roothome'])
    expect(pairs).toContain(link);
  expect(await ostree('ls', REF, '/usr/etc/hostname')).toContain('/usr/etc/hostname');
  expect(await ostree('cat', REF, '/usr/lib/tmpfiles.d/rpm-ostree-1-autovar.conf')).toBe('d /var/lib 0755 0 0\n');
});

test('an image is made of a commit that is there, without building it', async () => {
  const commit = (await headOf(repo, REF)) ?? '';
  const to = path.join(bench.folder, 'disk');
  const started: string[] = [];
  await bench.build(
    manifestOf('2'),
    {
      seed: { pipeline: 'ostree-commit', repo, commit, ref: REF },
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to }],
    },
    { onEvent: (event) => started.push(...(event.kind === 'pipeline-start' ? [event.pipeline] : [])) },
  );
  expect(started).toEqual(['image']);
  expect(JSON.parse(await readFromImage(to, '/compose.json'))).toMatchObject({ 'ostree-commit': commit, ref: REF });
});
