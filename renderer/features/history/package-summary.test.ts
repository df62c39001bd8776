import { describe, expect, it } from 'vitest';
import { commit, commitDetails } from '../../testing/samples';
import { summarize, summaryParts, summaryWords } from './package-summary';

const change = (kind: 'added' | 'removed' | 'upgraded' | 'downgraded', name: string) => ({
  kind,
  name,
  arch: 'x86_64',
  sizeDelta: 1,
});
const withChanges = (changes: ReturnType<typeof change>[]) =>
  summarize(commitDetails(commit('a1', 'a0'), { packages: 171, diff: { changes, sizeDelta: 0, before: 0, after: 0 } }));

describe('package summary', () => {
  it('counts each kind once', () => {
    const summary = withChanges([change('added', 'curl'), change('added', 'libcurl4'), change('upgraded', 'openssl')]);
    expect(summaryParts(summary).map((part) => part.text)).toEqual(['+2', '↑1']);
    expect(summaryWords(summary)).toBe('Packages: 2 added, 1 upgraded');
  });
  it('shows the number of packages where there is no parent', () => {
    const summary = summarize(commitDetails(commit('a0'), { packages: 171 }));
    expect(summaryParts(summary)).toEqual([{ kind: 'total', text: '171' }]);
    expect(summaryWords(summary)).toBe('171 packages');
  });
  it('says that nothing changed', () => {
    expect(summaryParts(withChanges([]))).toEqual([{ kind: 'same', text: '=' }]);
    expect(withChanges([]).names).toBe('same packages');
  });
  it('names what changed, the first few of each kind', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => change('added', name));
    expect(withChanges([...names, change('upgraded', 'openssl')]).names).toBe(
      'adds a, b, c, d and 2 more; upgrades openssl',
    );
    expect(summarize(commitDetails(commit('a0'))).names).toBe('first commit');
  });
  it('is empty where nothing is known', () => {
    expect(summaryParts(summarize(commitDetails(commit('a0'))))).toEqual([]);
  });
});
