/** Folders and files that are handed over, with the real cp; what changes owners needs root. */
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../run';
import { handOver } from './worker-results';

let folder: string;
let tree: string;
let to: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-results-'));
  tree = path.join(folder, 'tree');
  to = path.join(folder, 'out');
  await mkdir(path.join(tree, 'etc'), { recursive: true });
  await writeFile(path.join(tree, 'etc/secret'), 'secret', { mode: 0o000 });
  await symlink('/etc/shadow', path.join(tree, 'etc/link'));
});
afterEach(() => rm(folder, { recursive: true }));

const signal = (): AbortSignal => new AbortController().signal;
const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const whole = { pipeline: 'rootfs', path: '', kind: 'folder' as const };

test('a file comes with its holes', async () => {
  await run('truncate', ['--size', '64M', path.join(tree, 'disk')]);
  const wanted = { pipeline: 'image', path: 'disk', kind: 'file' as const, to };
  expect(await handOver(tree, wanted, me, signal())).toBe(64 * 1024 * 1024);
  expect((await stat(to)).blocks).toBeLessThan(100);
});

test('what the pipeline did not make is named', async () => {
  const wanted = { pipeline: 'tar', path: 'rootfs.tar', kind: 'file' as const, to };
  await expect(handOver(tree, wanted, me, signal())).rejects.toThrow("The pipeline 'tar' made no file 'rootfs.tar'.");
});

test('handing over can be cancelled', async () => {
  const cancel = new AbortController();
  cancel.abort();
  await expect(handOver(tree, { ...whole, to }, me, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

describe.skipIf(me.uid !== 0)('as root', () => {
  test('root gets the tree with its owners', async () => {
    await run('chown', ['7:8', path.join(tree, 'etc/secret')]);
    await handOver(tree, { ...whole, to }, { uid: 0, gid: 0 }, signal());
    expect(await stat(path.join(to, 'etc/secret'))).toMatchObject({ uid: 7, gid: 8 });
  });

  test('a person gets a copy of their own, without devices and without power over others', async () => {
    await run('mknod', [path.join(tree, 'sda'), 'b', '8', '0']);
    await writeFile(path.join(tree, 'su'), 'su');
    await run('chmod', ['4755', path.join(tree, 'su')]);
    const shadow = await stat('/etc/shadow');
    await handOver(tree, { ...whole, to }, { uid: 12345, gid: 12345 }, signal());
    const secret = await stat(path.join(to, 'etc/secret'));
    expect([secret.uid, secret.mode & 0o600]).toEqual([12345, 0o600]);
    expect((await stat(path.join(to, 'su'))).mode & 0o4000).toBe(0);
    await expect(stat(path.join(to, 'sda'))).rejects.toThrow('ENOENT');
    expect(await stat('/etc/shadow')).toMatchObject({ uid: shadow.uid, mode: shadow.mode });
    expect(await readFile(path.join(to, 'etc/secret'), 'utf8')).toBe('secret');
  });
});
