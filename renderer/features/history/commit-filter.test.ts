import { describe, expect, it } from 'vitest';
import { checksum, commit } from '../../testing/samples';
import { filterHistory, matchesCommit } from './commit-filter';

const chain = [
  commit('a5', 'a4', { version: '5', subject: 'Adds curl', refs: ['starter/x86_64/qemu-minimal'] }),
  commit('a4', 'a3', { version: '4' }),
  commit('a3', 'a2', { version: '3' }),
  commit('a2', 'a1', { version: '2', subject: 'curl again' }),
  commit('a1', undefined, { version: '1', subject: 'Import' }),
];

describe('matchesCommit', () => {
  const [head] = chain as [(typeof chain)[0]];
  it('looks at checksum, version, subject and refs', () => {
    expect(matchesCommit(head, 'A5')).toBe(true);
    expect(matchesCommit(head, '5')).toBe(true);
    expect(matchesCommit(head, 'CURL')).toBe(true);
    expect(matchesCommit(head, 'qemu-min')).toBe(true);
    expect(matchesCommit(head, 'openssl')).toBe(false);
  });
  it('takes a checksum from its beginning only', () => {
    expect(matchesCommit(commit('ab12'), 'b12')).toBe(false);
    expect(matchesCommit(commit('ab12'), 'ab1')).toBe(true);
  });
});

describe('filterHistory', () => {
  it('leaves everything without a filter', () => {
    const all = filterHistory(chain, ' ');
    expect(all.nodes).toBe(chain);
    expect(all.rows).toHaveLength(5);
  });

  it('joins what it leaves over the commits between, and counts them', () => {
    const found = filterHistory(chain, 'curl');
    expect(found.matches).toBe(2);
    expect(found.rows.map((row) => (row.kind === 'gap' ? row.count : row.commit.version))).toEqual(['5', 2, '2', 1]);
    expect(found.nodes.map((node) => node.parent)).toEqual([
      `gap-${checksum('a5')}`,
      checksum('a2'),
      `gap-${checksum('a2')}`,
      undefined,
    ]);
  });

  it('finds nothing without a fuss', () => {
    expect(filterHistory(chain, 'nothing of the kind')).toEqual({ rows: [], nodes: [], matches: 0 });
  });

  it('copes with 100,000 commits in a chain', () => {
    const many = Array.from({ length: 100_000 }, (_, i) =>
      commit(`${i.toString(16)}x`, i < 99_999 ? `${(i + 1).toString(16)}x` : undefined, {
        subject: i % 50_000 === 0 ? 'kernel' : '',
      }),
    );
    const before = performance.now();
    const found = filterHistory(many, 'kernel');
    expect(found.rows.map((row) => (row.kind === 'gap' ? row.count : 'commit'))).toEqual([
      'commit',
      49_999,
      'commit',
      49_999,
    ]);
    expect(performance.now() - before).toBeLessThan(1500);
  });
});
