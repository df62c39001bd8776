import { expect, test } from 'vitest';
import { locate } from './paths';
import type { StageContext } from './stage';

const context = {
  tree: '/run/osbuild/tree',
  inputs: { tree: { path: '/run/osbuild/inputs/tree' } },
  mounts: { boot: '/run/osbuild/mounts/boot' },
} as unknown as StageContext<unknown>;

test('a location is a path in the tree, an input or a mount', () => {
  expect(locate('tree:///etc/fstab', context)).toBe('/run/osbuild/tree/etc/fstab');
  expect(locate('/etc/fstab', context)).toBe('/run/osbuild/tree/etc/fstab');
  expect(locate('disk.img', context)).toBe('/run/osbuild/tree/disk.img');
  expect(locate('input://tree/usr', context)).toBe('/run/osbuild/inputs/tree/usr');
  expect(locate('mount://boot/syslinux', context)).toBe('/run/osbuild/mounts/boot/syslinux');
  expect(locate('mount:///x', context)).toBe('/run/osbuild/mounts/x');
});

test('a slash at the end means the contents', () => {
  expect(locate('input://tree/', context)).toBe('/run/osbuild/inputs/tree/.');
  expect(locate('tree:///', context)).toBe('/run/osbuild/tree/.');
});

test('nothing leads out of its root', () => {
  expect(locate('tree:///../../etc/shadow', context)).toBe('/run/osbuild/tree/etc/shadow');
  expect(locate('input://tree/../../x', context)).toBe('/run/osbuild/inputs/tree/x');
});

test('a name that the stage does not have is an error', () => {
  expect(() => locate('mount://root/x', context)).toThrow("names the mount 'root'");
});
