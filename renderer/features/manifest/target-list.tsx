import { useEffect, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { nextIndex } from '../../ui/list-keys';
import { Menu } from '../../ui/menu';
import { useCopy } from '../../ui/use-copy';
import { useFixedRows, type FixedRows } from '../../ui/use-fixed-rows';
import type { ManifestStore } from './store';
import { TargetFacets } from './target-facet-bar';
import { ROW_HEIGHT, TargetCanvas } from './target-canvas';
import { targetMenu } from './target-menu';
import { neighbour, type TargetRow } from './target-rows';
import { TargetSplitter, useTargetsHeight } from './target-splitter';
import { useTargetRows } from './use-target-rows';
import './target.css';

/** What can be built. A workspace may have thousands of targets: only those in sight are in the document. */
export function TargetList({ store }: { readonly store: ManifestStore }) {
  const chosen = useStore(store, (state) => state.target);
  const { rows, shown, all, favourites, fold } = useTargetRows(store);
  const [activeKey, setActiveKey] = useState<string>();
  const [menu, setMenu] = useState<{ name: string; at: { x: number; y: number } }>();
  const height = useTargetsHeight();
  const copy = useCopy();
  const view = useFixedRows(rows.length, ROW_HEIGHT);
  const at = rowOf(rows, chosen, activeKey);
  const { scrollTo } = view;
  useEffect(() => {
    if (at >= 0) scrollTo(at);
  }, [at, scrollTo]);
  const select = (row: TargetRow) => {
    if (row.kind !== 'target') return;
    setActiveKey(row.key);
    store.getState().selectTarget(row.target.name);
  };
  /** True if the key did something with the chosen target. */
  const onKey = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean => {
    const row = rows[at];
    if (row?.kind !== 'target' || altKey || metaKey) return false;
    const { name } = row.target;
    if (key === 'f' && !ctrlKey) void store.getState().setFavourite(name, !favourites.has(name));
    else if (key === 'c' && ctrlKey) copy(name, "The target's name is copied");
    else return false;
    return true;
  };
  return (
    <>
      <div className="targets" ref={height.box} style={height.style}>
        <Group label="Targets" end={countWords(shown, all)} />
        <TargetFacets store={store} />
        <div
          className="targets-scroll"
          ref={view.ref}
          tabIndex={-1}
          role="group"
          aria-label="Targets by keyboard"
          onScroll={view.onScroll}
          onKeyDown={(event) => onKeyDown(event, { rows, at, view, select, onKey })}
        >
          <TargetCanvas
            store={store}
            rows={rows}
            view={view}
            chosen={rows[at]}
            favourites={favourites}
            onSelect={select}
            onFold={fold}
            onMenu={(name, place) => setMenu({ name, at: place })}
          />
        </div>
        {shown === 0 && <p className="compose-note">No target has all of this in its name.</p>}
      </div>
      <TargetSplitter height={height} />
      {menu && <Menu at={menu.at} items={targetMenu(store, menu.name, copy)} onClose={() => setMenu(undefined)} />}
    </>
  );
}

interface KeyContext {
  readonly rows: readonly TargetRow[];
  readonly at: number;
  readonly view: FixedRows;
  readonly select: (row: TargetRow) => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** The arrow keys choose, past headings. */
function onKeyDown(event: KeyboardEvent<HTMLElement>, { rows, at, view, select, onKey }: KeyContext): void {
  const page = Math.max(1, view.visible.end - view.visible.first - 1);
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
  const next = isPlain ? nextIndex(event.key, at, rows.length, page) : undefined;
  const row = next === undefined ? undefined : neighbour(rows, at, next);
  if (row) {
    event.currentTarget.focus();
    select(row);
  } else if (!onKey(event)) return;
  event.preventDefault();
}

/** The row that was chosen, if its target still is; otherwise the target's place among all. */
function rowOf(rows: readonly TargetRow[], chosen: string | undefined, activeKey: string | undefined): number {
  const isChosen = (row: TargetRow) => row.kind === 'target' && row.target.name === chosen;
  const active = rows.findIndex((row) => row.key === activeKey && isChosen(row));
  if (active >= 0) return active;
  const own = rows.findIndex((row) => row.key === chosen);
  return own >= 0 ? own : rows.findIndex(isChosen);
}

function countWords(shown: number, all: number): string {
  return shown === all ? all.toLocaleString('en') : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`;
}
