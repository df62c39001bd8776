import { describe, expect, it } from 'vitest';
import { changeWords, countDelta, pickedName, pinnedVersion, reflow, versionOf, wayTo } from './package-rows';

describe('package rows', () => {
  it('write a version with its epoch only where there is one', () => {
    expect(versionOf({ epoch: 0, version: '6.4', release: '4' })).toBe('6.4-4');
    expect(versionOf({ epoch: 1, version: '6.4', release: '4' })).toBe('1:6.4-4');
  });

  it('say what moved', () => {
    const change = { name: 'curl', arch: 'x86_64', sizeDelta: 1 };
    expect(changeWords({ ...change, kind: 'upgraded', before: '1-1', after: '2-1' })).toBe('1-1 → 2-1');
    expect(changeWords({ ...change, kind: 'removed', before: '1-1' })).toBe('1-1');
  });

  it('write a difference with its sign', () => {
    expect([countDelta(1, 3), countDelta(3, 1), countDelta(2, 2)]).toEqual(['+2', '−2', '±0']);
  });

  it('let a description flow, but keep paragraphs and lists', () => {
    expect(reflow('curl is a tool\nfor URLs:\n * one\n * two\n\nIt is\nsmall.')).toBe(
      'curl is a tool for URLs:\n * one\n * two\n\nIt is small.',
    );
  });

  it('tell a name from a name with a version', () => {
    const entries = ['curl', 'gcc-c++', 'kernel-5.14.0-1.el9', 'vim-2:9.0.1378-2', 'python3-devel', 'lib-1-2'];
    expect(entries.map((entry) => [pickedName(entry), pinnedVersion(entry)])).toEqual([
      ['curl', undefined],
      ['gcc-c++', undefined],
      ['kernel', '5.14.0-1.el9'],
      ['vim', '2:9.0.1378-2'],
      ['python3-devel', undefined],
      ['lib', '1-2'],
    ]);
  });

  it('follow the way from a request, also where it goes in a circle', () => {
    const reasons = { b: { by: 'a', requirement: 'b' }, c: { by: 'b', requirement: 'c.so' } };
    expect(wayTo('c', reasons).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(wayTo('a', reasons)).toEqual([]);
    const circle = { a: { by: 'b', requirement: 'a' }, b: { by: 'a', requirement: 'b' } };
    expect(wayTo('a', circle)).toHaveLength(2);
  });
});
