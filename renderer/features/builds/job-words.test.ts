import { describe, expect, it } from 'vitest';
import { done, job } from '../../testing/samples';
import { elapsedSeconds, jobWords, stageCount, stageName } from './job-words';

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
