import { useEffect, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { nextIndex } from '../../ui/list-keys';
import { Menu } from '../../ui/menu';
import { useCopy } from '../../ui/use-copy';
import { useFixedRows } from '../../ui/use-fixed-rows';
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
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.metaKey) return;
    const row = rows[at];
    const page = Math.max(1, view.visible.end - view.visible.first - 1);
    const next = event.ctrlKey ? undefined : nextIndex(event.key, at, rows.length, page);
    const target = next === undefined ? undefined : neighbour(rows, at, next);
    if (target) {
      event.currentTarget.focus();
      select(target);
    } else if (row?.kind !== 'target') return;
    else if (event.key === 'f' && !event.ctrlKey)
      void store.getState().setFavourite(row.target.name, !favourites.has(row.target.name));
    else if (event.key === 'c' && event.ctrlKey) copy(row.target.name, "The target's name is copied");
    else return;
    event.preventDefault();
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
          onKeyDown={onKeyDown}
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
