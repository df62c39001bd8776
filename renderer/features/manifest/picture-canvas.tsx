import { MarkerType, ReactFlow, ReactFlowProvider, useReactFlow, type Edge } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { Button } from '../../ui/button';
import type { PipelineEdge, PipelineGraph } from './picture-graph';
import { extentOf, layoutGraph, neighbourOf, NODE, viewOf, type Places } from './picture-layout';
import { PictureNode, type PictureNodeType } from './picture-node';

interface Props {
  readonly graph: PipelineGraph;
  readonly chosen: string | undefined;
  readonly onChoose: (pipeline: string | undefined) => void;
}

const nodeTypes = { pipeline: PictureNode };
const ZOOM = { duration: 100 } as const;

/** The pipelines as boxes and lines; arrow keys go from box to box. */
export function PictureCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ graph, chosen, onChoose }: Props) {
  const { zoomIn, zoomOut } = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const places = useMemo(() => layoutGraph(graph), [graph]);
  const nodes = useMemo(
    () =>
      graph.nodes.map((pipeline): PictureNodeType => ({
        id: pipeline.name,
        type: 'pipeline',
        position: places.get(pipeline.name) ?? { x: 0, y: 0 },
        data: { pipeline, chosen: pipeline.name === chosen },
        width: NODE.width,
        height: NODE.height,
      })),
    [graph, places, chosen],
  );
  const edges = useMemo(() => graph.edges.map((edge) => lineOf(edge, chosen)), [graph, chosen]);
  const look = useLook(box, places, chosen);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = neighbourOf(places, chosen, event.key);
    if (next !== undefined) onChoose(next);
    else if (event.key === 'Escape') onChoose(undefined);
    else if (event.key === '+' || event.key === '=') void zoomIn(ZOOM);
    else if (event.key === '-') void zoomOut(ZOOM);
    else if (event.key === '0') look(true);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="picture-canvas"
      style={{ height: extentOf(places).height + 48 }}
      role="group"
      tabIndex={0}
      aria-label={`Graph of pipelines${chosen === undefined ? '' : `, ${chosen} is chosen`}`}
      onKeyDown={onKeyDown}
    >
      <div className="picture-flow" ref={box}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          panOnScroll
          minZoom={0.25}
          maxZoom={1.75}
          proOptions={{ hideAttribution: true }}
          onNodeClick={(_, node) => onChoose(node.id === chosen ? undefined : node.id)}
        />
      </div>
      <ZoomButtons onFit={() => look(true)} />
    </div>
  );
}

function ZoomButtons({ onFit }: { onFit: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="picture-zoom">
      <Button variant="ghost" icon="minus" title="Smaller (-)" onClick={() => void zoomOut(ZOOM)} />
      <Button variant="ghost" icon="plus" title="Larger (+)" onClick={() => void zoomIn(ZOOM)} />
      <Button variant="ghost" title="Show all of it (0)" onClick={onFit}>
        All
      </Button>
    </div>
  );
}

/** Looks at the boxes: at first, when the room or the pipelines change, and when one out of sight is chosen. */
function useLook(box: { readonly current: HTMLDivElement | null }, places: Places, chosen: string | undefined) {
  const { setViewport, getViewport } = useReactFlow();
  const latest = useRef({ places, chosen });
  const look = useCallback(
    (whole: boolean, duration = 0) => {
      if (!box.current) return;
      const room = { width: box.current.clientWidth, height: box.current.clientHeight };
      void setViewport(viewOf(latest.current.places, room, latest.current.chosen, whole), { duration });
    },
    [box, setViewport],
  );
  const shape = [...places.keys()].join('\n');
  useEffect(() => {
    latest.current = { places, chosen };
  });
  useEffect(() => {
    const frame = requestAnimationFrame(() => look(false));
    return () => cancelAnimationFrame(frame);
  }, [shape, look]);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(() => look(false));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box, look]);
  useEffect(() => {
    const at = chosen === undefined ? undefined : latest.current.places.get(chosen);
    if (!at || !box.current) return;
    const { x, zoom } = getViewport();
    const left = at.x * zoom + x;
    if (left < 0 || left + NODE.width * zoom > box.current.clientWidth) look(false, 120);
  }, [box, chosen, getViewport, look]);
  return look;
}

function lineOf({ id, from, to, kind, label }: PipelineEdge, chosen: string | undefined): Edge {
  const near = chosen === from || chosen === to;
  const colour = near ? 'var(--accent)' : kind === 'build' ? 'var(--line-2)' : 'var(--fg-3)';
  const dashes = kind === 'build' ? { strokeDasharray: '4 4' } : {};
  return {
    id,
    source: from,
    target: to,
    // What all are built with would be written beside each line: it is told for the chosen one.
    ...(kind === 'input' || near ? { label } : {}),
    style: { stroke: colour, strokeWidth: kind === 'input' ? 1.5 : 1, ...dashes },
    labelBgPadding: [4, 1],
    labelBgBorderRadius: 3,
    zIndex: near ? 1 : 0,
    markerEnd: { type: MarkerType.ArrowClosed, color: colour, width: 14, height: 14 },
  };
}
