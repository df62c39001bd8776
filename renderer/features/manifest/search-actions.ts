/** Searching the workspace's texts: one request at a time, and only the newest answer counts. */
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { SearchMatch } from '../../../shared/manifest/types';
import { unsavedTexts } from './document';
import type { GetManifest, SetManifest } from './store';

export interface Found {
  readonly matches: readonly SearchMatch[];
  /** Files with a match. */
  readonly files: number;
  /** There are more than these. */
  readonly more: boolean;
}
export interface Search {
  readonly query: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly status:
    | { readonly kind: 'idle' }
    | { readonly kind: 'searching' }
    | { readonly kind: 'found' }
    | { readonly kind: 'failed'; readonly error: WireError };
  /** The last answer; while a new one is on its way, the one before. */
  readonly found: Found;
}
export interface SearchState {
  /** What the left pane shows. */
  readonly panel: 'files' | 'search' | 'uses';
  /** Counts how often the panel was asked for: its field takes the focus. */
  readonly panelTurn: number;
  readonly search: Search;
  /** Places of a name. */
  readonly uses: { readonly name: string; readonly found: Found } | undefined;
  /** Shows the search, for this text if one is given. */
  showSearch(query?: string): void;
  setSearch(search: Partial<Pick<Search, 'query' | 'regex' | 'caseSensitive'>>): void;
  showUses(name: string, found: Found): void;
  closePanel(): void;
}

const NOTHING: Found = { matches: [], files: 0, more: false };
const REST_MS = 150;
const MOST = 5000;
export const EMPTY_SEARCH: Pick<SearchState, 'panel' | 'panelTurn' | 'search' | 'uses'> = {
  panel: 'files',
  panelTurn: 0,
  search: { query: '', regex: false, caseSensitive: false, status: { kind: 'idle' }, found: NOTHING },
  uses: undefined,
};

export function searchActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
): Omit<SearchState, keyof typeof EMPTY_SEARCH> {
  const change = (more: Partial<Search>) => set((state) => ({ search: { ...state.search, ...more } }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = 0;
  let running = false;
  const work = async () => {
    if (running) return;
    running = true;
    for (let turn = -1; turn !== wanted;) {
      turn = wanted;
      const { query, regex, caseSensitive } = get().search;
      if (query === '') break;
      const input = { query, regex, caseSensitive, limit: MOST, texts: unsavedTexts(get().documents) };
      const answer = await client.call('workspace.search', input).catch(toWire);
      if (turn !== wanted) continue;
      if ('code' in answer) change({ status: { kind: 'failed', error: answer }, found: NOTHING });
      else change({ status: { kind: 'found' }, found: answer });
    }
    running = false;
  };
  const search = () => {
    wanted += 1;
    clearTimeout(timer);
    if (get().search.query === '') return change({ status: { kind: 'idle' }, found: NOTHING });
    change({ status: { kind: 'searching' } });
    timer = setTimeout(() => void work(), REST_MS);
  };
  return {
    showSearch(query) {
      set((state) => ({ panel: 'search', panelTurn: state.panelTurn + 1 }));
      if (query !== undefined) change({ query });
      search();
    },
    setSearch(more) {
      change(more);
      search();
    },
    showUses: (name, found) =>
      set((state) => ({ panel: 'uses', panelTurn: state.panelTurn + 1, uses: { name, found } })),
    closePanel: () => set({ panel: 'files' }),
  };
}
