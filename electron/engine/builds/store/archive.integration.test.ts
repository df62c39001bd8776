import { link, mkdir, mkdtemp, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../run';
import { digestOf, pack, unpack } from './archive';

const signal = new AbortController().signal;
let folder: string;
let tree: string;
let archive: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-archive-'));
  tree = path.join(folder, 'tree');
  archive = path.join(folder, 'tree.tar');
  await mkdir(tree);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function restored(members: readonly string[] = []): Promise<string> {
  const to = path.join(folder, 'restored');
  await mkdir(to);
  await pack(tree, archive, signal);
  await unpack(archive, to, members, signal);
  return to;
}

/** Type, mode, owners, links, device, size of files, time in nanoseconds, target and name of everything. */
async function listing(of: string): Promise<string[]> {
  const argv = [of, '-mindepth', '1', '-printf', '%y %m %U:%G %n %T@ %l %P\\n'];
  return (await run('find', argv)).stdout.split('\n').sort();
}

/** The checksum that OSTree gives the tree: contents, modes, owners and extended attributes. */
async function contentChecksum(of: string): Promise<string> {
  const repo = path.join(folder, 'repo');
  await run('ostree', ['init', '--mode=bare', `--repo=${repo}`]);
  const { stdout } = await run('ostree', ['commit', `--repo=${repo}`, '--orphan', `--tree=dir=${of}`]);
  const listed = await run('ostree', ['ls', `--repo=${repo}`, '-d', '-C', stdout.trim(), '/']);
  return listed.stdout;
}

test.skipIf(process.getuid?.() !== 0)(
  'everything of a tree comes back: owners, modes, capabilities, times, links, devices (only root can make them)',
  async () => {
    await mkdir(path.join(tree, 'folder'), { mode: 0o2750 });
    await writeFile(path.join(tree, 'folder/program'), 'x'.repeat(100_000), { mode: 0o755 });
    await run('chown', ['1234:65534', path.join(tree, 'folder/program')]);
    await run('chmod', ['4711', path.join(tree, 'folder/program')]);
    await run('setcap', ['cap_net_raw+ep', path.join(tree, 'folder/program')]);
    await link(path.join(tree, 'folder/program'), path.join(tree, 'second name'));
    await symlink('/nowhere at all', path.join(tree, 'dangling'));
    await utimes(path.join(tree, 'folder/program'), 1.25, 1234567890.123456);
    await utimes(path.join(tree, 'folder'), 1, 1);
    const before = await contentChecksum(tree);
    await run('mknod', [path.join(tree, 'null'), 'c', '1', '3']);
    await run('mkfifo', [path.join(tree, 'pipe')]);
    const copy = await restored();
    expect(await listing(copy)).toEqual(await listing(tree));
    expect((await run('getcap', [path.join(copy, 'second name')])).stdout).toContain('cap_net_raw=ep');
    expect((await stat(path.join(copy, 'null'))).rdev).toBe((await stat(path.join(tree, 'null'))).rdev);
    for (const name of ['null', 'pipe']) await rm(path.join(copy, name));
    expect(await contentChecksum(copy)).toBe(before);
  },
);

test('a disk image keeps its holes', async () => {
  await writeFile(path.join(tree, 'disk.img'), 'beginning');
  await truncate(path.join(tree, 'disk.img'), 64 * 1024 ** 2);
  const copy = await restored();
  const { size, blocks } = await stat(path.join(copy, 'disk.img'));
  expect(size).toBe(64 * 1024 ** 2);
  expect(blocks * 512).toBeLessThan(1024 ** 2);
  expect((await stat(archive)).size).toBeLessThan(4 * 1024 ** 2);
  const digests = [tree, copy].map((of) => digestOf(path.join(of, 'disk.img'), signal));
  expect(new Set(await Promise.all(digests)).size).toBe(1);
});

test('one member comes without the others, whatever its name', async () => {
  await mkdir(path.join(tree, '-odd *[name]'));
  await writeFile(path.join(tree, '-odd *[name]', 'file'), 'wanted');
  await writeFile(path.join(tree, 'other'), 'not wanted');
  const copy = await restored(['-odd *[name]/file']);
  expect((await listing(copy)).map((line) => line.replace(/^.* {2}/, '')).filter(Boolean)).toEqual([
    '-odd *[name]',
    '-odd *[name]/file',
  ]);
});
