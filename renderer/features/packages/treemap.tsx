import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { formatBytes } from '../../ui/format';
import type { SizeGroup } from './sizes';

interface Props {
  readonly groups: readonly SizeGroup[];
  readonly side: 'after' | 'before';
  /** `name.arch` */
  readonly selected: string | undefined;
  readonly onShow: (name: string) => void;
}

interface Node {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly change: 'new' | 'grown' | 'shrunk' | 'gone' | 'same';
  readonly children?: readonly Node[];
}

/** Smaller than this, in pixels, a package is not drawn, and a name not written. */
const LEAST = 3;
const NAME_WIDTH = 44;
const NAME_HEIGHT = 15;

function changeOf(after: number, before: number): Node['change'] {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return after > before ? 'grown' : after < before ? 'shrunk' : 'same';
}

/** Rectangles whose area is the installed size; groups stand together. */
export function Treemap({ groups, side, selected, onShow }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const isFirst = useMemo(() => groups.every((group) => group.before === 0), [groups]);
  const cells = useMemo(() => layout(groups, side, width, height), [groups, side, width, height]);
  return (
    <div className="treemap" ref={box} role="list" aria-label="Installed size by package">
      {cells.map(({ data, x0, y0, x1, y1, parent }) => (
        <button
          key={data.key}
          type="button"
          role="listitem"
          className="treemap-cell"
          data-change={isFirst ? 'same' : data.change}
          data-selected={data.key === selected || undefined}
          tabIndex={-1}
          title={`${data.name}: ${formatBytes(data.value)}${parent?.data.name ? `\nfor ${parent.data.name}` : ''}`}
          style={{ left: x0, top: y0, width: x1 - x0, height: y1 - y0 }}
          onClick={() => onShow(data.name)}
        >
          {x1 - x0 > NAME_WIDTH && y1 - y0 > NAME_HEIGHT && (
            <>
              <span className="packages-ellipsis">{data.name}</span>
              {y1 - y0 > NAME_HEIGHT * 2.2 && <span className="treemap-size">{formatBytes(data.value)}</span>}
            </>
          )}
        </button>
      ))}
    </div>
  );
}

function layout(
  groups: readonly SizeGroup[],
  side: 'after' | 'before',
  width: number,
  height: number,
): readonly HierarchyRectangularNode<Node>[] {
  if (width === 0 || height === 0) return [];
  const children = groups.map((group): Node => ({
    ...{ key: `group ${group.name}`, name: group.name, value: 0, change: 'same' },
    children: group.packages
      .filter((entry) => entry[side] > 0)
      .map(({ key, name, after, before }) => ({
        ...{ key, name, change: changeOf(after, before) },
        value: side === 'after' ? after : before,
      })),
  }));
  const root = hierarchy<Node>({ key: '', name: '', value: 0, change: 'same', children }, (node) => [
    ...(node.children ?? []),
  ])
    .sum((node) => (node.children ? 0 : node.value))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const tiled = treemap<Node>().tile(treemapSquarify).size([width, height]).paddingOuter(1).paddingInner(1).round(true)(
    root,
  );
  return tiled.leaves().filter(({ x0, x1, y0, y1 }) => x1 - x0 >= LEAST && y1 - y0 >= LEAST);
}

function useSize(box: RefObject<HTMLDivElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [box]);
  return size;
}
