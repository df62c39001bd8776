import { describe, expect, it } from 'vitest';
import { layoutGraph, type GraphNode } from './graph';

/** `a>b` is a commit a with parent b, `a!b` one whose parent is missing, `a` a first commit. */
function nodes(...words: string[]): GraphNode[] {
  return words.map((word) => {
    const [checksum = '', parent] = word.split(/[>!]/);
    return { checksum, ...(parent === undefined ? {} : { parent }), parentMissing: word.includes('!') };
  });
}

/** Rows as text: lane, lanes in brackets, edges. */
function draw(...words: string[]): string[] {
  return layoutGraph(nodes(...words)).rows.map(
    ({ lane, lanes, edges }) =>
      `${lane}[${lanes.join('')}]${edges.map((e) => ` ${e.from}${e.kind === 'line' ? '-' : '!'}${e.to}`).join('')}`,
  );
}

describe('layoutGraph', () => {
  it('is empty without commits', () => {
    expect(layoutGraph([])).toEqual({ rows: [], width: 0 });
  });

  it('draws one line in one lane', () => {
    expect(draw('c>b', 'b>a', 'a')).toEqual(['0[0] 0-0', '0[0] 0-0', '0[0]']);
  });

  it('gives independent refs lanes of their own, and reuses a free lane', () => {
    expect(draw('b2>b1', 'a2>a1', 'b1', 'a1', 'c')).toEqual(['0[0] 0-0', '1[01] 0-0 1-1', '0[01] 1-1', '1[1]', '0[0]']);
  });

  it('joins two children at their parent, in the leftmost lane', () => {
    expect(draw('x>p', 'y>p', 'p>o', 'o')).toEqual(['0[0] 0-0', '1[01] 0-0 1-0', '0[0] 0-0', '0[0]']);
  });

  it('keeps lanes where they are while another line passes', () => {
    expect(draw('x>p', 'y>q', 'q>p', 'p')).toEqual(['0[0] 0-0', '1[01] 0-0 1-1', '1[01] 0-0 1-0', '0[0]']);
  });

  it('breaks the edge to a missing parent, and begins nothing below the break', () => {
    expect(draw('a!x', 'b>c', 'c', 'd')).toEqual(['0[0] 0!0', '1[1] 1-1', '1[1]', '0[0]']);
  });

  it('keeps a line to the end when the list was cut before the parent', () => {
    expect(draw('a>z', 'b')).toEqual(['0[0] 0-0', '1[01] 0-0']);
  });

  it('survives a parent above its child, a commit that is its own parent, and a doubled commit', () => {
    expect(draw('p', 'c>p')).toEqual(['0[0]', '0[0]']);
    expect(draw('a>a', 'b')).toEqual(['0[0]', '0[0]']);
    expect(draw('a>b', 'a>b', 'b')).toHaveLength(3);
  });

  it('has every edge end in a lane of the next row, for a random forest', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const count = 400;
    const list: GraphNode[] = Array.from({ length: count }, (_, at) => {
      const kind = random(20);
      const parent = at + 1 + random(Math.min(12, count));
      if (kind === 0 || parent >= count) return { checksum: `c${at}`, parentMissing: false };
      if (kind === 1) return { checksum: `c${at}`, parent: 'gone', parentMissing: true };
      return { checksum: `c${at}`, parent: `c${parent}`, parentMissing: false };
    });
    const { rows, width } = layoutGraph(list);
    rows.forEach((row, at) => {
      expect(row.lanes).toContain(row.lane);
      expect(Math.max(...row.lanes)).toBeLessThan(width);
      const next = rows[at + 1];
      for (const edge of row.edges) {
        expect(row.lanes).toContain(edge.from);
        if (edge.kind === 'line') expect(next?.lanes).toContain(edge.to);
        else expect(next?.lanes ?? []).not.toContain(edge.to);
      }
      // Every lane of the next row is reached by a line, or it is a head's.
      for (const lane of next?.lanes ?? []) {
        if (lane !== next?.lane) expect(row.edges.some((edge) => edge.to === lane)).toBe(true);
      }
      const parent = rows.findIndex((_, index) => list[index]?.checksum === list[at]?.parent);
      if (parent > at) {
        let lane = row.lane;
        for (let down = at; down < parent; down += 1) {
          const edge = rows[down]?.edges.find((candidate) => candidate.from === lane && candidate.kind === 'line');
          lane = edge?.to ?? -1;
        }
        expect(lane).toBe(rows[parent]?.lane);
      }
    });
  });

  it('lays out 10,000 commits on eight refs in less than 50 ms', () => {
    const list: GraphNode[] = Array.from({ length: 10_000 }, (_, at) => ({
      checksum: `c${at}`,
      ...(at + 8 < 10_000 ? { parent: `c${at + 8}` } : {}),
      parentMissing: false,
    }));
    layoutGraph(list);
    const times = [0, 0, 0].map(() => {
      const began = performance.now();
      layoutGraph(list);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
