import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/builds/types';
import { done, job } from '../../testing/samples';
import { filterJobs, NO_FILTER } from './job-list-filter';
import { moveBeside, moveBy, moveTo, waitingJobs } from './job-list-move';
import { commonPrefix, listRows } from './job-list-rows';
import { rowAt, topsOf } from './job-list-window';

const now = new Date(2026, 10, 23, 12, 0).getTime();
const hour = 3_600_000;
const words = (jobs: readonly Job[]) =>
  listRows(jobs, now).map((row) => (row.kind === 'head' ? `${row.label} ${row.count}` : row.job.id));

describe('listRows', () => {
  it('has what runs, the line in its order, and the past by day, newest first', () => {
    const jobs = [
      job('1', done(now - 300 * hour)),
      job('4', done(now - 20 * hour)),
      job('2', done(now - 2 * hour)),
      job('3', done(now - hour)),
      job('10', { kind: 'waiting' }),
      job('9', { kind: 'waiting', reason: 'for ref starter/x86_64/qemu-minimal' }),
      job('11', { kind: 'waiting' }, { priority: 1 }),
      job('12', { kind: 'waiting' }, { order: 9.5 }),
      job('8', { kind: 'running', startedAt: now }),
    ];
    expect(words(jobs)).toEqual(
      [
        'Running 1',
        '8',
        'Waiting 4',
        '11',
        '9',
        '12',
        '10',
        'Today 2',
        '3',
        '2',
        'Yesterday 1',
        '4',
        'Wed 11 Nov 1',
      ].concat('1'),
    );
    const turns = listRows(jobs, now).flatMap((row) => (row.kind === 'job' ? (row.turn ?? []) : []));
    expect(turns).toEqual([1, 2, 3, 4]);
  });

  it('keeps together what was asked for together', () => {
    const rows = listRows(
      [
        job('1', done(now - 3 * hour), { group: 'g' }),
        job('2', done(now - 2 * hour)),
        job('3', done(now - hour), { group: 'g' }),
      ],
      now,
    );
    expect(rows.flatMap((row) => (row.kind === 'job' ? [[row.job.id, row.together]] : []))).toEqual([
      ['3', 'first'],
      ['1', 'last'],
      ['2', undefined],
    ]);
  });

  it('leaves out what all names begin with, and only that', () => {
    const other = job('2', done(), { request: { kind: 'target', target: 'cs9-rpi4-minimal-ostree.aarch64.img' } });
    expect(commonPrefix([job('1', done())])).toBe('starter-qemu-');
    expect(commonPrefix([job('1', done()), other])).toBe('');
  });
});

describe('filterJobs', () => {
  const failed = job('2', {
    kind: 'failed',
    startedAt: 1,
    endedAt: 2,
    error: { code: 'tool-failed', message: 'The disk is full.' },
  });
  const pull = job('3', done(), {
    title: 'Pull from https://example.org/repo',
    request: { kind: 'pull', url: 'https://example.org/repo', trust: { kind: 'none' } },
  });
  const jobs = [job('1', done()), failed, pull];
  const ids = (filter: Partial<typeof NO_FILTER>) => filterJobs(jobs, { ...NO_FILTER, ...filter }).map(({ id }) => id);

  it('finds by number, words of the error, state, kind and target', () => {
    expect(ids({ text: '#3' })).toEqual(['3']);
    expect(ids({ text: 'FULL disk' })).toEqual(['2']);
    expect(ids({ state: 'done' })).toEqual(['1', '3']);
    expect(ids({ kind: 'pull' })).toEqual(['3']);
    expect(ids({ target: 'starter-qemu-minimal-ostree.x86_64', state: 'failed' })).toEqual(['2']);
    expect(ids({ text: 'nothing like it' })).toEqual([]);
  });
});

describe('moving a job in the line', () => {
  const waits = (id: string, priority = 0) => job(id, { kind: 'waiting' }, { priority });
  const line = waitingJobs([waits('1', 1), waits('2'), waits('3'), waits('4', -1), job('5', done())]);

  it('goes before its new neighbour, or last of its priority', () => {
    expect(moveBy(line, '3', -1)).toEqual({ before: '2' });
    expect(moveBy(line, '2', 1)).toEqual({ before: null });
    expect(moveBeside(line, '2', '3', true)).toEqual({ before: null });
  });

  it('takes the priority of where it goes', () => {
    expect(moveTo(line, '3', 0)).toEqual({ before: '1', priority: 1 });
    expect(moveBy(line, '3', 1)).toEqual({ before: null, priority: -1 });
    expect(moveBy(line, '4', -1)).toEqual({ before: '3', priority: 0 });
  });

  it('stays where there is nowhere to go', () => {
    expect(moveBy(line, '1', -1)).toBeUndefined();
    expect(moveBy(line, '4', 1)).toBeUndefined();
    expect(moveTo(line, '5', 0)).toBeUndefined();
  });
});

describe('the window of rows', () => {
  it('knows which row is at a height', () => {
    const tops = topsOf([30, 58, 28, 28]);
    expect(tops).toEqual([0, 30, 88, 116, 144]);
    expect([0, 29, 30, 87, 88, 1000, -5].map((y) => rowAt(tops, y))).toEqual([0, 0, 1, 1, 2, 3, 0]);
  });
});
