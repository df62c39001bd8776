import { expect, test } from 'vitest';
import type { Target } from '../../../shared/manifest/types';
import { neighbour, targetRows } from './target-rows';

const target = (image: string, arch: string): Target => ({
  layout: 'images',
  ...{ distro: 'cs9', target: 'qemu', image, type: 'ostree', arch, formats: ['qcow2'] },
  name: `cs9-qemu-${image}-ostree.${arch}`,
  manifest: `images/${image}.mpp.yml`,
});
const rows = targetRows([target('a', 'x86_64'), target('a', 'aarch64'), target('b', 'x86_64'), target('b', 'aarch64')]);

test('targets stand under their distribution, hardware and architecture', () => {
  expect(rows.map((row) => (row.kind === 'group' ? `${row.name} ${row.count}` : row.target.image))).toEqual([
    'cs9-qemu.x86_64 2',
    'a',
    'b',
    'cs9-qemu.aarch64 2',
    'a',
    'b',
  ]);
});

test.each([
  ['down past a heading', 2, 3, 'cs9-qemu-a-ostree.aarch64'],
  ['up past a heading', 4, 3, 'cs9-qemu-b-ostree.x86_64'],
  ['to the first, where a heading is above', 5, 0, 'cs9-qemu-a-ostree.x86_64'],
  ['nowhere above the first', 1, 0, undefined],
  ['to the first from none', -1, 0, 'cs9-qemu-a-ostree.x86_64'],
])('the keyboard goes %s', (_where, from, wanted, name) => expect(neighbour(rows, from, wanted)?.name).toBe(name));
