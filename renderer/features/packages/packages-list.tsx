import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { SearchBy } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneHead } from '../../ui/pane-head';
import { SearchInput } from '../../ui/search-input';
import { Select } from '../../ui/select';
import { PackageTable } from './package-table';
import { PackagesEmpty } from './packages-empty';
import { SizesView } from './sizes-view';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly go: Go;
  readonly onPrepare: (() => void) | undefined;
}

const BY: readonly { readonly value: SearchBy; readonly label: string; readonly placeholder: string }[] = [
  { value: 'name', label: 'Names', placeholder: 'Search names and summaries (Ctrl F)' },
  { value: 'provides', label: 'Provides', placeholder: 'What packages provide: libcurl.so, pkgconfig(zlib) …' },
  { value: 'file', label: 'Files', placeholder: 'A file’s name or path: curl, bin/curl, /usr/bin/curl' },
];

/** The search field and what it finds, or the sizes of what the image holds. */
export function PackagesList({ store, go, onPrepare }: Props) {
  const view = useStore(store, (state) => state.view);
  const hasRows = useStore(store, (state) => state.rows.length > 0);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useFindKey(search);
  return (
    <Pane flat>
      <PaneHead end={<ViewSwitch store={store} />}>
        {view === 'list' ? (
          <SearchBar store={store} search={search} list={list} />
        ) : (
          <h2>Sizes of what the image holds</h2>
        )}
      </PaneHead>
      {view === 'sizes' ? (
        <SizesView store={store} />
      ) : hasRows ? (
        <PackageTable store={store} list={list} />
      ) : (
        <PackagesEmpty store={store} go={go} onPrepare={onPrepare} />
      )}
    </Pane>
  );
}

function ViewSwitch({ store }: { readonly store: PackagesStore }) {
  const view = useStore(store, (state) => state.view);
  const { setView } = store.getState();
  return (
    <Button
      icon={view === 'list' ? 'sizes' : 'list'}
      pressed={view === 'sizes'}
      title={view === 'list' ? 'See what takes how much room in the image' : 'Back to the list of packages'}
      onClick={() => setView(view === 'list' ? 'sizes' : 'list')}
    >
      {view === 'list' ? 'Sizes' : 'List'}
    </Button>
  );
}

interface SearchBarProps {
  readonly store: PackagesStore;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly list: RefObject<HTMLDivElement | null>;
}

function SearchBar({ store, search, list }: SearchBarProps) {
  const query = useStore(store, (state) => state.query);
  const by = useStore(store, (state) => state.by);
  const { setQuery, setBy, select } = store.getState();
  const toList = (event: KeyboardEvent) => {
    const first = store.getState().rows[0];
    if (event.key !== 'ArrowDown' || !first) return;
    event.preventDefault();
    select(first);
    list.current?.focus();
  };
  return (
    <>
      <SearchInput
        ref={search}
        value={query}
        onChange={setQuery}
        label="Search packages"
        placeholder={BY.find(({ value }) => value === by)?.placeholder ?? ''}
        end={<Count store={store} />}
        onKeyDown={toList}
      />
      <Select<SearchBy> label="Search in" value={by} options={BY} onChange={setBy} />
    </>
  );
}

/** How many are listed, of how many that match, and how long the search took. */
function Count({ store }: { readonly store: PackagesStore }) {
  const isReady = useStore(store, (state) => state.status.kind === 'ready');
  const shown = useStore(store, (state) => state.rows.length);
  const total = useStore(store, (state) => state.total);
  const tookMs = useStore(store, (state) => state.tookMs);
  if (!isReady || total === 0) return null;
  const count =
    shown === total ? shown.toLocaleString('en') : `${shown.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return <span title={`The search took ${tookMs.toFixed(1)} ms.`}>{count}</span>;
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
