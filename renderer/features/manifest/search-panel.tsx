import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { PaneHead } from '../../ui/pane-head';
import { SearchInput } from '../../ui/search-input';
import { Spinner } from '../../ui/spinner';
import { FoundList } from './found-list';
import type { OpenFile } from './origin-link';
import type { Search } from './search-actions';
import { SearchOption } from './search-option';
import './search-panel.css';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
  /** Leads back to the files. */
  readonly onClose: () => void;
}

/** Searches the texts of the workspace, also what is not saved yet. */
export function SearchPanel({ store, onOpenFile, onClose }: Props) {
  const search = useStore(store, (state) => state.search);
  const turn = useStore(store, (state) => state.panelTurn);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.select(), [turn]);
  const { setSearch } = store.getState();
  const { query, regex, caseSensitive, status, found } = search;
  return (
    <section
      className="search-panel"
      aria-label="Search the workspace"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <PaneHead end={<Button variant="ghost" icon="close" title="Back to the files (Escape)" onClick={onClose} />}>
        <h1>Search</h1>
      </PaneHead>
      <div className="search-field">
        <SearchInput
          ref={field}
          value={query}
          onChange={(text) => setSearch({ query: text })}
          label="Text to find in all files"
          placeholder={regex ? 'Regular expression' : 'Text in all files'}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            list.current?.focus();
          }}
        />
        <SearchOption
          words="Match case"
          sign="Aa"
          on={caseSensitive}
          onChange={(on) => setSearch({ caseSensitive: on })}
        />
        <SearchOption words="Regular expression" sign=".*" on={regex} onChange={(on) => setSearch({ regex: on })} />
      </div>
      {status.kind === 'failed' ? (
        <ErrorNotice error={status.error} />
      ) : (
        <>
          <p className="search-summary" role="status">
            {status.kind === 'searching' && <Spinner label="Searching" />}
            {summary(search)}
          </p>
          <div className="found">
            <FoundList ref={list} found={found} label="Lines found" onOpenFile={onOpenFile} />
          </div>
        </>
      )}
    </section>
  );
}

function summary({ query, status, found }: Search): string {
  if (query === '') return 'Every file of the workspace is searched, with edits that are not saved.';
  if (status.kind === 'searching' && found.matches.length === 0) return 'Searching…';
  if (found.matches.length === 0) return `No file has “${query}”.`;
  const lines = found.matches.length === 1 ? '1 match' : `${found.matches.length.toLocaleString('en')} matches`;
  const files = found.files === 1 ? '1 file' : `${found.files} files`;
  return found.more ? `The first ${lines}, in ${files}: there are more.` : `${lines} in ${files}`;
}
