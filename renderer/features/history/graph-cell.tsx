import { memo } from 'react';
import type { GraphEdge, GraphRow } from '../../../shared/history/graph';
import { edgePath, graphWidth, laneColour, laneX, ROW_HEIGHT } from './lane-paths';

interface Props {
  readonly node: GraphRow | undefined;
  /** The row before: its lines end in this row's upper half. */
  readonly above: GraphRow | undefined;
  /** Lanes of the whole graph. */
  readonly lanes: number;
  readonly selected: boolean;
  readonly gap: boolean;
}

const MIDDLE = ROW_HEIGHT / 2;

/** The graph's part of one row: its node, the lines that come from above and those that go on. */
export const GraphCell = memo(function GraphCell({ node, above, lanes, selected, gap }: Props) {
  if (!node) return null;
  const colour = laneColour(node.lane);
  return (
    <svg className="commit-graph" width={graphWidth(lanes)} height={ROW_HEIGHT} aria-hidden="true">
      {above?.edges.map((edge, index) => edge.kind === 'line' && <Line key={`a${index}`} edge={edge} top={-MIDDLE} />)}
      {node.edges.map((edge, index) => (
        <Line key={`b${index}`} edge={edge} top={MIDDLE} />
      ))}
      <circle
        cx={laneX(node.lane)}
        cy={MIDDLE}
        r={gap ? 2 : 5}
        fill={selected || gap ? colour : 'var(--bg-0)'}
        stroke={colour}
        strokeWidth="2"
      />
    </svg>
  );
});

/** From the middle of one row to the middle of the next; a line without an end is broken and short. */
function Line({ edge, top }: { edge: GraphEdge; top: number }) {
  const missing = edge.kind === 'missing';
  return (
    <path
      d={edgePath(edge.from, edge.to, top, missing ? top + MIDDLE - 4 : top + ROW_HEIGHT)}
      stroke={laneColour(Math.max(edge.from, edge.to))}
      strokeWidth="2"
      strokeDasharray={missing ? '3 3' : undefined}
      fill="none"
    />
  );
}
