import { describe, expect, it } from 'vitest';
import { record } from '../../testing/samples';
import { EMPTY_LOG, foldLog, linesAsText } from './log-model';
import { createRowMap, rangesOf, searchLog, stepMatch } from './log-rows';

const two = foldLog(EMPTY_LOG, [
  record(0, 'info', 'resolved', { phase: 'resolve', stage: undefined }),
  record(1, 'stage-start', 'org.osbuild.rpm'),
  record(2, 'output', 'installing'),
  record(3, 'output', '\x1b[32m171 packages\x1b[0m'),
  record(4, 'stage-end', 'done'),
  record(5, 'stage-start', 'org.osbuild.dracut', { phase: 'ostree-tree', stage: 'org.osbuild.dracut' }),
  record(6, 'error', 'dracut: no kernel', { phase: 'ostree-tree', stage: 'org.osbuild.dracut' }),
]);

describe('foldLog', () => {
  it('makes sections of stages, with their duration, and keeps what is outside of them', () => {
    expect(two.lines.map((line) => [line.kind, line.section])).toEqual([
      ['info', undefined],
      ['header', 0],
      ['output', 0],
      ['output', 0],
      ['header', 1],
      ['error', 1],
    ]);
    expect(two.sections[0]).toMatchObject({ phase: 'rootfs', header: 1, end: 4, startedAt: 1100, endedAt: 1400 });
    expect(two.sections[1]).toMatchObject({ failed: true, endedAt: undefined });
    expect(two.firstError).toBe(5);
    expect(two.next).toBe(7);
  });

  it('gives the same whether records come at once, one by one, or twice', () => {
    const records = Array.from({ length: 40 }, (_, seq) =>
      record(seq, seq % 10 === 0 ? 'stage-start' : seq % 10 === 9 ? 'stage-end' : 'output', `line ${seq}`),
    );
    const atOnce = foldLog(EMPTY_LOG, records);
    let oneByOne = EMPTY_LOG;
    for (const entry of records) oneByOne = foldLog(oneByOne, [entry]);
    expect(oneByOne).toEqual(atOnce);
    expect(foldLog(atOnce, records.slice(10))).toBe(atOnce);
  });

  it('closes a section when another phase speaks', () => {
    const model = foldLog(two, [record(7, 'info', 'pulling', { phase: 'pull', stage: undefined })]);
    expect(model.lines.at(-1)?.section).toBeUndefined();
    expect(model.sections[1]?.endedAt).toBe(1700);
  });

  it('splits a record of several lines', () => {
    expect(foldLog(EMPTY_LOG, [record(0, 'output', 'a\nb')]).lines.map((line) => line.text)).toEqual(['a', 'b']);
  });

  it('folds 100,000 lines in a fraction of a second', () => {
    const records = Array.from({ length: 100_000 }, (_, seq) => record(seq, 'output', `line ${seq}`));
    const before = performance.now();
    expect(foldLog(EMPTY_LOG, records).lines).toHaveLength(100_000);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('copies as text without colours, headers with their phase', () => {
    expect(linesAsText(two, 1, 3)).toBe('rootfs  org.osbuild.rpm\ninstalling\n171 packages');
  });
});

describe('createRowMap', () => {
  it('is the identity without folds', () => {
    const rows = createRowMap(two, new Set());
    expect(rows.count).toBe(6);
    expect([0, 3, 5].map((row) => rows.lineAt(row))).toEqual([0, 3, 5]);
  });

  it('skips what is folded, and points hidden lines to their header', () => {
    const rows = createRowMap(two, new Set([0]));
    expect(rows.count).toBe(4);
    expect([0, 1, 2, 3].map((row) => rows.lineAt(row))).toEqual([0, 1, 4, 5]);
    expect([0, 1, 2, 3, 4, 5].map((line) => rows.rowOf(line))).toEqual([0, 1, 1, 1, 2, 3]);
  });

  it('agrees with itself for any folds', () => {
    let model = EMPTY_LOG;
    for (let seq = 0; seq < 200; seq++) {
      model = foldLog(model, [record(seq, seq % 7 === 0 ? 'stage-start' : 'output', `l${seq}`)]);
    }
    const rows = createRowMap(model, new Set([0, 1, 5, 27, 28]));
    for (let row = 0; row < rows.count; row++) expect(rows.rowOf(rows.lineAt(row))).toBe(row);
  });
});

describe('search', () => {
  it('finds words in lines and headers, whatever their case and colour', () => {
    expect(searchLog(two, '171 PACK')).toEqual([3]);
    expect(searchLog(two, 'dracut')).toEqual([4, 5]);
    expect(searchLog(two, '')).toEqual([]);
  });

  it('gives every place in a line', () => {
    expect(rangesOf('aXaxa', 'x')).toEqual([
      { start: 1, end: 2 },
      { start: 3, end: 4 },
    ]);
  });

  it('turns round at the ends', () => {
    expect(stepMatch([3, 9], -1, 1)).toBe(0);
    expect(stepMatch([3, 9], 1, 1)).toBe(0);
    expect(stepMatch([3, 9], 0, -1)).toBe(1);
    expect(stepMatch([], 0, 1)).toBe(-1);
  });
});
