import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import './overlay.css';
import { useFocusTrap } from './use-focus-trap';

export interface MenuItem {
  readonly label: string;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
  readonly onSelect: () => void;
}

interface Props {
  /** Where it opens, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

/** What can be done here. Arrow keys move, a letter jumps, Escape closes. */
export function Menu({ at, items, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(at);
  const trap = useFocusTrap(box, onClose);
  useLayoutEffect(() => {
    const { width, height } = box.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
    setPlace({
      x: Math.max(8, Math.min(at.x, window.innerWidth - width - 8)),
      y: Math.max(8, Math.min(at.y, window.innerHeight - height - 8)),
    });
  }, [at.x, at.y]);
  return createPortal(
    <div
      className="scrim"
      style={{ background: 'none' }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div
        className="menu"
        role="menu"
        tabIndex={-1}
        ref={box}
        style={{ left: place.x, top: place.y }}
        onKeyDown={(event) => (event.key === 'Tab' ? onClose() : moveFocus(event) || trap(event))}
      >
        {items.map((item) => (
          <div key={item.label} style={{ display: 'contents' }}>
            {item.separated && <div className="menu-separator" role="separator" />}
            <button
              type="button"
              role="menuitem"
              className="menu-item"
              data-danger={item.danger || undefined}
              disabled={item.disabled}
              onClick={() => {
                onClose();
                item.onSelect();
              }}
            >
              <span className="item-title">{item.label}</span>
              {item.shortcut !== undefined && <span className="menu-shortcut">{item.shortcut}</span>}
            </button>
          </div>
        ))}
      </div>
    </div>,
    document.body,
  );
}

/** True if the key moved the focus. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): boolean {
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not([disabled])')];
  const at = items.findIndex((item) => item === document.activeElement);
  const letter = event.key.length === 1 ? event.key.toLowerCase() : undefined;
  const next =
    event.key === 'ArrowDown'
      ? items[(at + 1) % items.length]
      : event.key === 'ArrowUp'
        ? items[(at - 1 + items.length) % items.length]
        : event.key === 'Home'
          ? items[0]
          : event.key === 'End'
            ? items[items.length - 1]
            : [...items.slice(at + 1), ...items].find((item) =>
                item.textContent.toLowerCase().startsWith(letter ?? '\n'),
              );
  if (!next) return false;
  event.preventDefault();
  next.focus();
  return true;
}
