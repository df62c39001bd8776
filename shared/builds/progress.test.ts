import { expect, test } from 'vitest';
import { durationsOf, measured, phaseEnded, phaseStarted, plannedProgress, stageEnded, stageStarted } from './progress';
import type { Job } from './types';

const plan = plannedProgress([
  { name: 'sources', kind: 'step', stages: [] },
  { name: 'rootfs', kind: 'pipeline', stages: ['org.osbuild.mkdir', 'org.osbuild.rpm'] },
]);
const none = new Map<string, number>();

test('a job goes from nothing to everything, one stage at a time', () => {
  let progress = phaseStarted(plan, 'sources', 0);
  progress = phaseEnded(progress, 'sources', 1, true);
  const afterSources = measured(progress, none, 0).fraction;
  expect(afterSources).toBeGreaterThan(0);
  progress = stageStarted(phaseStarted(progress, 'rootfs', 1000), 'rootfs', 0, 1000);
  progress = stageEnded(progress, 'rootfs', 0, 0.1, true);
  progress = stageStarted(progress, 'rootfs', 1, 1100);
  expect(progress.label).toBe('rootfs · org.osbuild.rpm');
  const running = measured(progress, none, 3100);
  expect(running.fraction).toBeGreaterThan(afterSources);
  expect(running.fraction).toBeLessThan(1);
  expect(running.remaining).toBeUndefined();
  progress = phaseEnded(stageEnded(progress, 'rootfs', 1, 4, true), 'rootfs', 5, true);
  expect(measured(progress, none, 6000).fraction).toBe(1);
  expect(progress.phases[1]?.stages.map((stage) => stage.state)).toEqual(['done', 'done']);
});

test('a failure stays where it happened', () => {
  let progress = stageStarted(phaseStarted(plan, 'rootfs', 0), 'rootfs', 1, 0);
  progress = phaseEnded(stageEnded(progress, 'rootfs', 1, 2, false), 'rootfs', 2, false);
  expect(progress.phases[1]?.state).toBe('failed');
  expect(progress.phases[1]?.stages.map((stage) => stage.state)).toEqual(['waiting', 'failed']);
  expect(measured(progress, none, 2000).fraction).toBeLessThan(0.5);
});

test('an earlier run tells what is left', () => {
  let earlier = phaseEnded(plan, 'sources', 2, true);
  earlier = phaseEnded(stageEnded(stageEnded(earlier, 'rootfs', 0, 1, true), 'rootfs', 1, 7, true), 'rootfs', 8, true);
  const durations = durationsOf({ progress: earlier } as Job);
  const now = measured(phaseEnded(plan, 'sources', 2, true), durations, 0);
  expect(now.remaining).toBeCloseTo(8);
  expect(now.fraction).toBeCloseTo(0.2);
});
