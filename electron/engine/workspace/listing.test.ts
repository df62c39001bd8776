/** Opening folders of every kind: what is offered. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/manifest/types';
import { impliedDefines } from '../manifest/target';
import { listWorkspace } from './listing';

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'listing-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(...files: (string | [string, string])[]): Promise<void> {
  for (const each of files) {
    const [file, text] = typeof each === 'string' ? [each, ''] : each;
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
}
const list = (root = dir, results: string[] = []) => listWorkspace({ root, hostArch: 'x86_64', results });
const distinct = (targets: readonly Target[], part: 'distro' | 'target' | 'image' | 'type' | 'arch'): string[] =>
  [...new Set(targets.map((target) => target[part]))].sort();
const names = (targets: readonly Target[]): string[] => targets.map(({ name }) => name).sort();

describe('the layout of 2022', () => {
  test('types, hardware and architectures come from images/include', async () => {
    await put('distro/cs9.ipp.yml', 'images/minimal.mpp.yml', 'images/upgrade-demo.mpp.yml', 'images/directboot.csv');
    await put('images/include/image-regular.ipp.yml', 'images/include/image-ostree.ipp.yml');
    await put('images/include/image-directboot.ipp.yml', 'images/include/image.ipp.yml');
    await put('images/include/build.ipp.yml', 'images/include/build-x86_64.ipp.yml');
    await put('images/include/build-aarch64.ipp.yml', 'images/include/target-qemu.ipp.yml');
    const board = 'target_repos:\n  - id: fw\n    baseurl: $repo_root/results/fw/centos-stream-9-aarch64/\n';
    await put(['images/include/target-rpi4.ipp.yml', board]);
    const { targets } = await list();
    const of = (image: string) => [
      ...['direct', 'ostree', 'regular'].flatMap((type) => [
        `cs9-qemu-${image}-${type}.aarch64`,
        `cs9-qemu-${image}-${type}.x86_64`,
        `cs9-rpi4-${image}-${type}.aarch64`,
      ]),
    ];
    expect(names(targets)).toEqual([...of('minimal'), ...of('upgrade-demo')].sort());
    for (const { type, formats } of targets)
      expect(formats).toEqual(type === 'ostree' ? ['qcow2', 'img', 'repo'] : ['qcow2', 'img']);
    const direct = targets.find(({ name }) => name === 'cs9-rpi4-minimal-direct.aarch64')!;
    expect(impliedDefines(direct)).toEqual({
      ...{ image_type: 'directboot', arch: 'aarch64', distro_name: 'cs9', target: 'rpi4' },
    });
  });
});

describe('the layout of 2024', () => {
  test('hardware that is for one architecture says so in its file', async () => {
    await put('distro/autosd.ipp.yml', 'images/minimal.mpp.yml', 'include/image-ostree.ipp.yml');
    await put('include/arch-x86_64.ipp.yml', 'include/arch-aarch64.ipp.yml', 'include/target-qemu.ipp.yml');
    await put(['include/target-aboot.ipp.yml', '# It currently works only on aarch64, and you need a u-boot\n']);
    await put(['include/target-board.ipp.yml', 'baseurl: $repo_root/dui/fedora-39-$arch/\n']);
    await put(['include/target-pc.ipp.yml', 'mpp-vars:\n  target_supported_arches: ["x86_64"]\n']);
    await put(['include/target-more.ipp.yml', 'pipelines:\n- mpp-import-pipelines:\n    path: _more.ipp.yml\n']);
    await put(['include/_more.ipp.yml', 'mpp-vars:\n  target_supported_arches: ["aarch64"]\n']);
    const { targets, files } = await list();
    // What can be booted here comes first.
    expect(targets[0]?.name).toBe('autosd-qemu-minimal-ostree.x86_64');
    const arches = (target: string) =>
      distinct(
        targets.filter((one) => one.target === target),
        'arch',
      );
    expect(Object.fromEntries(distinct(targets, 'target').map((target) => [target, arches(target)]))).toEqual({
      ...{ aboot: ['aarch64'], board: ['aarch64', 'x86_64'], more: ['aarch64'], pc: ['x86_64'] },
      qemu: ['aarch64', 'x86_64'],
    });
    expect(files.find(({ path: file }) => file === 'include/target-qemu.ipp.yml')?.kind).toBe('target');
  });
});

describe('other folders', () => {
  test('what begins with _ is a part, and folders of the same names elsewhere are not the layout', async () => {
    await put('targets/qemu.ipp.yml', 'targets/_qemu.ipp.yml', 'distro/cs9.ipp.yml', 'distro/_all.ipp.yml');
    await put('images/a.mpp.yml', 'vendor/include/target-other.ipp.yml', 'vendor/include/arch-s390x.ipp.yml');
    await put('images/deeper/b.mpp.yml');
    expect(names((await list()).targets)).toEqual(['cs9-qemu-a-regular.x86_64', 'images/deeper/b.mpp.yml']);
  });

  test('manifests without distributions stand by themselves, at any depth', async () => {
    await put('images/alone.mpp.yml', 'a/b/c/d/deep.mpp.json', 'README.md');
    const { targets } = await list();
    expect(targets).toMatchObject([
      { layout: 'file', name: 'a/b/c/d/deep.mpp.json', arch: 'x86_64', image: 'deep', formats: [] },
      { layout: 'file', name: 'images/alone.mpp.yml' },
    ]);
    expect(impliedDefines(targets[0]!)).toEqual({});
  });

  test('results are skipped, wherever they are kept, and a large folder takes nothing away', async () => {
    await put(
      'a/one.mpp.yml',
      'results/repo/x.mpp.yml',
      'node_modules/x.mpp.yml',
      '.git/x.mpp.yml',
      'output/x.mpp.yml',
    );
    await mkdir(path.join(dir, 'a/many'));
    for (let at = 0; at < 5200; at += 400)
      await Promise.all(
        Array.from({ length: 400 }, (_, more) => writeFile(path.join(dir, `a/many/${at + more}.txt`), '')),
      );
    await put('z/last.mpp.yml', 'z/part.ipp.yml');
    const began = performance.now();
    const { targets, files } = await list(dir, [path.join(dir, 'results')]);
    expect(performance.now() - began).toBeLessThan(1500);
    expect(names(targets)).toEqual(['a/one.mpp.yml', 'z/last.mpp.yml']);
    expect(files.length).toBe(5003);
    expect(files.map(({ path: file }) => file)).toEqual(expect.arrayContaining(['z/part.ipp.yml']));
  });

  test('a folder without manifests, one that is a file, and one that is gone are told apart', async () => {
    await put('notes.txt', 'part.ipp.yml');
    await expect(list()).rejects.toMatchObject({ code: 'invalid-input', hint: expect.stringContaining('*.mpp.yml') });
    await expect(list(path.join(dir, 'notes.txt'))).rejects.toThrow('is no folder');
    await expect(list(path.join(dir, 'none'))).rejects.toThrow('cannot be read: ENOENT');
  });

  test('links to files inside are listed; links out, loops and folders without permission are left out', async () => {
    await put('one.mpp.yml', 'closed/two.mpp.yml', ['folder/three.mpp.yml', '']);
    await symlink('one.mpp.yml', path.join(dir, 'linked.mpp.yml'));
    await symlink('linked.mpp.yml', path.join(dir, 'twice.mpp.yml'));
    await symlink('/etc/hostname', path.join(dir, 'out.mpp.yml'));
    await symlink('self.mpp.yml', path.join(dir, 'self.mpp.yml'));
    await symlink('folder', path.join(dir, 'also.mpp.yml'));
    await symlink('.', path.join(dir, 'folder/loop'));
    await chmod(path.join(dir, 'closed'), 0o000);
    const { targets } = await list();
    await chmod(path.join(dir, 'closed'), 0o755);
    const isRoot = process.getuid?.() === 0; // for whom nothing is closed
    const closed = isRoot ? ['closed/two.mpp.yml'] : [];
    expect(names(targets)).toEqual([
      ...closed,
      'folder/three.mpp.yml',
      'linked.mpp.yml',
      'one.mpp.yml',
      'twice.mpp.yml',
    ]);
  });
});

/** Recorded folders are no part of the project: see tests/integration/mpp-conformance.test.ts. */
const recorded = path.resolve(
  process.env.OSTREE_STUDIO_MPP ?? path.resolve(__dirname, '../../../../shared/mpp/public'),
  '../inputs',
);
if (!existsSync(recorded))
  console.warn(`\n*** SKIPPED: listing of real folders. There are none in ${recorded}; set OSTREE_STUDIO_MPP. ***\n`);

describe.skipIf(!existsSync(recorded))('real folders', () => {
  test('the sample images of 2022', async () => {
    const { targets } = await list(path.join(recorded, 'auto2022'));
    const images = targets.filter(({ layout }) => layout === 'images');
    expect(distinct(images, 'image')).toEqual(['container', 'developer', 'minimal', 'neptune', 'qa', 'upgrade-demo']);
    expect(distinct(images, 'type')).toEqual(['direct', 'ostree', 'regular']);
    expect(distinct(images, 'arch')).toEqual(['aarch64', 'x86_64']);
    // One distribution; qemu on two architectures, the Raspberry Pi on one.
    expect(images).toHaveLength(6 * 3 * 3);
    expect(images.filter(({ target }) => target === 'rpi4').every(({ arch }) => arch === 'aarch64')).toBe(true);
    expect(names(targets.filter(({ layout }) => layout === 'file'))).toEqual(['osbuildvm/osbuildvm.mpp.yml']);
  });

  test('the sample images of 2024', async () => {
    const { targets } = await list(path.join(recorded, 'auto2024'));
    const images = targets.filter(({ layout }) => layout === 'images');
    const boards = ['abootqemu', 'abootqemukvm', 'am62sk', 'am69sk', 'aws', 'beagleplay', 'ccimx93dvk', 'qdrive3'];
    expect(distinct(images, 'target')).toEqual([...boards, 'qemu', 'ridesx4', 'rpi4', 'tda4vm_sk']);
    expect(distinct(images, 'type')).toEqual(['ostree', 'regular']);
    const single = distinct(
      images.filter(({ target }) => /^(aboot|rpi4)/.test(target)),
      'arch',
    );
    expect(single).toEqual(['aarch64']);
    expect(images).toHaveLength((9 * 2 + 3) * 2);
  });

  test('automotive-image-builder, and the tests of osbuild', async () => {
    const builder = (await list(path.join(recorded, 'aib'))).targets;
    expect(names(builder)).toEqual(['examples/lowlevel.mpp.yml', 'files/simple.mpp.yml', 'tests/test.mpp.yml']);
    const began = performance.now();
    const { targets } = await list(path.join(recorded, 'osbuild'));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(targets.length).toBeGreaterThan(150);
    expect(targets.every(({ layout }) => layout === 'file')).toBe(true);
  });
});
