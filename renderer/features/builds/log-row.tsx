import { memo } from 'react';
import { LogLineText } from './log-line-text';
import type { LogLine } from './log-model';

interface Props {
  readonly line: LogLine & { kind: 'info' | 'output' | 'error' };
  readonly index: number;
  readonly top: number;
  readonly query: string;
  readonly chosen: boolean;
  readonly current: boolean;
  readonly onChoose: (line: number, extend: boolean) => void;
}

/** A line of the log with its number. */
export const LogRow = memo(function LogRow({ line, index, top, query, chosen, current, onChoose }: Props) {
  return (
    <div
      className="log-row"
      data-kind={line.kind}
      data-chosen={chosen || undefined}
      data-current={current || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button
        type="button"
        className="log-number"
        tabIndex={-1}
        title="Select this line (Shift: up to here)"
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => onChoose(index, event.shiftKey)}
      >
        {index + 1}
      </button>
      <span className="log-text">
        <LogLineText text={line.text} query={query} />
      </span>
    </div>
  );
});
