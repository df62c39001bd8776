import { memo } from 'react';
import type { GraphRow } from '../../../shared/history/graph';
import { edgePath, graphWidth, laneColour, laneX, ROW_HEIGHT } from './lane-paths';

interface Props {
  readonly node: GraphRow | undefined;
  /** Lanes of the whole graph. */
  readonly lanes: number;
  readonly selected: boolean;
  readonly gap: boolean;
}

/** The graph's part of one row: the node, and the lines from here to the next row. */
export const GraphCell = memo(function GraphCell({ node, lanes, selected, gap }: Props) {
  if (!node) return null;
  const middle = ROW_HEIGHT / 2;
  const colour = laneColour(node.lane);
  return (
    <svg className="commit-graph" width={graphWidth(lanes)} height={ROW_HEIGHT} aria-hidden="true">
      {node.edges.map((edge, index) => (
        <path
          key={index}
          d={edgePath(edge.from, edge.to, middle, middle + ROW_HEIGHT)}
          stroke={laneColour(Math.max(edge.from, edge.to))}
          strokeWidth="2"
          fill="none"
        />
      ))}
      <circle
        cx={laneX(node.lane)}
        cy={middle}
        r={gap ? 2 : 5}
        fill={selected || gap ? colour : 'var(--bg-0)'}
        stroke={colour}
        strokeWidth="2"
      />
    </svg>
  );
});
