import { useMemo, type KeyboardEvent } from 'react';
import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { Group } from '../../ui/group';
import { useCopy } from '../../ui/use-copy';
import { problemText } from './check-rows';
import { problemGroups } from './problem-groups';
import { ProblemRow } from './problem-row';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly problems: readonly Problem[];
  readonly onOpenFile: OpenFile;
  /** Leads to the defines. */
  readonly onDefine: () => void;
}

/** What is wrong with the target, file by file, and the way to each place. The arrow keys move, Enter goes there. */
export function ProblemList({ store, problems, onOpenFile, onDefine }: Props) {
  const groups = useMemo(() => problemGroups(problems), [problems]);
  const copy = useCopy();
  if (problems.length === 0)
    return <EmptyState icon="check" title="No problems" text="The target resolves, and its defines are known." />;
  return (
    <div className="problems" onKeyDown={moveFocus}>
      <div className="problems-head">
        <span className="compose-dim">{countWords(problems)}</span>
        <Button
          variant="ghost"
          icon="copy"
          onClick={() => copy(problems.map(problemText).join('\n'), 'The problems are copied')}
        >
          Copy all
        </Button>
      </div>
      {groups.map((group) => (
        <section key={group.file ?? ''} aria-label={group.file ?? 'Without a place'}>
          <Group label={group.file ?? 'Defines and the target'} end={group.problems.length} />
          <ul>
            {group.problems.map((problem) => (
              <ProblemRow
                key={`${problem.severity} ${problem.message} ${problem.line}`}
                store={store}
                problem={problem}
                onOpenFile={onOpenFile}
                onDefine={onDefine}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function countWords(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const words = (count: number, one: string) => (count === 0 ? [] : [`${count} ${one}${count === 1 ? '' : 's'}`]);
  return [...words(errors, 'error'), ...words(warnings, 'warning')].join(', ');
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.problem')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1))];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
