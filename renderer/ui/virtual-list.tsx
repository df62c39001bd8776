import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { nextIndex } from './list-keys';
import './list.css';

interface Props {
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly role?: 'listbox' | 'grid';
  /** Index of the chosen row, -1 for none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** Enter, or a double click. */
  readonly onActivate?: (index: number) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly rowKey?: (index: number) => string;
  readonly render: (index: number, selected: boolean) => ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
}

/** A list of any length: only the rows in sight are in the document, one of them is chosen with the keyboard. */
export function VirtualList(props: Props) {
  const { count, rowHeight, label, role = 'listbox', selected, onSelect, onActivate, rowKey, render } = props;
  const scroller = useRef<HTMLDivElement | null>(null);
  const id = useId();
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    ...(rowKey ? { getItemKey: rowKey } : {}),
  });
  useEffect(() => {
    if (selected >= 0 && selected < count) rows.scrollToIndex(selected, { align: 'auto' });
    // The rows' own changes must not scroll back to the chosen one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight * 10) / rowHeight) - 1);
    const next = nextIndex(event.key, selected, count, page);
    if (next !== undefined) onSelect(next);
    else if (event.key === 'Enter' && selected >= 0) onActivate?.(selected);
    else return;
    event.preventDefault();
  };
  const rowId = (index: number) => `${id}-${index}`;
  return (
    <div
      className="virtual-list"
      ref={(element) => {
        scroller.current = element;
        assign(props.ref, element);
      }}
      role={role}
      aria-label={label}
      aria-rowcount={role === 'grid' ? count : undefined}
      aria-activedescendant={selected >= 0 ? rowId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="virtual-list-canvas" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            id={rowId(row.index)}
            className="virtual-list-row"
            role={role === 'grid' ? 'row' : 'option'}
            aria-selected={row.index === selected}
            aria-rowindex={role === 'grid' ? row.index + 1 : undefined}
            aria-setsize={role === 'grid' ? undefined : count}
            aria-posinset={role === 'grid' ? undefined : row.index + 1}
            style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            onClick={() => onSelect(row.index)}
            onDoubleClick={() => onActivate?.(row.index)}
          >
            {render(row.index, row.index === selected)}
          </div>
        ))}
      </div>
    </div>
  );
}

function assign(ref: Ref<HTMLDivElement> | undefined, element: HTMLDivElement | null): void {
  if (typeof ref === 'function') ref(element);
  else if (ref) ref.current = element;
}
