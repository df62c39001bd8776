import { describe, expect, it } from 'vitest';
import { compareNevra, formatEvr, formatNevra, parseEvr, parseNevra } from './nevra';

describe('parseNevra', () => {
  it.each([
    ['bash-5.2.15-2.x86_64', { name: 'bash', epoch: 0, version: '5.2.15', release: '2', arch: 'x86_64' }],
    [
      'vim-2:9.0.1378-2+deb12u2.x86_64',
      { name: 'vim', epoch: 2, version: '9.0.1378', release: '2+deb12u2', arch: 'x86_64' },
    ],
    ['2:vim-9.0-1.noarch', { name: 'vim', epoch: 2, version: '9.0', release: '1', arch: 'noarch' }],
    [
      'libstdc++-devel-13-1.fc40.i686.rpm',
      { name: 'libstdc++-devel', epoch: 0, version: '13', release: '1.fc40', arch: 'i686' },
    ],
    ['a-1.0~rc1^git-0.1.x86_64', { name: 'a', epoch: 0, version: '1.0~rc1^git', release: '0.1', arch: 'x86_64' }],
  ])('reads %s', (text, expected) => {
    expect(parseNevra(text)).toEqual(expected);
  });

  it.each(['', 'bash', 'bash-5', 'bash-5-2', 'a b-1-1.x86_64', '../x-1-1.x86_64'])('refuses %j', (text) => {
    expect(parseNevra(text)).toBeUndefined();
  });

  it('is the inverse of formatNevra', () => {
    const text = 'kernel-core-1:6.1.0-9.el9.x86_64';
    expect(formatNevra(parseNevra(text)!)).toBe(text);
  });
});

describe('evr', () => {
  it('leaves an epoch of 0 and an absent release out', () => {
    expect(formatEvr({ epoch: 0, version: '1', release: '2' })).toBe('1-2');
    expect(formatEvr({ epoch: 3, version: '1' })).toBe('3:1');
    expect(parseEvr('3:1')).toEqual({ epoch: 3, version: '1' });
    expect(parseEvr('1-2')).toEqual({ epoch: 0, version: '1', release: '2' });
    expect(parseEvr('1-2-3')).toBeUndefined();
  });
});

describe('compareNevra', () => {
  it('sorts by name, version and architecture', () => {
    const names = ['b-1-1.noarch', 'a-10-1.x86_64', 'a-9-1.x86_64', 'a-9-1.i686'];
    const sorted = names.map((name) => parseNevra(name)!).sort(compareNevra);
    expect(sorted.map(formatNevra)).toEqual(['a-9-1.i686', 'a-9-1.x86_64', 'a-10-1.x86_64', 'b-1-1.noarch']);
  });
});
