import { expect, test } from 'vitest';
import { NO_PROGRESS } from './progress';
import { foldJob, isEnded, nextJob } from './queue';
import { Job, type JobStatus } from './types';

const job = (id: string, status: JobStatus): Job =>
  Job.parse({
    id,
    title: id,
    request: { kind: 'starter-repository' },
    workspace: '/w',
    createdAt: 0,
    status,
    progress: NO_PROGRESS,
    artifacts: [],
    command: '',
  });
const waiting: JobStatus = { kind: 'waiting' };
const done: JobStatus = { kind: 'done', startedAt: 0, endedAt: 1 };

test('the oldest waiting job is next, by number and not by text', () => {
  expect(nextJob([job('10', waiting), job('9', waiting), job('8', done)])?.id).toBe('9');
});

test('nothing starts while one runs', () => {
  expect(nextJob([job('1', { kind: 'running', startedAt: 0 }), job('2', waiting)])).toBeUndefined();
});

test('changes are folded in place, new jobs are added in order', () => {
  const list = foldJob(foldJob([job('2', waiting)], job('10', waiting)), job('2', done));
  expect(list.map((each) => [each.id, isEnded(each)])).toEqual([
    ['2', true],
    ['10', false],
  ]);
});
