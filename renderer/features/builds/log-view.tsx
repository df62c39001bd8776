import { useLayoutEffect, useMemo, useReducer, useRef, type KeyboardEvent } from 'react';
import { Button } from '../../ui/button';
import { useFixedRows, type FixedRows } from '../../ui/use-fixed-rows';
import { LogLines } from './log-lines';
import { errorLine, linesAsText, type FailedPlace, type LogModel } from './log-model';
import { LogToolbar } from './log-toolbar';
import { useFollowTail, type FollowTail } from './use-follow-tail';
import { useLogView, type LogView as View } from './use-log-view';

export const LOG_ROW_HEIGHT = 18;

interface Props {
  readonly model: LogModel;
  /** True while lines may still come. */
  readonly running: boolean;
  readonly failed: FailedPlace | undefined;
  readonly copy: (text: string, what: string) => void;
}

/** The log of a job: 100,000 lines of which only those in sight are in the document. */
export function LogView({ model, running, failed, copy }: Props) {
  const view = useLogView(model);
  const rows = useFixedRows(view.rows.count, LOG_ROW_HEIGHT);
  const follow = useFollowTail(rows.ref, rows.height);

  const goTo = useGoTo(view, rows, follow);
  const firstError = useMemo(() => errorLine(model, failed), [model, failed]);
  const copyAll = () => copy(linesAsText(model, 0, model.lines.length - 1), 'Log copied');
  const closeSearch = () => {
    view.closeSearch();
    rows.ref.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const command = logCommand(event, event.target === rows.ref.current);
    if (command === 'search') view.openSearch();
    else if (command === 'select-all') view.setRange({ anchor: 0, focus: model.lines.length - 1 });
    else if (command === 'unselect') view.setRange(undefined);
    else if (command === 'end') follow.jump();
    else if (command === 'copy' && view.range) {
      const { anchor, focus } = view.range;
      copy(linesAsText(model, Math.min(anchor, focus), Math.max(anchor, focus)), 'Lines copied');
    } else return;
    event.preventDefault();
  };

  return (
    <div className="log" onKeyDown={onKeyDown}>
      <LogToolbar
        model={model}
        view={view}
        onStep={(step) => goTo(view.step(step))}
        onFirstError={firstError === undefined ? undefined : () => goTo(firstError)}
        onCopyAll={copyAll}
        onCloseSearch={closeSearch}
      />
      <div
        className="log-scroll"
        ref={rows.ref}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        onScroll={() => {
          rows.onScroll();
          follow.onScroll();
        }}
      >
        <LogLines model={model} view={view} rows={rows} running={running} failed={failed} />
      </div>
      {!follow.following && running && (
        <div className="log-jump">
          <Button icon="chevron-down" onClick={follow.jump} title="Follow the end of the log">
            Jump to end
          </Button>
        </div>
      )}
    </div>
  );
}

/** What a key means; without the focus in the log itself only searching does. */
function logCommand(event: KeyboardEvent, inLog: boolean): string | undefined {
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && event.key === 'f') return 'search';
  if (!inLog) return undefined;
  if (ctrl && event.key === 'a') return 'select-all';
  // Words that were marked with the mouse are copied by the browser.
  if (ctrl && event.key === 'c') return (getSelection()?.isCollapsed ?? true) ? 'copy' : undefined;
  if (event.key === 'Escape') return 'unselect';
  return event.key === 'End' ? 'end' : undefined;
}

/** Brings a line into sight, unfolding its section if need be. */
function useGoTo(view: View, rows: FixedRows, follow: FollowTail): (line: number | undefined) => void {
  const target = useRef<number | undefined>(undefined);
  const [, draw] = useReducer((turn: number) => turn + 1, 0);
  // A line that was folded away has its row only after the next render.
  useLayoutEffect(() => {
    if (target.current !== undefined) rows.scrollTo(view.rows.rowOf(target.current), 'center');
    target.current = undefined;
  });
  return (line) => {
    if (line === undefined) return;
    follow.stop();
    view.reveal(line);
    target.current = line;
    draw();
  };
}
