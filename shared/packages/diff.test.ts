import { describe, expect, it } from 'vitest';
import { diffPackages } from './diff';
import { parseNevra } from './nevra';
import type { InstalledPackage } from './types';

/** `nevra size` as a package. */
function set(...texts: string[]): InstalledPackage[] {
  return texts.map((text) => {
    const [nevra = '', size = '0'] = text.split(' ');
    return { ...parseNevra(nevra)!, size: Number(size) };
  });
}

describe('diffPackages', () => {
  it('finds nothing between equal sets', () => {
    const packages = set('a-1-1.x86_64 10', 'b-1-1.noarch 5');
    expect(diffPackages(packages, [...packages].reverse())).toEqual({ changes: [], sizeDelta: 0, before: 2, after: 2 });
  });

  it('tells added, removed, upgraded and downgraded, sorted by name, with sizes', () => {
    const before = set('gone-1-1.x86_64 7', 'up-1-9.x86_64 10', 'down-1:2-1.noarch 10', 'same-1-1.x86_64 3');
    const after = set('same-1-1.x86_64 3', 'down-1:1.9-1.noarch 8', 'up-1-10.x86_64 15', 'new-1-1.x86_64 100');
    expect(diffPackages(before, after)).toEqual({
      changes: [
        { kind: 'downgraded', name: 'down', arch: 'noarch', before: '1:2-1', after: '1:1.9-1', sizeDelta: -2 },
        { kind: 'removed', name: 'gone', arch: 'x86_64', before: '1-1', sizeDelta: -7 },
        { kind: 'added', name: 'new', arch: 'x86_64', after: '1-1', sizeDelta: 100 },
        { kind: 'upgraded', name: 'up', arch: 'x86_64', before: '1-9', after: '1-10', sizeDelta: 5 },
      ],
      sizeDelta: 96,
      before: 4,
      after: 4,
    });
  });

  it('adds and removes versions of a package that has several beside each other', () => {
    const before = set('kernel-5.1-1.x86_64 10', 'kernel-5.2-1.x86_64 11');
    const after = set('kernel-5.2-1.x86_64 11', 'kernel-5.3-1.x86_64 12');
    expect(diffPackages(before, after).changes).toEqual([
      { kind: 'removed', name: 'kernel', arch: 'x86_64', before: '5.1-1', sizeDelta: -10 },
      { kind: 'added', name: 'kernel', arch: 'x86_64', after: '5.3-1', sizeDelta: 12 },
    ]);
    expect(diffPackages(set('kernel-5.1-1.x86_64'), set('kernel-5.2-1.x86_64')).changes[0]?.kind).toBe('upgraded');
  });

  it('keeps architectures apart, but follows a package from one to another', () => {
    const multilib = diffPackages(set('glibc-1-1.x86_64', 'glibc-1-1.i686'), set('glibc-2-1.x86_64', 'glibc-2-1.i686'));
    expect(multilib.changes.map(({ kind, arch }) => `${kind} ${arch}`)).toEqual(['upgraded i686', 'upgraded x86_64']);
    const moved = diffPackages(set('font-1-1.noarch 4'), set('font-2-1.x86_64 6'));
    expect(moved.changes).toEqual([
      { kind: 'upgraded', name: 'font', arch: 'x86_64', before: '1-1', after: '2-1', sizeDelta: 2 },
    ]);
    expect(
      diffPackages(set('f-1-1.noarch'), set('f-1-1.x86_64'))
        .changes.map(({ kind }) => kind)
        .sort(),
    ).toEqual(['added', 'removed']);
  });

  it('compares 60,000 packages without trouble', () => {
    const make = (release: number): InstalledPackage[] =>
      Array.from({ length: 60_000 }, (_, at) => ({
        ...{ name: `p${at}`, epoch: 0, version: '1', release: String(release), arch: 'x86_64', size: 1 },
      }));
    expect(diffPackages(make(1), make(2)).changes).toHaveLength(60_000);
  });
});
