/** Counts tests from the reports that Vitest and Playwright write. */
import { readFileSync } from 'node:fs';

export const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/** Vitest's JSON report (the format of Jest's). A file that could not even be loaded is one failure. */
export function vitestCounts(report) {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright's JSON report. A test that passed at a second try passed; an error outside tests is a failure. */
export function playwrightCounts({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
    skipped: stats.skipped,
  };
}

/** The counts of one run; a run that failed and tells no failure counts as one, so that none goes unseen. */
export function countsOf(file, read, status) {
  let counts = NOTHING;
  try {
    counts = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // no report was written: the runner itself failed
  }
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
