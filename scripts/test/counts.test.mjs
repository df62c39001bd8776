import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { add, countsOf, playwrightCounts, vitestCounts } from './counts.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

test('counts the tests of a Vitest report', () => {
  expect(vitestCounts(vitest)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test('a test file that could not be loaded is a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(vitestCounts({ ...vitest, testResults }).failed).toBe(2);
});

test('counts the tests of a Playwright report', () => {
  const stats = { expected: 4, flaky: 1, unexpected: 2, skipped: 3 };
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 2, skipped: 3 });
});

test('an error outside Playwright tests is a failure', () => {
  const stats = { expected: 0, flaky: 0, unexpected: 0, skipped: 0 };
  expect(playwrightCounts({ stats, errors: [{}] }).failed).toBe(1);
});

test('a run that failed without a report is one failure', () => {
  expect(countsOf(path.join(folder, 'absent.json'), vitestCounts, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a report of success with a failing exit status is one failure', () => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ ...vitest, numFailedTests: 0 }));
  expect(countsOf(file, vitestCounts, 1).failed).toBe(1);
  expect(countsOf(file, vitestCounts, 0).failed).toBe(0);
});

test('adds', () => {
  expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 1, failed: 1, skipped: 1 })).toEqual({
    passed: 2,
    failed: 3,
    skipped: 4,
  });
});
