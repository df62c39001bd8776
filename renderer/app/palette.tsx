import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { Icon } from '../ui/icon';
import { nextIndex } from '../ui/list-keys';
import { useFixedRows, type FixedRows } from '../ui/use-fixed-rows';
import { useFocusTrap } from '../ui/use-focus-trap';
import type { Command } from './commands';
import { matchItems, paletteItems, type PaletteItem } from './palette-items';
import { PaletteRow } from './palette-row';
import type { Stores } from './stores';

interface Props {
  readonly stores: Stores;
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

const ROW_HEIGHT = 32;

/** Goes to anything: type, choose with the arrow keys, Enter. */
export function Palette({ stores, commands, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const list = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const items = useMemo(() => paletteItems(stores, commands), [stores, commands]);
  const found = useMemo(() => matchItems(items, query), [items, query]);
  const rows = useFixedRows(found.length, ROW_HEIGHT);
  const trap = useFocusTrap(box, onClose);
  const choose = (index: number) => {
    setAt(index);
    rows.scrollTo(index);
  };
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const next = listStep(event.key, at, found.length);
    if (next !== undefined) choose(next);
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  };
  return createPortal(
    <div className="scrim palette-scrim" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div className="palette" role="dialog" aria-modal="true" aria-label="Go to anything" ref={box} onKeyDown={trap}>
        <div className="palette-input">
          <Icon name="search" />
          <input
            type="text"
            role="combobox"
            aria-label="Go to"
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
            placeholder="Target, file, commit, package, job, machine or command"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              choose(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <Found id={list} found={found} at={at} rows={rows} onRun={run} />
        {found.length === 0 && <p className="palette-none">{`Nothing is called “${query.trim()}”.`}</p>}
      </div>
    </div>,
    document.body,
  );
}

interface FoundProps {
  readonly id: string;
  readonly found: readonly PaletteItem[];
  readonly at: number;
  readonly rows: FixedRows;
  readonly onRun: (item: PaletteItem) => void;
}

function Found({ id, found, at, rows, onRun }: FoundProps) {
  return (
    <div className="palette-list" role="listbox" id={id} aria-label="Found" ref={rows.ref} onScroll={rows.onScroll}>
      <div className="palette-canvas" style={{ height: rows.height }}>
        {found.slice(rows.first, rows.end).map((item, offset) => (
          <PaletteRow
            key={item.key}
            id={`${id}-${rows.first + offset}`}
            item={item}
            top={(rows.first + offset) * ROW_HEIGHT}
            selected={rows.first + offset === at}
            onRun={() => onRun(item)}
          />
        ))}
      </div>
    </div>
  );
}

/** Where a key leads in the list; Home and End move in the text. */
function listStep(key: string, at: number, count: number): number | undefined {
  return /^(Arrow(Up|Down)|Page(Up|Down))$/.test(key) ? nextIndex(key, at, count, 10) : undefined;
}
