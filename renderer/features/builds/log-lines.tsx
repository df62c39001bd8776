import { useCallback, useRef, type ReactNode } from 'react';
import type { FixedRows } from '../../ui/use-fixed-rows';
import { LogHeaderRow } from './log-header-row';
import { isFailedSection, type FailedPlace, type LogModel } from './log-model';
import { LogRow } from './log-row';
import { LOG_ROW_HEIGHT } from './log-view';
import type { LineRange, LogView } from './use-log-view';

interface Props {
  readonly model: LogModel;
  readonly view: LogView;
  readonly rows: FixedRows;
  readonly running: boolean;
  readonly failed: FailedPlace | undefined;
}

/** The rows in sight, on a canvas as high and wide as all of them. */
export function LogLines({ model, view, rows, running, failed }: Props) {
  const choose = useChoose(view);
  const query = view.searching ? view.query : '';
  const currentLine = view.searching ? view.matches[view.match] : undefined;
  const rendered: ReactNode[] = [];
  for (let row = rows.first; row < rows.end; row++) {
    const index = view.rows.lineAt(row);
    const line = model.lines[index];
    if (!line) continue;
    const common = {
      top: row * LOG_ROW_HEIGHT,
      query,
      chosen: contains(view.range, index),
      current: index === currentLine,
    };
    const section = line.kind === 'header' ? model.sections[line.section] : undefined;
    if (line.kind !== 'header') {
      rendered.push(<LogRow key={index} line={line} index={index} onChoose={choose} {...common} />);
    } else if (section) {
      rendered.push(
        <LogHeaderRow
          key={index}
          text={line.text}
          section={section}
          folded={view.folded.has(line.section)}
          running={running}
          failed={isFailedSection(section, failed)}
          onToggle={() => view.toggle(line.section)}
          {...common}
        />,
      );
    }
  }
  return (
    <div className="log-canvas" style={{ height: rows.height, minWidth: `calc(${model.longest + 2}ch + 64px)` }}>
      {rendered}
    </div>
  );
}

/** A function that stays the same, so that rows are not drawn again for each change of the range. */
function useChoose(view: LogView): (line: number, extend: boolean) => void {
  const anchor = useRef(0);
  const { setRange } = view;
  return useCallback(
    (line, extend) => {
      if (!extend) anchor.current = line;
      setRange({ anchor: anchor.current, focus: line });
    },
    [setRange],
  );
}

function contains(range: LineRange | undefined, line: number): boolean {
  if (!range) return false;
  return line >= Math.min(range.anchor, range.focus) && line <= Math.max(range.anchor, range.focus);
}
