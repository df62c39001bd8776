/** Places the pipelines' boxes: from what comes first on the left to what is made last on the right. */
import dagre from '@dagrejs/dagre';
import type { PipelineGraph } from './picture-graph';

export const NODE = { width: 158, height: 56 } as const;

/** The upper left corner of each box, by pipeline. */
export function layoutGraph({ nodes, edges }: PipelineGraph): Places {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 64 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of nodes) graph.setNode(name, { width: NODE.width, height: NODE.height });
  // What flows orders the boxes. What all are built in orders only those that take nothing: its lines would tear the rest apart.
  const takers = new Set(edges.filter(({ kind }) => kind === 'input').map(({ to }) => to));
  for (const { id, from, to, kind } of edges)
    if (kind === 'input' || !takers.has(to))
      graph.setEdge(from, to, { weight: kind === 'input' ? 4 : 1, minlen: 1 }, id);
  dagre.layout(graph);
  return new Map(
    nodes.map(({ name }) => {
      const { x, y } = graph.node(name) as { x: number; y: number };
      return [name, { x: x - NODE.width / 2, y: y - NODE.height / 2 }] as const;
    }),
  );
}

export type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;
interface Room {
  readonly width: number;
  readonly height: number;
}

/** Free space around the boxes, in pixels of the window. */
const MARGIN = 16;
/** Smaller than this, names cannot be read. */
const READABLE = 0.75;

/** How much room the boxes take. */
export function extentOf(places: Places): Room {
  const corners = [...places.values()];
  return {
    width: Math.max(0, ...corners.map(({ x }) => x)) + NODE.width,
    height: Math.max(0, ...corners.map(({ y }) => y)) + NODE.height,
  };
}

/**
 * Where to look from: all of it if that can be read, else as much as can, around the box that is chosen.
 * @param whole - all of it, however small
 */
export function viewOf(places: Places, room: Room, chosen: string | undefined, whole = false) {
  const extent = extentOf(places);
  const fitting = Math.min((room.width - 2 * MARGIN) / extent.width, (room.height - 2 * MARGIN) / extent.height, 1);
  const zoom = Math.max(fitting, whole ? 0.25 : READABLE);
  const [first] = places.values();
  const at = (chosen === undefined ? undefined : places.get(chosen)) ?? first ?? { x: 0, y: 0 };
  const along = (size: number, space: number, middle: number) => {
    const drawn = size * zoom;
    if (drawn + 2 * MARGIN <= space) return (space - drawn) / 2;
    return Math.min(MARGIN, Math.max(space - drawn - MARGIN, space / 2 - middle * zoom));
  };
  return {
    x: along(extent.width, room.width, at.x + NODE.width / 2),
    y: along(extent.height, room.height, at.y + NODE.height / 2),
    zoom,
  };
}

/** Where an arrow key leads from a box: the nearest one in that direction; the first box if none is chosen. */
export function neighbourOf(places: Places, from: string | undefined, key: string): string | undefined {
  const direction = Object.hasOwn(DIRECTIONS, key) ? DIRECTIONS[key] : undefined;
  if (key === 'Home' || (direction && from === undefined)) return [...places.keys()][0];
  if (key === 'End') return [...places.keys()].at(-1);
  const start = from === undefined ? undefined : places.get(from);
  if (!direction || !start) return undefined;
  let best: { name: string; far: number } | undefined;
  for (const [name, { x, y }] of places) {
    const along = (x - start.x) * direction.x + (y - start.y) * direction.y;
    const aside = Math.abs((x - start.x) * direction.y) + Math.abs((y - start.y) * direction.x);
    const far = along + aside * 2;
    if (along > 1 && (!best || far < best.far)) best = { name, far };
  }
  return best?.name;
}

const DIRECTIONS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
