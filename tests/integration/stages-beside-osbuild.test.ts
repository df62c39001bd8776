/**
 * The same manifests built by osbuild and by the built-in engine, and the trees compared: modes, owners, contents,
 * extended attributes. What differs is said in docs/engine-parity.md.
 *
 * osbuild is taken from the source checkout that STUDIO_TEST_OSBUILD names, or from PATH. It needs root.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../electron/engine/run';
import type { Manifest } from '../../shared/manifest/types';
import { diskManifest, filesManifest, ostreeManifest } from './stages-manifests';
import { attributeRows, sha256, treeRows } from './stages-tree';
import { openBench, type Bench } from './worker';

const checkout = process.env.STUDIO_TEST_OSBUILD ?? '';
const installed = (process.env.PATH ?? '').split(':').some((folder) => existsSync(path.join(folder, 'osbuild')));
const usable = (checkout !== '' || installed) && process.getuid?.() === 0 && existsSync('/etc/containers');
if (!usable)
  console.warn(
    '\n*** SKIPPED: the built-in engine beside osbuild. It needs root, /etc/containers, and osbuild on PATH ' +
      'or its source checkout in STUDIO_TEST_OSBUILD. ***\n',
  );

describe.skipIf(!usable)('beside osbuild', () => {
  let bench: Bench;
  let folder: string;
  beforeAll(async () => {
    bench = await openBench();
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-osbuild-'));
  });
  afterAll(async () => {
    await bench.close();
    await run('chattr', ['-R', '-f', '-i', folder], { ok: [0, 1] });
    await rm(folder, { recursive: true, force: true });
  });

  async function byOsbuild(manifest: Manifest, pipelines: readonly string[], out: string): Promise<void> {
    const file = `${out}.json`;
    await writeFile(file, JSON.stringify(manifest));
    const exports = pipelines.flatMap((name) => ['--export', name]);
    const argv = ['--store', path.join(folder, 'store'), '--output-directory', out, ...exports, file];
    if (checkout === '') await run('osbuild', argv);
    else
      await run('python3', ['-m', 'osbuild', '--libdir', checkout, ...argv], {
        env: { ...process.env, PYTHONPATH: checkout },
      });
  }

  /** Both engines' trees of a pipeline: ours first. */
  async function both(
    name: string,
    manifest: Manifest,
    pipelines: readonly string[],
  ): Promise<(pipeline: string) => readonly [string, string]> {
    const [ours, theirs] = ['ours', 'theirs'].map((who) => path.join(folder, `${name}-${who}`));
    if (ours === undefined || theirs === undefined) throw new Error('no folders');
    await mkdir(ours);
    const exports = pipelines.map((pipeline) => {
      return { pipeline, path: '', kind: 'folder' as const, to: path.join(ours, pipeline) };
    });
    await bench.build(manifest, { exports });
    await byOsbuild(manifest, pipelines, theirs);
    return (pipeline) => [path.join(ours, pipeline), path.join(theirs, pipeline)];
  }

  async function expectSame([ours, theirs]: readonly [string, string], but: RegExp = /^$/): Promise<void> {
    const rows = async (tree: string): Promise<string[]> => (await treeRows(tree)).filter((row) => !but.test(row));
    expect(await rows(ours)).toEqual(await rows(theirs));
    expect(await attributeRows(ours)).toEqual(await attributeRows(theirs));
  }

  test('files: configuration, units, packing', async () => {
    const at = await both('files', filesManifest(), ['files', 'packed', 'unpacked', 'grub', 'tar', 'oci']);
    await expectSame(at('files'));
    await expectSame(at('packed'));
    await expectSame(at('unpacked'));
    // Our grub.cfg has no comments.
    await expectSame(at('grub'), /grub\.cfg /);
    const commands = async (tree: string, file: string): Promise<string[]> => {
      const lines = (await readFile(path.join(tree, file), 'utf8')).split('\n').map((line) => line.trim());
      return lines.filter((line) => line !== '' && !line.startsWith('#'));
    };
    const [ours, theirs] = at('grub');
    for (const file of ['boot/grub2/grub.cfg', 'boot/efi/EFI/fedora/grub.cfg'])
      expect(await commands(ours, file)).toEqual(await commands(theirs, file));
  });

  /** What tar says of each member, and the members in order. */
  async function members(archive: string): Promise<string[]> {
    const { stdout } = await run('tar', ['--numeric-owner', '-tvf', archive]);
    // Times are those of the build.
    return stdout
      .split('\n')
      .map((line) => line.replace(/ \d{4}-\d\d-\d\d \d\d:\d\d /, ' '))
      .sort();
  }

  test('archives hold the same', async () => {
    const at = await both('archives', filesManifest(), ['tar', 'oci']);
    const [tar, theirTar] = at('tar').map((tree) => path.join(tree, 'a.tar'));
    expect(await members(tar ?? '')).toEqual(await members(theirTar ?? ''));
    const configs = at('oci').map(async (tree) => {
      const unpacked = path.join(tree, 'unpacked');
      await mkdir(unpacked);
      await run('tar', ['-xf', path.join(tree, 'a.oci'), '-C', unpacked]);
      const json = async (digest: string): Promise<Record<string, unknown>> => {
        const text = await readFile(path.join(unpacked, 'blobs/sha256', digest.slice(7)), 'utf8');
        return JSON.parse(text) as Record<string, unknown>;
      };
      const index = JSON.parse(await readFile(path.join(unpacked, 'index.json'), 'utf8')) as {
        manifests: { digest: string }[];
      };
      const manifest = await json(index.manifests[0]?.digest ?? '');
      const { rootfs, ...config } = await json((manifest.config as { digest: string }).digest);
      const [layer] = manifest.layers as { digest: string }[];
      const packed = path.join(unpacked, 'blobs/sha256', layer?.digest.slice(7) ?? '');
      return {
        config,
        rootfs: Object.keys(rootfs as object),
        annotations: manifest.annotations,
        members: await members(packed),
      };
    });
    const [ours, theirs] = await Promise.all(configs);
    expect(ours).toEqual(theirs);
  });

  test('a disk', async () => {
    const at = await both('disk', diskManifest(), ['disk']);
    const [ours, theirs] = at('disk').map((tree) => path.join(tree, 'disk.img'));
    const facts = async (disk = ''): Promise<unknown> => {
      const bytes = await readFile(disk);
      const header = await run('dumpe2fs', ['-h', `${disk}?offset=${22528 * 512}`]);
      const dated = /^(Filesystem created|Last write time|Last checked|Directory Hash Seed|Checksum|Journal checksum)/;
      return {
        table: sha256(bytes.subarray(0, 512)),
        // The volume label's entry has the time of the build.
        fat: sha256(bytes.subarray(2048 * 512, 2048 * 512 + 512)),
        ext4: header.stdout.split('\n').filter((line) => !dated.test(line)),
        size: bytes.length,
      };
    };
    expect(await facts(ours)).toEqual(await facts(theirs));
  });

  async function commit(): Promise<{ url: string; checksum: string }> {
    const repo = path.join(folder, 'remote');
    const tree = path.join(folder, 'tree');
    const texts: Record<string, string> = {
      'usr/lib/modules/6.1/vmlinuz': 'kernel',
      'usr/lib/modules/6.1/initramfs.img': 'initramfs',
      'usr/lib/os-release': 'ID=test\nVERSION_ID=1\nPRETTY_NAME="Test"\n',
      'usr/lib/passwd': 'root:x:0:0::/root:/bin/sh\na:x:5:5::/:/x\n',
      'usr/lib/group': 'root:x:0:\na:x:5:\n',
      'usr/etc/passwd': 'a:x:7:7::/:/x\nb:x:8:8::/:/x\n',
      'usr/etc/subuid': '# x\na:100000:65536\nwrong\nb:200000:65536\n',
      'usr/lib/tmpfiles.d/x.conf': 'd /var/home 0755 root root\nd /var/opt 0750 root root\n',
    };
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(path.dirname(path.join(tree, name)), { recursive: true });
      await writeFile(path.join(tree, name), text);
    }
    for (const name of ['boot', 'sysroot', 'var', 'proc', 'sys', 'dev', 'run']) await mkdir(path.join(tree, name));
    await run('ln', ['-s', 'sysroot/ostree', path.join(tree, 'ostree')]);
    await run('ostree', ['init', '--mode=archive', `--repo=${repo}`]);
    const argv = ['commit', `--repo=${repo}`, '--branch=test/os', `--tree=dir=${tree}`, '--timestamp=@1700000000'];
    return { url: `file://${repo}`, checksum: (await run('ostree', argv)).stdout.trim() };
  }

  test('users of a commit, a repository, a deployment', async () => {
    const { url, checksum } = await commit();
    const at = await both('ostree', ostreeManifest(url, checksum), ['passwd', 'repo', 'sysroot', 'grub']);
    await expectSame(at('passwd'));
    // Our archive repositories name their compression: level 1 takes less than half of the time.
    await expectSame(at('repo'), / repo\/config /);
    const config = async (repo: string): Promise<string> => readFile(path.join(repo, 'repo/config'), 'utf8');
    const [ours, theirs] = await Promise.all(at('repo').map(config));
    expect(ours?.replace('[archive]\nzlib-level=1\n\n', '')).toBe(theirs);
    await expectSame(at('sysroot'));
    await expectSame(at('grub'));
  });
});
