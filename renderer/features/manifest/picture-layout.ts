/** Places the pipelines' boxes: from what comes first on the left to what is made last on the right. */
import dagre from '@dagrejs/dagre';
import type { PipelineGraph } from './picture-graph';

export const NODE = { width: 176, height: 62 } as const;

/** The upper left corner of each box, by pipeline. */
export function layoutGraph({ nodes, edges }: PipelineGraph): ReadonlyMap<string, { x: number; y: number }> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 76, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of nodes) graph.setNode(name, { width: NODE.width, height: NODE.height });
  // What flows draws the line; what a pipeline builds with is only beside it.
  for (const { id, from, to, kind } of edges)
    graph.setEdge(from, to, { weight: kind === 'input' ? 4 : 1, minlen: 1 }, id);
  dagre.layout(graph);
  return new Map(
    nodes.map(({ name }) => {
      const { x, y } = graph.node(name) as { x: number; y: number };
      return [name, { x: x - NODE.width / 2, y: y - NODE.height / 2 }] as const;
    }),
  );
}
