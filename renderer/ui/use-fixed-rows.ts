/** Windowing of a list whose rows are all equally high: only the rows in sight are in the document. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';

export interface FixedRows {
  /** Goes to the scrolling element. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Rows to render: from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
  /** Rows in sight, without those rendered ahead. */
  readonly visible: { readonly first: number; readonly end: number };
  /** Height of all rows in pixels. */
  readonly height: number;
  /** Brings a row into sight; `center` also if it is in sight already but at the edge. */
  readonly scrollTo: (row: number, align?: 'nearest' | 'center') => void;
}

/** Where nothing can be measured (no layout), as much as this is taken to be in sight. */
const FALLBACK_HEIGHT = 600;

export function useFixedRows(count: number, rowHeight: number, overscan = 10): FixedRows {
  const ref = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState({ first: 0, end: 0 });

  const measure = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / rowHeight);
    const end = Math.ceil((element.scrollTop + (element.clientHeight || FALLBACK_HEIGHT)) / rowHeight);
    setVisible((before) => (before.first === first && before.end === end ? before : { first, end }));
  }, [rowHeight]);

  useLayoutEffect(() => {
    measure();
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure, count]);

  const scrollTo = useCallback(
    (row: number, align: 'nearest' | 'center' = 'nearest') => {
      const element = ref.current;
      if (!element) return;
      const height = element.clientHeight || FALLBACK_HEIGHT;
      const top = row * rowHeight;
      if (align === 'center') element.scrollTop = top - (height - rowHeight) / 2;
      else if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + height) element.scrollTop = top + rowHeight - height;
      measure();
    },
    [measure, rowHeight],
  );

  return useMemo(() => {
    const end = Math.min(count, visible.end);
    return {
      ref,
      onScroll: measure,
      first: Math.max(0, Math.min(visible.first, count) - overscan),
      end: Math.min(count, visible.end + overscan),
      visible: { first: Math.min(visible.first, end), end },
      height: count * rowHeight,
      scrollTo,
    };
  }, [count, measure, overscan, rowHeight, scrollTo, visible]);
}
