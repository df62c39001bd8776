import { expect, test } from 'vitest';
import { startTime } from './processes';
import { mountsBelow } from './resources';
import { availableMemory } from './workdir';

test('a process’s start time, whatever it is called', () => {
  const stat = '4242 (a) b (c) S 1 4242 4242 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654 0 0';
  expect(startTime(stat)).toBe('987654');
});

test('mounts below a folder, innermost first, with blanks in their names', () => {
  const mountinfo = [
    '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
    '90 22 0:50 / /data/my\\040work rw - tmpfs ostree-studio rw',
    '91 90 7:0 / /data/my\\040work/mounts rw - ext4 /dev/loop0 rw',
    '92 22 0:51 / /data/my\\040workshop rw - tmpfs other rw',
  ].join('\n');
  expect(mountsBelow(mountinfo, '/data/my work')).toEqual(['/data/my work/mounts', '/data/my work']);
});

test('available memory in bytes', () => {
  expect(availableMemory('MemTotal: 100 kB\nMemAvailable:    2048 kB\n')).toBe(2 * 1024 * 1024);
  expect(availableMemory('')).toBe(0);
});
