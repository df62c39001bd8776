/** Our order of versions beside rpm's own, on pairs that are made up. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseEvr } from '../../../shared/packages/nevra';
import { compareEvr, rpmvercmp } from '../../../shared/packages/vercmp';

/** rpm parses what it compares here: it is never empty, and a dash would begin the release. */
const PIECES = ['0', '1', '01', '10', '9', '2', 'a', 'b', 'rc', 'Z', '.', '.', '_', '+', '~', '^', '~~', '^^', '..'];

function pairs(count: number): [string, string][] {
  let seed = 42;
  const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
  const version = (): string => Array.from({ length: 1 + random(7) }, () => PIECES[random(PIECES.length)]).join('');
  return Array.from({ length: count }, () => {
    const a = version();
    // Half of the pairs differ in one place only: that is where rules meet.
    const at = random(a.length + 1);
    return [
      a,
      random(2) === 0 ? version() : a.slice(0, at) + (PIECES[random(PIECES.length)] ?? '') + a.slice(at + random(2)),
    ];
  });
}

/** What rpm says of each pair, in one run for each two thousand. */
function rpmOrders(all: readonly (readonly [string, string])[]): number[] {
  const orders: number[] = [];
  for (let at = 0; at < all.length; at += 2000) {
    const list = all.slice(at, at + 2000).map(([a, b]) => `{"${a}","${b}"}`);
    const lua = `%{lua: for _, p in ipairs({${list.join(',')}}) do print(rpm.vercmp(p[1], p[2]) .. " ") end}`;
    const printed = execFileSync('rpm', ['--eval', lua], { encoding: 'utf8' });
    orders.push(...printed.trim().split(/\s+/).map(Number));
  }
  return orders;
}

describe('compareEvr', () => {
  it('agrees with rpm on 10,000 pairs with epochs and releases', () => {
    const epochs = ['', '', '0:', '1:', '2:', '10:'];
    const versions = pairs(20_000);
    const all = Array.from({ length: 10_000 }, (_none, at) => {
      const [[a = '', b = ''] = [], [c = '', d = ''] = []] = [versions[at * 2], versions[at * 2 + 1]];
      const text = (epoch: number, version: string, release: string): string =>
        `${epochs[epoch % epochs.length] ?? ''}${version}${at % 3 === 0 ? '' : `-${release}`}`;
      return [text(at, a, c), text(at % 5 === 0 ? at + 1 : at, at % 2 === 0 ? a : b, d)] as const;
    }).filter((pair) => pair.every((text) => parseEvr(text) !== undefined));
    expect(all.length).toBeGreaterThan(9000);
    const orders = rpmOrders(all);
    const ours = ([a, b]: readonly [string, string]): number => {
      const [left, right] = [parseEvr(a), parseEvr(b)];
      return left && right ? compareEvr(left, right) : NaN;
    };
    expect(all.filter((pair, at) => ours(pair) !== orders[at])).toEqual([]);
    expect(new Set(orders)).toEqual(new Set([-1, 0, 1]));
  });
});

describe('rpmvercmp', () => {
  it('agrees with rpm on 20,000 pairs', () => {
    const all = pairs(20_000);
    const orders = rpmOrders(all);
    expect(orders).toHaveLength(all.length);
    const wrong = all.filter(([a, b], at) => rpmvercmp(a, b) !== orders[at]);
    expect(wrong).toEqual([]);
    expect(new Set(orders)).toEqual(new Set([-1, 0, 1]));
  });
});
