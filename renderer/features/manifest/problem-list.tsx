import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { StateDot } from '../../ui/state-dot';
import { OriginLink, type OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { SuggestionButton } from './suggestion-button';

interface Props {
  readonly store: ManifestStore;
  readonly problems: readonly Problem[];
  readonly onOpenFile: OpenFile;
  /** Leads to the defines. */
  readonly onDefine: () => void;
}

/** What is wrong with the target, and the way to each place. */
export function ProblemList({ store, problems, onOpenFile, onDefine }: Props) {
  if (problems.length === 0) return <p className="compose-note">No problems: the target resolves.</p>;
  const show = ({ file, line, column }: Problem) => {
    if (file !== undefined) onOpenFile(file, line, column);
  };
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem) => (
        <li
          key={`${problem.severity} ${problem.message} ${problem.file} ${problem.line}`}
          className="problem"
          data-leads={problem.file !== undefined || undefined}
          onClick={() => show(problem)}
        >
          <StateDot tone={problem.severity === 'error' ? 'bad' : 'warn'} label={problem.severity} />
          <div className="problem-text">
            <p>{problem.message}</p>
            {problem.hint !== undefined && <p className="compose-dim">{problem.hint}</p>}
            <OriginLink file={problem.file} line={problem.line} column={problem.column} onOpenFile={onOpenFile} />
            {problem.define !== undefined && (
              <div className="problem-actions">
                <SuggestionButton store={store} problem={problem} />
                <Button onClick={onDefine}>Show the define</Button>
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
