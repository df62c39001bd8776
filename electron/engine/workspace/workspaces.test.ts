import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineContext } from '../context';
import { studioPaths } from '../context';
import { listWorkspace } from './listing';
import { createWorkspaces } from './workspaces';

const assets = path.resolve(__dirname, '../../../assets');
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'workspace-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** No image is made here. */
const make = () => Promise.reject(new Error('not expected'));
const list = (root: string) => listWorkspace({ root, hostArch: 'x86_64' });

function context(events: string[] = []): EngineContext {
  return { paths: studioPaths(dir, assets), emit: (name) => events.push(name), openPort: () => undefined };
}

async function files(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), '{}');
  }
}

test('both layouts of the sample images are read', async () => {
  const old = path.join(dir, '2022');
  await files(old, [
    'distro/cs9.ipp.yml',
    'images/minimal.mpp.yml',
    'images/include/image-directboot.ipp.yml',
    'images/include/target-rpi4.ipp.yml',
  ]);
  expect((await list(old)).targets.map((target) => target.name)).toEqual(['cs9-rpi4-minimal-direct.x86_64']);
  const recent = path.join(dir, '2024');
  await files(recent, [
    ...['distro/autosd.ipp.yml', 'images/minimal.mpp.yml', 'images/qm.mpp.yml', 'include/image-ostree.ipp.yml'],
    ...[
      'include/image-regular.ipp.yml',
      'include/target-qemu.ipp.yml',
      'include/arch-aarch64.ipp.yml',
      'include/arch-x86_64.ipp.yml',
    ],
  ]);
  const { targets } = await list(recent);
  expect(targets).toHaveLength(8);
  expect(targets.find((target) => target.name === 'autosd-qemu-qm-ostree.aarch64')).toMatchObject({
    manifest: 'images/qm.mpp.yml',
    formats: ['qcow2', 'img', 'repo'],
  });
  expect(targets.find((target) => target.type === 'regular')?.formats).not.toContain('repo');
});

test('the starter workspace is made once, opened, and remembered', async () => {
  const events: string[] = [];
  const first = await createWorkspaces(context(events), make);
  expect(await first.handlers['workspace.current'](undefined)).toBeNull();
  expect(() => first.current()).toThrow(/No workspace/);
  const made = await first.handlers['workspace.createStarter']({});
  expect(made.starter).toBe(true);
  expect(made.targets.map((target) => target.name)).toEqual(['starter-qemu-minimal-ostree.x86_64']);
  expect(events).toEqual(['workspace.changed']);
  const edited = path.join(made.path, 'images/minimal.mpp.yml');
  await writeFile(edited, 'mine');
  const again = await first.handlers['workspace.createStarter']({});
  expect(again.path).toBe(made.path);
  await first.close();
  const second = await createWorkspaces(context(), make);
  expect((await second.handlers['workspace.current'](undefined))?.path).toBe(made.path);
  await second.close();
});

test('a folder that is none says what is missing, and one that went away is recovered from', async () => {
  const workspaces = await createWorkspaces(context(), make);
  await expect(workspaces.handlers['workspace.open']({ path: dir })).rejects.toThrow(
    /no workspace: it has no \*\.mpp\.yml/,
  );
  await expect(workspaces.handlers['workspace.open']({ path: path.join(dir, 'gone') })).rejects.toThrow(/not there/);
  const made = await workspaces.handlers['workspace.createStarter']({ path: path.join(dir, 'mine') });
  await rm(made.path, { recursive: true });
  expect(await workspaces.handlers['workspace.recents'](undefined)).toMatchObject([{ name: 'mine', exists: false }]);
  await workspaces.close();
});

test('a new image is listed without being asked', async () => {
  const events: string[] = [];
  const workspaces = await createWorkspaces(context(events), make);
  const made = await workspaces.handlers['workspace.createStarter']({});
  await writeFile(path.join(made.path, 'images/other.mpp.yml'), '{}');
  await expect.poll(() => workspaces.current().targets.length).toBe(2);
  expect(events.filter((name) => name === 'workspace.changed')).toHaveLength(2);
  expect(events).toContain('workspace.filesChanged');
  await workspaces.close();
});

test('a folder without the layout offers each manifest by its path, and both where it has both', async () => {
  await files(dir, ['a/one.mpp.yaml', 'b/two.mpp.json', 'b/part.ipp.yml', 'node_modules/x.mpp.yml']);
  const plain = await list(dir);
  expect(plain.targets).toMatchObject([
    { layout: 'file', name: 'a/one.mpp.yaml', image: 'one', arch: 'x86_64', formats: [] },
    { layout: 'file', name: 'b/two.mpp.json', image: 'two' },
  ]);
  await files(dir, ['images/minimal.mpp.yml', 'distro/cs9.ipp.yml']);
  const both = await list(dir);
  expect(both.targets.map(({ name }) => name)).toEqual([
    'cs9-qemu-minimal-regular.x86_64',
    'a/one.mpp.yaml',
    'b/two.mpp.json',
  ]);
});

test('links are followed only inside, and what cannot be read is left out', async () => {
  await files(dir, ['images/minimal.mpp.yml', 'distro/cs9.ipp.yml']);
  await symlink('minimal.mpp.yml', path.join(dir, 'images/linked.mpp.yml'));
  await symlink('/etc/passwd', path.join(dir, 'images/out.mpp.yml'));
  await symlink('..', path.join(dir, 'images/loop'));
  const { files: found } = await list(dir);
  expect(found.map((file) => file.path)).toEqual([
    'distro/cs9.ipp.yml',
    'images/linked.mpp.yml',
    'images/minimal.mpp.yml',
  ]);
  await expect(list(path.join(dir, 'distro/cs9.ipp.yml'))).rejects.toThrow(/is no folder/);
});

test('favourites and recents belong to the user, and can be taken back', async () => {
  const workspaces = await createWorkspaces(context(), make);
  const { handlers } = workspaces;
  const made = await handlers['workspace.createStarter']({});
  const [target] = made.targets;
  await handlers['workspace.setFavourite']({ target: target!.name, favourite: true });
  expect(workspaces.current().favourites).toEqual([target!.name]);
  await handlers['workspace.open']({ path: made.path });
  expect(workspaces.current().favourites).toEqual([target!.name]);
  await handlers['workspace.setFavourite']({ target: target!.name, favourite: false });
  expect(workspaces.current().favourites).toEqual([]);
  await handlers['workspace.forgetRecent']({ path: made.path });
  expect(await handlers['workspace.recents'](undefined)).toEqual([]);
  await workspaces.close();
});
