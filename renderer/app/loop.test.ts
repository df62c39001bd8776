import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../shared/manifest/types';
import { done, job, machine, TARGET } from '../testing/samples';
import { loopOf, type LoopFacts, type LoopState } from './loop';

const workspace: Workspace = {
  path: '/home/me/starter',
  name: 'starter',
  starter: true,
  ostreeRepo: '/home/me/starter/ostree-repo',
  outputDir: '/home/me/starter/output',
  favourites: [],
  targets: [],
  files: [],
};
const nothing: LoopFacts = { workspace, resolved: undefined, jobs: [], repository: undefined, machines: [] };
const prepared = job('1', done(), { request: { kind: 'starter-repository' } });
const built = job('2', done(), {
  artifacts: [{ kind: 'image', path: `/home/me/starter/output/${TARGET}`, format: 'qcow2', size: 1 }],
});
const words = (steps: readonly LoopState[]) => steps.map(({ step, state }) => `${step} ${state}`);

describe('loopOf', () => {
  it('begins with the packages', () => {
    expect(words(loopOf(nothing))).toEqual([
      'repository next',
      'image later',
      'boot later',
      'change later',
      'upgrade later',
    ]);
  });

  it('needs no starter repository in a workspace of one’s own', () => {
    const [first] = loopOf({ ...nothing, workspace: { ...workspace, starter: false } });
    expect(first).toEqual({ step: 'image', state: 'next' });
  });

  it('tells the job that is at a step', () => {
    const running = job('2', { kind: 'running', startedAt: 1 });
    expect(loopOf({ ...nothing, jobs: [prepared, running] })[1]).toEqual({ step: 'image', state: 'running', job: '2' });
  });

  it('counts what was built and booted here, not elsewhere', () => {
    const here = loopOf({ ...nothing, jobs: [prepared, built], machines: [machine('m1')] });
    expect(words(here).slice(0, 4)).toEqual(['repository done', 'image done', 'boot done', 'change next']);
    const elsewhere = { ...built, workspace: '/home/me/other' };
    expect(loopOf({ ...nothing, jobs: [prepared, elsewhere] })[1]?.state).toBe('next');
  });

  it('ends with an upgrade', () => {
    const upgraded = machine('m1', { lastUpgrade: { available: true, seconds: 2 } });
    const ref = { name: 'r', head: 'c', commits: 2, timestamp: 1 };
    const repository = { path: workspace.ostreeRepo, exists: true, mode: 'archive', size: 1, refs: [ref] };
    const steps = loopOf({ ...nothing, jobs: [prepared, built], machines: [upgraded], repository });
    expect(steps.every(({ state }) => state === 'done')).toBe(true);
  });
});
