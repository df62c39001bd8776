import { describe, expect, it } from 'vitest';
import { matchItems, type PaletteItem } from './palette-items';

function item(kind: PaletteItem['kind'], title: string, more = ''): PaletteItem {
  return { key: `${kind} ${title}`, title, more, kind, icon: 'command', run: () => undefined };
}
const items = [
  item('Package', 'curl', 'command line tool for transferring data'),
  item('Package', 'libgdbm', 'GNU dbm database routines, legacy'),
  item('Commit', 'Adds curl', 'c2578b56 starter/x86_64/qemu-minimal'),
  item('Target', 'starter-qemu-minimal-ostree.x86_64', 'qcow2, repo'),
  item('Command', 'Go to Packages'),
];
const titles = (query: string) => matchItems(items, query).map(({ title }) => title);

describe('matchItems', () => {
  it('begins with commands and targets', () => {
    expect(titles(' ')).toEqual(['starter-qemu-minimal-ostree.x86_64', 'Go to Packages']);
  });

  it('finds by title first, then by the words beside it', () => {
    expect(titles('curl')).toEqual(['curl', 'Adds curl']);
    expect(titles('c2578b56')).toEqual(['Adds curl']);
    expect(titles('qemu-minimal')).toEqual(['starter-qemu-minimal-ostree.x86_64', 'Adds curl']);
  });

  it('takes letters for a title, whole words for what is beside it', () => {
    expect(titles('gtp')).toEqual(['Go to Packages']);
    expect(titles('legacy database')).toEqual(['libgdbm']);
    expect(titles('gdl')).toEqual([]);
  });
});
