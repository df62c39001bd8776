import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { useCopy } from '../../ui/use-copy';
import { problemText } from './check-rows';
import { OriginLink, type OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { SuggestionButton } from './suggestion-button';

interface Props {
  readonly store: ManifestStore;
  readonly problem: Problem;
  readonly onOpenFile: OpenFile;
  readonly onDefine: () => void;
}

/** A problem: how bad it is, what helps, and the way to its place. */
export function ProblemRow({ store, problem, onOpenFile, onDefine }: Props) {
  const copy = useCopy();
  const { severity, message, hint, file, line, column, define } = problem;
  const show = () => {
    if (file !== undefined) onOpenFile(file, line, column);
    else if (define !== undefined) onDefine();
  };
  return (
    <li
      className="problem"
      data-severity={severity}
      data-leads={file !== undefined || define !== undefined || undefined}
      tabIndex={0}
      onClick={show}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') show();
        else if (event.key === 'c' && event.ctrlKey) copy(problemText(problem), 'The problem is copied');
        else return;
        event.preventDefault();
      }}
    >
      <span className="problem-mark" role="img" aria-label={severity} title={severity}>
        <Icon name={severity === 'error' ? 'error' : 'warning'} size={14} />
      </span>
      <div className="problem-text">
        <p>{message}</p>
        {hint !== undefined && <p className="compose-dim">{hint}</p>}
        <OriginLink file={file} line={line} column={column} onOpenFile={onOpenFile} />
        {define !== undefined && (
          <div className="problem-actions">
            <SuggestionButton store={store} problem={problem} />
            <Button onClick={onDefine}>Show the define</Button>
          </div>
        )}
      </div>
      <span className="problem-copy">
        <Button
          variant="ghost"
          icon="copy"
          title="Copy this problem (Ctrl C)"
          onClick={() => copy(problemText(problem), 'The problem is copied')}
        />
      </span>
    </li>
  );
}
