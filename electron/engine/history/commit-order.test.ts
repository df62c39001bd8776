import { describe, expect, it } from 'vitest';
import { orderCommits, type OrderNode } from './commit-order';

/** `name time parent` as commits. */
function commits(...lines: string[]): Map<string, OrderNode> {
  return new Map(
    lines.map((line) => {
      const [name = '', time = '0', parent] = line.split(' ');
      return [name, { timestamp: Number(time), parent }];
    }),
  );
}

const order = (...lines: string[]): string =>
  orderCommits(commits(...lines))
    .map(([name]) => name)
    .join('');

describe('orderCommits', () => {
  it('puts the newest first', () => {
    expect(order('a 1', 'b 2 a', 'c 3 b')).toBe('cba');
    expect(order('a 1', 'x 2', 'b 3 a', 'y 4 x')).toBe('ybxa');
  });

  it('puts a child before its parent, whatever the clocks said', () => {
    expect(order('a 9', 'b 1 a', 'x 5')).toBe('xba');
    expect(order('a 9', 'b 1 a', 'c 2 a')).toBe('cba');
  });

  it('keeps a line together when all times are equal', () => {
    expect(order('c 1 b', 'b 1 a', 'a 1', 'z 1 y', 'y 1')).toBe('cbazy');
  });

  it('ends although damaged commits are each other’s parents', () => {
    expect(order('a 1 b', 'b 2 a', 'c 3')).toMatch(/^c(ab|ba)$/);
    expect(order('a 1 a')).toBe('a');
  });

  it('leaves a parent out that is not there', () => {
    expect(order('a 1 gone')).toBe('a');
  });

  it('agrees with a plain sort on 5,000 commits of a random forest', () => {
    let seed = 3;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const lines = Array.from({ length: 5000 }, (_, at) =>
      at === 0 || random(50) === 0 ? `c${at} ${at}` : `c${at} ${at} c${random(at)}`,
    );
    const names = orderCommits(commits(...lines)).map(([name]) => name);
    expect(names).toEqual(Array.from({ length: 5000 }, (_, at) => `c${4999 - at}`));
  });
});
