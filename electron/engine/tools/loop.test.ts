import { expect, test } from 'vitest';
import { losetupArgs } from './loop';

test('a part of a file, in bytes', () => {
  expect(losetupArgs({ file: '/w/disk.img', offset: 1048576, size: 314572800 })).toEqual([
    '--find',
    '--show',
    '--offset',
    '1048576',
    '--sizelimit',
    '314572800',
    '/w/disk.img',
  ]);
});

test('a whole file needs no options; others only if they differ from the default', () => {
  expect(losetupArgs({ file: '/w/disk.img', offset: 0, sectorSize: 512 })).toEqual(['--find', '--show', '/w/disk.img']);
  expect(losetupArgs({ file: '/w/disk.img', readOnly: true, sectorSize: 4096 })).toEqual([
    '--find',
    '--show',
    '--sector-size',
    '4096',
    '--read-only',
    '/w/disk.img',
  ]);
});
