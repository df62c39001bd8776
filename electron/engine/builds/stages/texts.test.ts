import { expect, test } from 'vitest';
import { shadowLines } from './base-passwd';
import { dracutArgs } from './dracut';
import { dracutConf } from './dracut-conf';
import { fstabLine } from './fstab';
import { mkfsArgs } from './mkfs-ext4';
import { sfdiskScript } from './sfdisk';
import { tmpfilesLine } from './tmpfilesd';

test('fstab: uuid before label before device, osbuild’s defaults, tabs', () => {
  expect(fstabLine({ uuid: 'u', label: 'l', path: '/', vfs_type: 'ext4' })).toBe('UUID=u\t/\text4\tdefaults\t0\t0');
  expect(fstabLine({ label: 'boot', path: '/boot', options: 'ro', freq: 1, passno: 2 })).toBe(
    'LABEL=boot\t/boot\tnone\tro\t1\t2',
  );
  expect(fstabLine({ device: '/dev/vda1', path: '/x' })).toBe('/dev/vda1\t/x\tnone\tdefaults\t0\t0');
});

test('tmpfiles.d: gaps are dashes, nothing follows the last value', () => {
  expect(tmpfilesLine({ type: 'd', path: '/var/home', mode: '0755', user: 'root', group: 'root' })).toBe(
    'd /var/home 0755 root root',
  );
  expect(tmpfilesLine({ type: 'L', path: '/a', argument: '../b' })).toBe('L /a - - - - ../b');
});

test('sfdisk: bootable is for MBR only', () => {
  const partitions = [
    { start: 2048, size: 614400, type: '83', bootable: true, partnum: 1 },
    { start: 616448, type: '83' },
  ];
  expect(sfdiskScript({ uuid: '0x5f6a7b1c', label: 'dos', partitions })).toBe(
    'label: dos\nlabel-id: 0x5f6a7b1c\nstart="2048", size="614400", type="83", bootable\nstart="616448", type="83"\n',
  );
  expect(sfdiskScript({ uuid: 'U', label: 'gpt', partitions: [{ start: 34, bootable: true, attrs: [48, 50] }] })).toBe(
    'label: gpt\nlabel-id: U\nstart="34", attrs="48,50"\n',
  );
});

test('mkfs.ext4: features on and off', () => {
  const options = {
    uuid: 'u',
    label: 'boot',
    verity: true,
    orphan_file: false,
    features: ['^64bit'],
    lazy_init: false,
  };
  expect(mkfsArgs(options, '/dev/loop0').join(' ')).toBe(
    '-U u -L boot -E lazy_itable_init=0,lazy_journal_init=0 -O ^orphan_file,verity,^64bit /dev/loop0',
  );
  expect(mkfsArgs({ uuid: 'u' }, '/dev/loop0')).toEqual(['-U', 'u', '/dev/loop0']);
});

test('dracut: lists are one argument, empty ones none', () => {
  const options = { compress: 'zstd -3 -T0', reproducible: true, add_modules: ['ostree', 'x'], omit_modules: [] };
  expect(dracutArgs(options)).toEqual([
    '--no-hostonly',
    '--force',
    '--compress',
    'zstd -3 -T0',
    '--no-early-microcode',
    '--reproducible',
    '--add',
    'ostree x',
  ]);
});

test('dracut.conf: strings replace, lists add, booleans are yes or no', () => {
  expect(dracutConf({ compress: 'lz4', add_drivers: ['virtio_blk', 'nvme'], reproducible: true })).toBe(
    'compress="lz4"\nadd_drivers+=" virtio_blk nvme "\nreproducible="yes"\n',
  );
});

test('shadow: all accounts are locked', () => {
  expect(shadowLines('root:*:0:0:root:/root:/bin/bash\ndaemon:*:1:1::/:/bin/sh\n', ':0:99999:7:::')).toBe(
    'root:*::0:99999:7:::\ndaemon:*::0:99999:7:::\n',
  );
});
