import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import type { LogModel } from './log-model';
import type { LogView } from './use-log-view';

interface Props {
  readonly model: LogModel;
  readonly view: LogView;
  readonly onStep: (step: 1 | -1) => void;
  /** Undefined if nothing went wrong. */
  readonly onFirstError: (() => void) | undefined;
  readonly onCopyAll: () => void;
  readonly onCloseSearch: () => void;
}

/** Above the log: how much there is, the search, and what can be done with the whole. */
export function LogToolbar({ model, view, onStep, onFirstError, onCopyAll, onCloseSearch }: Props) {
  const anyOpen = view.folded.size < model.sections.length;
  return (
    <div className="log-toolbar">
      {view.searching ? (
        <LogSearch view={view} onStep={onStep} onClose={onCloseSearch} />
      ) : (
        <span className="log-lines">{countLines(model.lines.length)}</span>
      )}
      <div className="log-tools">
        {onFirstError && (
          <Button variant="ghost" icon="error" onClick={onFirstError} title="Go to the first error">
            <Label>First error</Label>
          </Button>
        )}
        {model.sections.length > 0 && (
          <Button
            variant="ghost"
            icon={anyOpen ? 'chevron-right' : 'chevron-down'}
            onClick={() => view.setAllFolded(anyOpen)}
            title={anyOpen ? 'Fold all stages' : 'Unfold all stages'}
          >
            <Label>{anyOpen ? 'Fold all' : 'Unfold all'}</Label>
          </Button>
        )}
        <Button variant="ghost" icon="copy" onClick={onCopyAll} title="Copy the whole log as text">
          <Label>Copy log</Label>
        </Button>
        {!view.searching && (
          <Button variant="ghost" icon="search" onClick={view.openSearch} title="Search in the log (Ctrl F)">
            <Label>Search</Label>
          </Button>
        )}
      </div>
    </div>
  );
}

/** Words that give way to their icon where there is no room. */
function Label({ children }: { children: string }) {
  return <span className="log-label">{children}</span>;
}

function countLines(count: number): string {
  return count === 1 ? '1 line' : `${count.toLocaleString('en')} lines`;
}

function LogSearch({ view, onStep, onClose }: { view: LogView; onStep: (step: 1 | -1) => void; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const count = view.matches.length;
  return (
    <div className="log-search" role="search">
      <input
        ref={input}
        className="log-search-input"
        aria-label="Search in the log"
        placeholder="Search in the log"
        value={view.query}
        onChange={(event) => view.setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className="log-search-count" aria-live="polite">
        {view.query === '' ? '' : count === 0 ? 'none' : `${view.match < 0 ? '–' : view.match + 1} of ${count}`}
      </span>
      <Button
        variant="ghost"
        icon="chevron-up"
        disabled={count === 0}
        onClick={() => onStep(-1)}
        title="Previous (Shift Enter)"
      />
      <Button
        variant="ghost"
        icon="chevron-down"
        disabled={count === 0}
        onClick={() => onStep(1)}
        title="Next (Enter)"
      />
      <Button variant="ghost" icon="close" onClick={onClose} title="Close (Escape)" />
    </div>
  );
}
