import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { GraphCell } from './graph-cell';
import { edgePath, graphWidth, laneX, MAX_LANES } from './lane-paths';

afterEach(cleanup);

it('draws a straight line down a lane and an S between two', () => {
  expect(edgePath(1, 1, 22, 66)).toBe(`M${laneX(1)} 22V66`);
  expect(edgePath(1, 0, 22, 66)).toBe(`M${laneX(1)} 22C${laneX(1)} 44 ${laneX(0)} 44 ${laneX(0)} 66`);
});

it('gives the graph room for its lanes, but not for hundreds', () => {
  expect(graphWidth(0)).toBe(graphWidth(1));
  expect(graphWidth(3)).toBeGreaterThan(graphWidth(2));
  expect(graphWidth(500)).toBe(graphWidth(MAX_LANES));
});

it('draws what comes from above as well, and breaks the line of a missing parent', () => {
  const above = { lane: 1, lanes: [0, 1], edges: [{ from: 1, to: 0, kind: 'line' as const }] };
  const node = { lane: 0, lanes: [0], edges: [{ from: 0, to: 0, kind: 'missing' as const }] };
  const { container } = render(<GraphCell node={node} above={above} lanes={2} selected={false} gap={false} />);
  const paths = [...container.querySelectorAll('path')];
  expect(paths.map((path) => path.getAttribute('stroke-dasharray'))).toEqual([null, '3 3']);
  expect(paths.map((path) => path.getAttribute('stroke'))).toEqual(['var(--lane-2)', 'var(--lane-1)']);
  expect(paths[0]?.getAttribute('d')).toBe(edgePath(1, 0, -22, 22));
});

it('marks the selected node, and draws a gap small', () => {
  const node = { lane: 0, lanes: [0], edges: [{ from: 0, to: 0, kind: 'line' as const }] };
  const circle = (selected: boolean, gap: boolean) => {
    const { container } = render(<GraphCell node={node} above={undefined} lanes={1} selected={selected} gap={gap} />);
    const found = container.querySelector('circle');
    return { fill: found?.getAttribute('fill'), r: Number(found?.getAttribute('r')) };
  };
  expect(circle(true, false).fill).toBe('var(--lane-1)');
  expect(circle(false, false).fill).toBe('var(--bg-0)');
  expect(circle(false, true).r).toBeLessThan(circle(false, false).r);
});
