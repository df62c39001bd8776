import { describe, expect, it } from 'vitest';
import { compareEvr, rpmvercmp } from './vercmp';

describe('rpmvercmp', () => {
  it.each([
    ['1.0', '1.0', 0],
    ['1.0', '2.0', -1],
    ['2.0.1', '2.0', 1],
    ['2.0.1a', '2.0.1', 1],
    ['5.5p1', '5.5p10', -1],
    ['10xyz', '10.1xyz', -1],
    ['xyz10', 'xyz10.1', -1],
    ['xyz.4', '8', -1],
    ['5.5p2', '5.6p1', -1],
    ['6.0.rc1', '6.0', 1],
    ['10b2', '10a1', 1],
    ['1.0a', '1.0aa', -1],
    ['10.0001', '10.1', 0],
    ['10.0001', '10.0039', -1],
    ['20101121', '20101122', -1],
    ['2_0', '2.0', 0],
    ['a+', 'a_', 0],
    ['+', '_', 0],
    ['', '', 0],
    ['', '1', -1],
    ['1.0~rc1', '1.0', -1],
    ['1.0~rc1~git123', '1.0~rc1', -1],
    ['1.0^', '1.0', 1],
    ['1.0^git1', '1.0', 1],
    ['1.0^git1', '1.01', -1],
    ['1.0^git1', '1.0~rc1', 1],
    ['1.0~rc1^git1', '1.0~rc1', 1],
    ['1.0^git1~pre', '1.0^git1', -1],
    ['1.0^20160101', '1.0.1', -1],
    ['00000000000000000000000000000001', '2', -1],
    ['184467440737095516160', '18446744073709551616', 1],
    ['1.1.α', '1.1.β', 0],
  ] as const)('%s against %s is %i', (a, b, expected) => {
    expect(rpmvercmp(a, b)).toBe(expected);
    expect(rpmvercmp(b, a)).toBe(expected === 0 ? 0 : -expected);
  });
});

describe('compareEvr', () => {
  it('puts the epoch before the version, and the version before the release', () => {
    expect(compareEvr({ epoch: 1, version: '1', release: '1' }, { epoch: 0, version: '9', release: '9' })).toBe(1);
    expect(compareEvr({ epoch: 0, version: '1', release: '9' }, { epoch: 0, version: '2', release: '1' })).toBe(-1);
    expect(compareEvr({ epoch: 0, version: '1', release: '9' }, { epoch: 0, version: '1', release: '10' })).toBe(-1);
  });

  it('takes any release where one is not given', () => {
    expect(compareEvr({ epoch: 0, version: '1' }, { epoch: 0, version: '1', release: '9' })).toBe(0);
  });
});
