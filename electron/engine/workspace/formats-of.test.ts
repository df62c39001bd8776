import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatsOf } from './formats-of';
import { listWorkspace } from './listing';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'studio-formats-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return Object.keys(files);
}

test('pipelines of what is imported count, of the own image type only', async () => {
  const files = await put({
    'images/a.mpp.yml': 'pipelines:\n- mpp-import-pipelines:\n    path: ../include/main.ipp.yml\n- name: rootfs\n',
    'include/main.ipp.yml': 'pipelines:\n- mpp-import-pipelines:\n    path: image-$image_type.ipp.yml\n- name: image\n',
    'include/image-ostree.ipp.yml': 'pipelines:\n- name: ostree-commit\n',
    'include/image-regular.ipp.yml': 'pipelines:\n- name: tar\n',
    'include/other.ipp.yml': 'pipelines:\n- name: qcow2\n',
  });
  expect(await formatsOf(root, 'images/a.mpp.yml', 'ostree', files)).toEqual(['img', 'repo', 'rootfs', 'simg']);
  expect(await formatsOf(root, 'images/a.mpp.yml', 'regular', files)).toEqual([
    'img',
    'rootfs',
    'tar',
    'simg',
    'tar.gz',
  ]);
});

test('an import may be meant from the root of the folder', async () => {
  const files = await put({
    'images/a.mpp.yml': 'pipelines:\n- mpp-import-pipelines:\n    path: include/image.ipp.yml\n',
    'include/image.ipp.yml': 'pipelines:\n- name: tar\n',
  });
  expect(await formatsOf(root, 'images/a.mpp.yml', 'ostree', files)).toEqual(['tar', 'tar.gz']);
});

test('a file that changed is read again; imports in a circle end', async () => {
  const text = 'pipelines:\n- mpp-import-pipelines: {path: a.ipp.yml}\n- name: image\n';
  const files = await put({ 'a.ipp.yml': text });
  expect(await formatsOf(root, 'a.ipp.yml', '', files)).toEqual(['img', 'simg']);
  await put({ 'a.ipp.yml': `${text}- name: tar\n` });
  expect(await formatsOf(root, 'a.ipp.yml', '', files)).toContain('tar');
});

test('what leads out of the folder, or is not there, offers nothing', async () => {
  await put({ 'a.mpp.yml': 'pipelines:\n- mpp-import-pipelines: {path: ../../x.ipp.yml}\n' });
  expect(await formatsOf(root, 'a.mpp.yml', 'ostree', ['a.mpp.yml'])).toEqual([]);
  expect(await formatsOf(root, 'gone.mpp.yml', 'ostree', [])).toEqual([]);
});

test('the starter offers its formats', async () => {
  const starter = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../assets/starter/workspace');
  const { targets } = await listWorkspace({ root: starter, hostArch: 'x86_64' });
  expect(targets[0]?.formats).toEqual([
    ...['qcow2', 'img', 'repo', 'rootfs', 'ext4', 'tar', 'oci.tar', 'oci-archive'],
    ...['simg', 'ext4.simg', 'tar.gz'],
  ]);
});
