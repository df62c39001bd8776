import { useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

const KEY = 'targets.height';
const STEP = 28;
const LEAST = 84;

export interface TargetsHeight {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Pixels; undefined until somebody dragged. */
  readonly height: number | undefined;
  readonly style: CSSProperties;
  readonly setHeight: (pixels: number | undefined) => void;
}

/** The height of the list of targets, kept from one start to the next. */
export function useTargetsHeight(): TargetsHeight {
  const box = useRef<HTMLDivElement>(null);
  const [height, keep] = useState<number | undefined>(() => {
    const kept = Number(localStorage.getItem(KEY));
    return Number.isFinite(kept) && kept >= LEAST ? kept : undefined;
  });
  const setHeight = (pixels: number | undefined) => {
    // The files keep a part of the pane.
    const most = Math.max(LEAST, (box.current?.parentElement?.clientHeight ?? 600) - 160);
    const next = pixels === undefined ? undefined : Math.round(Math.min(most, Math.max(LEAST, pixels)));
    keep(next);
    if (next === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, String(next));
  };
  return { box, height, setHeight, style: height === undefined ? {} : { height, maxHeight: 'calc(100% - 160px)' } };
}

/** The hairline between targets and files: drag it, or use the arrow keys; a double click restores it. */
export function TargetSplitter({ height }: { readonly height: TargetsHeight }) {
  const [from, setFrom] = useState<{ y: number; height: number }>();
  const measure = () => height.box.current?.offsetHeight ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') height.setHeight(measure() - STEP);
    else if (event.key === 'ArrowDown') height.setHeight(measure() + STEP);
    else if (event.key === 'Home') height.setHeight(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="target-splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the list of targets"
      aria-valuenow={height.height ?? 0}
      data-dragging={from ? true : undefined}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ y: event.clientY, height: measure() });
      }}
      onPointerMove={(event) => {
        if (from) height.setHeight(from.height + event.clientY - from.y);
      }}
      onPointerUp={() => setFrom(undefined)}
      onPointerCancel={() => setFrom(undefined)}
      onDoubleClick={() => height.setHeight(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
