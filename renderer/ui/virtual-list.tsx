import { useEffect, useId, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { nextIndex } from './list-keys';
import './list.css';
import { useFixedRows } from './use-fixed-rows';

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
  const id = useId();
  const rows = useFixedRows(count, rowHeight);
  const { scrollTo } = rows;
  useEffect(() => {
    if (selected >= 0) scrollTo(selected);
  }, [selected, scrollTo]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const page = Math.max(1, rows.visible.end - rows.visible.first - 1);
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
        rows.ref.current = element;
        assign(props.ref, element);
      }}
      role={role}
      aria-label={label}
      aria-rowcount={role === 'grid' ? count : undefined}
      aria-activedescendant={selected >= 0 ? rowId(selected) : undefined}
      tabIndex={0}
      onScroll={rows.onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="virtual-list-canvas" style={{ height: rows.height }}>
        {Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset).map((index) => (
          <div
            key={rowKey?.(index) ?? index}
            id={rowId(index)}
            className="virtual-list-row"
            role={role === 'grid' ? 'row' : 'option'}
            aria-selected={index === selected}
            aria-rowindex={role === 'grid' ? index + 1 : undefined}
            aria-setsize={role === 'grid' ? undefined : count}
            aria-posinset={role === 'grid' ? undefined : index + 1}
            style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
            onClick={() => onSelect(index)}
            onDoubleClick={() => onActivate?.(index)}
          >
            {render(index, index === selected)}
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
