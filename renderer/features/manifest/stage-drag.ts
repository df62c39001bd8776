import { useState, type DragEvent } from 'react';
import type { StageEdits } from './stage-edits';
import type { StageRow } from './stage-rows';

/** A row that is dragged goes before the row it is dropped on, or after it on its lower half. */
export function useStageDrag(edits: StageEdits) {
  const [dragged, setDragged] = useState<StageRow>();
  const [over, setOver] = useState<{ key: string; after: boolean }>();
  const isAfter = (event: DragEvent<HTMLElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY > top + height / 2;
  };
  return (row: StageRow) => ({
    className: 'stage-drag',
    draggable: true,
    'data-drop':
      over?.key === row.key && dragged && dragged.key !== row.key ? (over.after ? 'after' : 'before') : undefined,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', row.type);
      setDragged(row);
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (dragged?.pipeline !== row.pipeline) return;
      event.preventDefault();
      const after = isAfter(event);
      if (over?.key !== row.key || over.after !== after) setOver({ key: row.key, after });
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      event.preventDefault();
      if (dragged && dragged.key !== row.key) void edits.moveTo(dragged, row, isAfter(event));
      setOver(undefined);
    },
    onDragEnd: () => {
      setDragged(undefined);
      setOver(undefined);
    },
  });
}
