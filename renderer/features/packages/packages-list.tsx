import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneHead } from '../../ui/pane-head';
import { SearchInput } from '../../ui/search-input';
import { PackageTable } from './package-table';
import { PackagesState } from './packages-state';
import type { PackagesStore } from './store';
import { useRows } from './use-rows';

interface Props {
  readonly store: PackagesStore;
  readonly go: Go;
  readonly onPrepare: (() => void) | undefined;
}

/** The search field and what it finds. */
export function PackagesList({ store, go, onPrepare }: Props) {
  const query = useStore(store, (state) => state.query);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { rows, picked, inImage } = useRows(store);
  useFindKey(search);
  const toList = (event: KeyboardEvent) => {
    const first = rows[0];
    if (event.key !== 'ArrowDown' || !first) return;
    event.preventDefault();
    store.getState().select(first);
    list.current?.focus();
  };
  return (
    <Pane flat>
      <PaneHead>
        <SearchInput
          ref={search}
          value={query}
          onChange={(text) => store.getState().setQuery(text)}
          label="Search packages"
          placeholder="Search names and summaries (Ctrl F)"
          end={<Count store={store} shown={rows.length} />}
          onKeyDown={toList}
        />
      </PaneHead>
      {rows.length > 0 ? (
        <PackageTable store={store} rows={rows} picked={picked} inImage={inImage} list={list} />
      ) : (
        <PackagesState store={store} go={go} onPrepare={onPrepare} />
      )}
    </Pane>
  );
}

/** How many are listed, of how many that match, and how long the search took. */
function Count({ store, shown }: { readonly store: PackagesStore; readonly shown: number }) {
  const isReady = useStore(store, (state) => state.status.kind === 'ready');
  const total = useStore(store, (state) => state.total);
  const tookMs = useStore(store, (state) => state.tookMs);
  if (!isReady || total === 0) return null;
  const count =
    shown === total ? shown.toLocaleString('en') : `${shown.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return <span>{`${count} · ${tookMs < 1 ? '<1' : Math.round(tookMs)} ms`}</span>;
}

function useFindKey(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    window.addEventListener('keydown', focus);
    return () => window.removeEventListener('keydown', focus);
  }, [search]);
}
