import { describe, expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy';

function best(query: string, ...texts: string[]): string[] {
  return texts
    .flatMap((text) => {
      const score = fuzzyScore(query, text);
      return score === undefined ? [] : [{ text, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);
}

describe('fuzzyScore', () => {
  it('takes the letters in order, else nothing', () => {
    expect(fuzzyScore('gtp', 'Go to Packages')).toBeDefined();
    expect(fuzzyScore('pgt', 'Go to Packages')).toBeUndefined();
  });

  it('prefers the beginning, then a word, then the middle', () => {
    expect(best('curl', 'libcurl4', 'lib curl', 'curl')).toEqual(['curl', 'lib curl', 'libcurl4']);
  });

  it('wants every word of the query, in any order', () => {
    expect(best('qcow2 build', 'Build qcow2: a bootable disk', 'Build img')).toEqual(['Build qcow2: a bootable disk']);
  });

  it('prefers the shorter of two that fit alike', () => {
    expect(best('go to', 'Go to Packages', 'Go to Builds')[0]).toBe('Go to Builds');
  });
});
