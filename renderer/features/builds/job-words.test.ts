import { describe, expect, it } from 'vitest';
import { done, job } from '../../testing/samples';
import { elapsedSeconds, groupJobs, jobWords, stageCount, stageName } from './job-words';

const now = new Date(2026, 10, 23, 12, 0).getTime();
const hour = 3_600_000;

describe('groupJobs', () => {
  it('groups by state and day, the queue in its order and the past newest first', () => {
    const groups = groupJobs(
      [
        job('1', done(now - 30 * hour)),
        job('2', done(now - 2 * hour)),
        job('3', done(now - hour)),
        job('10', { kind: 'waiting' }),
        job('9', { kind: 'waiting', reason: 'for ref starter/x86_64/qemu-minimal' }),
        job('8', { kind: 'running', startedAt: now }),
      ],
      now,
    );
    expect(groups.map((group) => [group.label, group.jobs.map((entry) => entry.id)])).toEqual([
      ['Running', ['8']],
      ['Waiting', ['9', '10']],
      ['Today', ['3', '2']],
      ['Earlier', ['1']],
    ]);
  });
});

describe('jobWords', () => {
  it('says state and number', () => {
    const progress = { phases: [], fraction: 0.629, label: '' };
    expect(jobWords(job('1', { kind: 'running', startedAt: 1 }, { progress }), false)).toEqual({
      tone: 'run',
      label: 'Running',
      end: '62 %',
    });
    expect(jobWords(job('1', { kind: 'running', startedAt: 1 }), true).label).toBe('Cancelling');
    expect(jobWords(job('1', done(27_400)), false)).toMatchObject({ tone: 'ok', end: '26 s' });
  });

  it('says where it failed', () => {
    const error = { code: 'tool-failed', message: 'dracut failed.', detail: { stage: 'org.osbuild.dracut' } } as const;
    expect(jobWords(job('1', { kind: 'failed', startedAt: 1, endedAt: 2, error }), false)).toMatchObject({
      tone: 'bad',
      label: 'Failed',
      end: 'dracut',
    });
  });
});

describe('progress', () => {
  const phase = (name: string, states: ('done' | 'running' | 'waiting')[]) => ({
    name,
    kind: 'pipeline' as const,
    state: 'waiting' as const,
    stages: states.map((state) => ({ type: 'org.osbuild.rpm', state })),
  });

  it('counts stages, and steps without stages as one', () => {
    expect(
      stageCount([phase('rootfs', ['done', 'done']), phase('tree', ['running', 'waiting']), phase('pull', [])]),
    ).toEqual({ current: 3, total: 5 });
    expect(stageCount([])).toBeUndefined();
    expect(stageCount([phase('rootfs', ['done'])])).toEqual({ current: 1, total: 1 });
  });

  it('takes time to now while it runs, and none where it never ran', () => {
    expect(elapsedSeconds({ kind: 'running', startedAt: 1000 }, 4500)).toBe(3.5);
    expect(elapsedSeconds({ kind: 'cancelled', endedAt: 9 }, 4500)).toBeUndefined();
  });

  it('drops the prefix of osbuild only', () => {
    expect(stageName('org.osbuild.ostree.commit')).toBe('ostree.commit');
    expect(stageName('starter.convert')).toBe('starter.convert');
  });
});
