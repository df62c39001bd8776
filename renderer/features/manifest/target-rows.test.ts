import { expect, test } from 'vitest';
import type { Target } from '../../../shared/manifest/types';
import { facetCounts, findTargets } from './target-facets';
import { neighbour, shortName, targetRows } from './target-rows';

const target = (image: string, arch: string, hardware = 'qemu'): Target => ({
  layout: 'images',
  ...{ distro: 'cs9', target: hardware, image, type: 'ostree', arch, formats: ['qcow2'] },
  name: `cs9-${hardware}-${image}-ostree.${arch}`,
  manifest: `images/${image}.mpp.yml`,
});
const file = (name: string): Target => ({
  ...{ layout: 'file', name, manifest: name, formats: ['img'] },
  ...{ distro: '', target: '', image: '', type: '', arch: 'x86_64' },
});
const none = { favourites: [], recent: [], folded: new Set<string>() };
const all = [target('a', 'x86_64'), target('a', 'aarch64'), target('b', 'x86_64'), target('b', 'aarch64')];
const rows = targetRows(all, none);
const words = (of: typeof rows) =>
  of.map((row) => (row.kind === 'group' ? `${row.name} ${row.count}` : row.whole ? row.target.name : row.target.image));

test('targets stand under their distribution, hardware and architecture', () => {
  expect(words(rows)).toEqual(['cs9-qemu.x86_64 2', 'a', 'b', 'cs9-qemu.aarch64 2', 'a', 'b']);
});

test('favourites and the last used stand on top by their whole names, a folded group has no rows', () => {
  const favourites = ['cs9-qemu-b-ostree.aarch64', 'gone'];
  const folded = new Set(['cs9-qemu.x86_64', 'cs9-qemu.aarch64']);
  expect(words(targetRows(all, { favourites, recent: ['cs9-qemu-a-ostree.x86_64'], folded }))).toEqual([
    ...['Favourites 1', 'cs9-qemu-b-ostree.aarch64', 'Recently used 1', 'cs9-qemu-a-ostree.x86_64'],
    ...['cs9-qemu.x86_64 2', 'cs9-qemu.aarch64 2'],
  ]);
});

test('a manifest without the layout stands under its folder', () => {
  const files = [file('test/data/fedora.mpp.yaml'), file('plain.mpp.yml')];
  expect(targetRows(files, none).map((row) => (row.kind === 'group' ? row.name : shortName(row.target)))).toEqual([
    ...['test/data', 'fedora.mpp.yaml', 'In the folder itself', 'plain.mpp.yml'],
  ]);
});

test.each([
  ['down past a heading', 2, 3, 'cs9-qemu-a-ostree.aarch64'],
  ['up past a heading', 4, 3, 'cs9-qemu-b-ostree.x86_64'],
  ['to the first, where a heading is above', 5, 0, 'cs9-qemu-a-ostree.x86_64'],
  ['nowhere above the first', 1, 0, undefined],
  ['to the first from none', -1, 0, 'cs9-qemu-a-ostree.x86_64'],
])('the keyboard goes %s', (_where, from, wanted, name) => expect(neighbour(rows, from, wanted)?.key).toBe(name));

test('words are looked for in any order, and counts follow the rest of the filter', () => {
  const more = [...all, target('qm', 'aarch64', 'rpi4')];
  expect(findTargets(more, 'ost QM rpi4', {}).map((each) => each.name)).toEqual(['cs9-rpi4-qm-ostree.aarch64']);
  expect(findTargets(more, 'qcow2', { arch: 'x86_64' })).toHaveLength(2);
  expect(facetCounts(more, 'a-', { target: 'rpi4' }, 'target')).toEqual([
    { value: 'qemu', count: 2 },
    { value: 'rpi4', count: 0 },
  ]);
});
