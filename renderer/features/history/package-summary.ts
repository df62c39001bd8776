/** A commit's package changes in a few characters, and as rows. */
import type { CommitDetails } from '../../../shared/history/types';
import type { PackageChange } from '../../../shared/packages/types';

export interface PackageSummary {
  readonly added: number;
  readonly removed: number;
  readonly upgraded: number;
  readonly downgraded: number;
  /** Packages in all, where known; shown for a commit without a parent. */
  readonly total: number | undefined;
  readonly hasDiff: boolean;
  /** What changed, by name: stands where a commit has no subject. */
  readonly names: string;
}

const MOST_NAMES = 4;
const VERBS: Readonly<Record<PackageChange['kind'], string>> = {
  added: 'adds',
  removed: 'removes',
  upgraded: 'upgrades',
  downgraded: 'downgrades',
};

/** `adds curl, libcurl4; upgrades bash`: the first few names of each kind. */
export function changeNames({ diff, parent }: Pick<CommitDetails, 'diff' | 'parent'>): string {
  if (!diff) return parent === undefined ? 'first commit' : '';
  const parts = Object.entries(VERBS).flatMap(([kind, verb]) => {
    const names = diff.changes.filter((change) => change.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const more = names.length - MOST_NAMES;
    return [`${verb} ${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
  });
  return parts.length > 0 ? parts.join('; ') : 'same packages';
}

/** Counts of the changes against the parent. */
export function summarize(details: CommitDetails): PackageSummary {
  const count = (kind: PackageChange['kind']) =>
    details.diff?.changes.filter((change) => change.kind === kind).length ?? 0;
  return {
    added: count('added'),
    removed: count('removed'),
    upgraded: count('upgraded'),
    downgraded: count('downgraded'),
    total: details.packages,
    hasDiff: details.diff !== undefined,
    names: changeNames(details),
  };
}

export interface SummaryPart {
  readonly kind: PackageChange['kind'] | 'total' | 'same';
  readonly text: string;
}

/** `+2 ↑1`; the number of packages for a first commit; `=` where nothing changed. */
export function summaryParts(summary: PackageSummary): readonly SummaryPart[] {
  if (!summary.hasDiff) return summary.total === undefined ? [] : [{ kind: 'total', text: String(summary.total) }];
  const parts: SummaryPart[] = [];
  if (summary.added > 0) parts.push({ kind: 'added', text: `+${summary.added}` });
  if (summary.removed > 0) parts.push({ kind: 'removed', text: `−${summary.removed}` });
  if (summary.upgraded > 0) parts.push({ kind: 'upgraded', text: `↑${summary.upgraded}` });
  if (summary.downgraded > 0) parts.push({ kind: 'downgraded', text: `↓${summary.downgraded}` });
  return parts.length > 0 ? parts : [{ kind: 'same', text: '=' }];
}

/** The same in words, for a tooltip and a screen reader. */
export function summaryWords(summary: PackageSummary): string {
  if (!summary.hasDiff) return summary.total === undefined ? 'Packages not known' : `${summary.total} packages`;
  const words = (
    [
      [summary.added, 'added'],
      [summary.removed, 'removed'],
      [summary.upgraded, 'upgraded'],
      [summary.downgraded, 'downgraded'],
    ] as const
  ).filter(([count]) => count > 0);
  if (words.length === 0) return 'Same packages as the parent';
  return `Packages: ${words.map(([count, word]) => `${count} ${word}`).join(', ')}`;
}

export const CHANGE_SIGNS: Readonly<Record<PackageChange['kind'], string>> = {
  added: '+',
  removed: '−',
  upgraded: '↑',
  downgraded: '↓',
};
