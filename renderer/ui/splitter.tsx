import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { DEFAULT_WIDTH, LIMITS, type Side } from './columns-layout';
import './layout.css';

interface Props {
  readonly side: Side;
  /** Width of its column in pixels, measured when a drag begins. */
  readonly measure: () => number;
  readonly width: number | undefined;
  readonly onResize: (pixels: number) => void;
  readonly onHide: () => void;
  readonly onReset: () => void;
}

const STEP = 16;

/** The hairline between two columns: drag it, or use the arrow keys; Enter hides, a double click restores the width. */
export function Splitter({ side, measure, width, onResize, onHide, onReset }: Props) {
  const [from, setFrom] = useState<{ x: number; width: number }>();
  const sign = side === 'left' ? 1 : -1;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!from) return;
    const wanted = from.width + sign * (event.clientX - from.x);
    if (wanted < LIMITS.hideBelow) {
      setFrom(undefined);
      onHide();
    } else {
      onResize(wanted);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onResize(measure() - sign * STEP);
    else if (event.key === 'ArrowRight') onResize(measure() + sign * STEP);
    else if (event.key === 'Enter') onHide();
    else if (event.key === 'Home') onReset();
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of the ${side} column`}
      aria-valuenow={width ?? DEFAULT_WIDTH[side]}
      aria-valuemin={LIMITS.min}
      aria-valuemax={LIMITS.max}
      data-dragging={from ? true : undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, width: measure() });
      }}
      onPointerMove={drag}
      onPointerUp={() => setFrom(undefined)}
      onPointerCancel={() => setFrom(undefined)}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  );
}
