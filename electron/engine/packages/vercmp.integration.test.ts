/** Our order of versions beside rpm's own, on pairs that are made up. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { rpmvercmp } from '../../../shared/packages/vercmp';

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

describe('rpmvercmp', () => {
  it('agrees with rpm on 20,000 pairs', () => {
    const all = pairs(20_000);
    const table = all.map(([a, b]) => `{"${a}","${b}"}`);
    const orders: number[] = [];
    for (let at = 0; at < table.length; at += 2000) {
      const list = table.slice(at, at + 2000).join(',');
      const lua = `%{lua: for _, p in ipairs({${list}}) do print(rpm.vercmp(p[1], p[2]) .. " ") end}`;
      const printed = execFileSync('rpm', ['--eval', lua], { encoding: 'utf8' });
      orders.push(...printed.trim().split(/\s+/).map(Number));
    }
    expect(orders).toHaveLength(all.length);
    const wrong = all.filter(([a, b], at) => rpmvercmp(a, b) !== orders[at]);
    expect(wrong).toEqual([]);
    expect(new Set(orders)).toEqual(new Set([-1, 0, 1]));
  });
});
