import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesDelta } from './bytes';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9940, '9.9 kB'],
    [9960, '10 kB'],
    [508_300, '508 kB'],
    [999_600, '1.0 MB'],
    [1_240_000, '1.2 MB'],
    [134_000_000, '134 MB'],
    [2_147_483_648, '2.1 GB'],
    [-1_240_000, '−1.2 MB'],
    [5e15, '5.0 PB'],
    [5e20, '500000 PB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('signs a difference', () => {
    expect([281_000, -281_000, 0].map(formatBytesDelta)).toEqual(['+281 kB', '−281 kB', '±0 B']);
  });
});
