/** Widths of a place's side columns, kept from one start to the next. */
import { useCallback, useEffect, useState } from 'react';

export type Side = 'left' | 'right';
export interface ColumnsLayout {
  /** Pixels; undefined until somebody dragged. */
  readonly left?: number;
  readonly right?: number;
  readonly hidden: readonly Side[];
}

export const LIMITS = { min: 180, max: 640, hideBelow: 110 } as const;
export const DEFAULT_WIDTH: Record<Side, number> = { left: 272, right: 336 };
const EVENT = 'studio:toggle-column';

/** Shows or hides a side column of the place that is open. */
export function toggleColumn(side: Side): void {
  window.dispatchEvent(new CustomEvent<Side>(EVENT, { detail: side }));
}

/** What was kept, or the beginning if it cannot be read. */
export function parseLayout(text: string | null): ColumnsLayout {
  try {
    const kept: unknown = JSON.parse(text ?? '');
    if (typeof kept !== 'object' || kept === null) return { hidden: [] };
    const { left, right, hidden } = kept as Record<string, unknown>;
    return {
      ...(typeof left === 'number' ? { left: clampWidth(left) } : {}),
      ...(typeof right === 'number' ? { right: clampWidth(right) } : {}),
      hidden: (['left', 'right'] as const).filter((side) => Array.isArray(hidden) && hidden.includes(side)),
    };
  } catch {
    return { hidden: [] };
  }
}

export function clampWidth(pixels: number): number {
  return Math.round(Math.min(LIMITS.max, Math.max(LIMITS.min, pixels)));
}

/** The layout of the place `id`, and how to change it. */
export function useColumnsLayout(id: string) {
  const key = `columns.${id}`;
  const [layout, setLayout] = useState(() => parseLayout(localStorage.getItem(key)));
  const update = useCallback(
    (change: (before: ColumnsLayout) => ColumnsLayout) =>
      setLayout((before) => {
        const after = change(before);
        localStorage.setItem(key, JSON.stringify(after));
        return after;
      }),
    [key],
  );
  const setHidden = useCallback(
    (side: Side, hide: boolean) =>
      update((before) => ({
        ...before,
        hidden: hide ? [...new Set([...before.hidden, side])] : before.hidden.filter((entry) => entry !== side),
      })),
    [update],
  );
  const resize = useCallback(
    (side: Side, pixels: number) => update((before) => ({ ...before, [side]: clampWidth(pixels) })),
    [update],
  );
  const reset = useCallback(
    (side: Side) =>
      update(({ hidden, ...before }) => ({
        ...without(before, side),
        hidden: hidden.filter((entry) => entry !== side),
      })),
    [update],
  );
  useEffect(() => {
    const toggle = (event: Event) => {
      const side = (event as CustomEvent<Side>).detail;
      update((before) => ({
        ...before,
        hidden: before.hidden.includes(side)
          ? before.hidden.filter((entry) => entry !== side)
          : [...before.hidden, side],
      }));
    };
    window.addEventListener(EVENT, toggle);
    return () => window.removeEventListener(EVENT, toggle);
  }, [update]);
  return { layout, setHidden, resize, reset };
}

function without(widths: { left?: number; right?: number }, side: Side): { left?: number; right?: number } {
  return Object.fromEntries(Object.entries(widths).filter(([key]) => key !== side));
}
