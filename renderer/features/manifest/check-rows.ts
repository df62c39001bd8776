/** Results of checks as a table has them, and as text. */
import type { Problem } from '../../../shared/manifest/types';
import { formatDuration } from '../../ui/format';
import type { CheckResult, CheckRun } from './check-actions';

export interface CheckRow {
  readonly name: string;
  /** `none`: not checked yet. */
  readonly state: 'failed' | 'warnings' | 'ok' | 'running' | 'waiting' | 'none';
  readonly problems: readonly Problem[];
  readonly stages?: number;
  readonly packages?: number;
  /** Milliseconds. */
  readonly tookMs?: number;
  /** Epoch milliseconds. */
  readonly at?: number;
}

export const STATE_WORDS: Readonly<Record<CheckRow['state'], string>> = {
  failed: 'Failed',
  warnings: 'Warnings',
  ok: 'Resolves',
  running: 'Checking',
  waiting: 'Waiting',
  none: 'Not checked',
};

export type CheckColumn = 'state' | 'name' | 'problems' | 'stages' | 'packages' | 'time';
export interface CheckSort {
  readonly by: CheckColumn;
  readonly down: boolean;
}

export function checkRow(name: string, result: CheckResult | undefined, run: CheckRun | undefined): CheckRow {
  if (run && run.endedAt === undefined) {
    if (run.running.includes(name)) return { name, state: 'running', problems: [] };
    const at = run.cancelled ? -1 : run.targets.indexOf(name);
    if (at >= run.begun) return { name, state: 'waiting', problems: [] };
  }
  if (!result) return { name, state: 'none', problems: [] };
  if (result.kind === 'failed') return { name, state: 'failed', problems: [problemOf(result.error)], at: result.at };
  const { ok, problems, stages, packages, tookMs } = result.check;
  // What did not resolve has none of them to count.
  if (!ok) return { name, state: 'failed', problems, tookMs, at: result.at };
  const state = problems.length > 0 ? 'warnings' : 'ok';
  return { name, state, problems, stages, packages, tookMs, at: result.at };
}

function problemOf({ message, hint, detail }: Extract<CheckResult, { kind: 'failed' }>['error']): Problem {
  return {
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(detail?.file === undefined ? {} : { file: detail.file }),
    ...(detail?.line === undefined ? {} : { line: detail.line }),
  };
}

const ORDER: readonly CheckRow['state'][] = ['failed', 'warnings', 'ok', 'running', 'waiting', 'none'];

/** By a column, and within it by name. */
export function sortRows(rows: readonly CheckRow[], { by, down }: CheckSort): readonly CheckRow[] {
  const byName = (a: CheckRow, b: CheckRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const key = (row: CheckRow): number => {
    if (by === 'state') return ORDER.indexOf(row.state);
    if (by === 'problems') return row.problems.length;
    return { stages: row.stages, packages: row.packages, time: row.tookMs, name: 0 }[by] ?? -1;
  };
  const compare = by === 'name' ? byName : (a: CheckRow, b: CheckRow) => key(a) - key(b);
  return [...rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b)) || byName(a, b));
}

/** One line for each target and one for each of its problems, for a mail or a ticket. */
export function checksText(rows: readonly CheckRow[]): string {
  const lines = rows.flatMap((row) => [
    [
      STATE_WORDS[row.state].padEnd(11),
      row.name,
      ...(row.stages === undefined ? [] : [`${row.stages} stages`]),
      ...(row.packages === undefined ? [] : [`${row.packages} packages`]),
      ...(row.tookMs === undefined ? [] : [formatDuration(row.tookMs / 1000)]),
    ].join('  '),
    ...row.problems.map((problem) => `    ${problemText(problem)}`),
  ]);
  return `${lines.join('\n')}\n`;
}

/** `error: include/build.ipp.yml:99: message (hint)` */
export function problemText({ severity, file, line, message, hint }: Problem): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return `${severity}: ${place}${message}${hint === undefined ? '' : ` (${hint})`}`;
}
