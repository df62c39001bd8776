/** Windowing of rows of different heights: only those in sight are in the document. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';

/** Where nothing can be measured (no layout), as much as this is taken to be in sight. */
const FALLBACK_HEIGHT = 600;
const AHEAD = 300;

/** Tops of rows, and after the last one the height of all. */
export function topsOf(heights: readonly number[]): readonly number[] {
  const tops = [0];
  for (const [at, height] of heights.entries()) tops.push((tops[at] ?? 0) + height);
  return tops;
}

/** The last row whose top is at or above `y`. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function useRowWindow(heights: readonly number[]) {
  const ref = useRef<HTMLDivElement>(null);
  const tops = useMemo(() => topsOf(heights), [heights]);
  const [sight, setSight] = useState({ top: 0, height: FALLBACK_HEIGHT });
  const measure = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const top = element.scrollTop;
    const height = element.clientHeight || FALLBACK_HEIGHT;
    setSight((before) => (before.top === top && before.height === height ? before : { top, height }));
  }, []);
  useLayoutEffect(() => {
    measure();
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure, tops]);
  const scrollTo = useCallback(
    (row: number) => {
      const element = ref.current;
      if (!element || row < 0) return;
      const height = element.clientHeight || FALLBACK_HEIGHT;
      const top = tops[row] ?? 0;
      const bottom = tops[row + 1] ?? top;
      if (top < element.scrollTop) element.scrollTop = row <= 1 ? 0 : top;
      else if (bottom > element.scrollTop + height) element.scrollTop = bottom - height;
      measure();
    },
    [measure, tops],
  );
  const count = heights.length;
  return {
    ref,
    measure,
    scrollTo,
    tops,
    first: count === 0 ? 0 : rowAt(tops, sight.top - AHEAD),
    end: count === 0 ? 0 : rowAt(tops, sight.top + sight.height + AHEAD) + 1,
    /** Rows of a usual height that fit at once. */
    page: Math.max(1, Math.floor(sight.height / 28) - 1),
  };
}
