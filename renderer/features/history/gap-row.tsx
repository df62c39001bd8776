import type { ReactNode } from 'react';
import { ROW_HEIGHT } from './lane-paths';

interface Props {
  readonly row: number;
  readonly count: number;
  readonly query: string;
  readonly graph: ReactNode;
  readonly graphWidth: number;
}

/** Stands for the commits between two shown ones. */
export function GapRow({ row, count, query, graph, graphWidth }: Props) {
  return (
    <div
      className="commit-row commit-gap"
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)`, paddingLeft: graphWidth }}
    >
      {graph}
      <span className="commit-checksum">…</span>
      <span className="commit-version" />
      <span className="commit-subject">
        {count === 1 ? '1 commit without ' : `${count.toLocaleString('en')} commits without `}
        {`“${query.trim()}”`}
      </span>
    </div>
  );
}
