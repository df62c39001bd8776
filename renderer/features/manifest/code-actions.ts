/** What the workspace's files name, and the ways from a name to its places. */
import type { StudioClient } from '../../../shared/contract';
import type { Place, SearchMatch, SymbolIndex } from '../../../shared/manifest/types';
import type { Notify } from '../../ui/notify';
import { unsavedTexts } from './document';
import { definitionsOf, nameAt } from './code-places';
import type { GetManifest, SetManifest } from './store';

export interface CodeState {
  readonly symbols: SymbolIndex;
  /** Where the cursor is in the shown file, in UTF-16 units. */
  readonly cursor: number;
  setCursor(offset: number): void;
  /** Of what is at the cursor, or at this offset. */
  goToDefinition(offset?: number): void;
  findUses(offset?: number): void;
}

export const EMPTY_CODE: Pick<CodeState, 'symbols' | 'cursor'> = {
  symbols: { variables: [], imports: [] },
  cursor: 0,
};

interface Context {
  readonly client: StudioClient;
  readonly set: SetManifest;
  readonly get: GetManifest;
  readonly notify: Notify;
}

export function codeActions({ set, get, notify }: Context): Omit<CodeState, keyof typeof EMPTY_CODE> {
  const named = (offset: number | undefined) => {
    const { file, documents, cursor, symbols, resolved } = get();
    const document = file === undefined ? undefined : documents.get(file);
    if (file === undefined || document?.kind !== 'open') return undefined;
    return nameAt(file, document.text, offset ?? cursor, symbols, resolved?.variables ?? []);
  };
  const open = ({ file, line, column }: Place) => get().openFile(file, line, column);
  return {
    setCursor: (cursor) => {
      if (get().cursor !== cursor) set({ cursor });
    },
    goToDefinition(offset) {
      const at = named(offset);
      if (!at) return notify({ text: 'There is no variable and no import at the cursor.' });
      if (at.kind === 'import') {
        if (at.to === undefined) notify({ text: `${at.path}: no such file in the workspace.`, tone: 'warn' });
        else get().openFile(at.to, 1);
        return;
      }
      const { symbols, resolved } = get();
      const places = definitionsOf(at.name, symbols, resolved?.variables ?? []);
      const elsewhere = places.filter(({ file, line }) => file !== at.place.file || line !== at.place.line);
      const first = elsewhere[0];
      if (first) open(first);
      else if (places.length > 0) get().findUses(offset);
      else notify({ text: `No file sets ${at.name}: it comes from the target's name, the defines or osbuild-mpp.` });
    },
    findUses(offset) {
      const at = named(offset);
      if (at?.kind !== 'variable') return notify({ text: 'There is no variable at the cursor.' });
      const symbol = get().symbols.variables.find(({ name }) => name === at.name);
      const matches = [...(symbol?.definitions ?? []), ...(symbol?.uses ?? [])].map((place) => matchOf(place, at.name));
      matches.sort(
        (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
      );
      if (matches.length === 0) return notify({ text: `No file of the workspace sets or uses ${at.name}.` });
      const files = new Set(matches.map(({ file }) => file)).size;
      get().showUses(at.name, { matches, files, more: false });
    },
  };
}

function matchOf(place: Place & { text: string }, name: string): SearchMatch {
  const start = Math.max(0, place.text.indexOf(name, Math.max(0, place.column - 1 - name.length)));
  const found = place.text.startsWith(name, start) ? start : Math.max(0, place.text.indexOf(name));
  return { ...place, start: found, length: place.text.startsWith(name, found) ? name.length : 0 };
}

const REST_MS = 500;

/** Reads what the files name, some time after the last change. A help: where it fails, what was known stays. */
export function createIndexer({ client, set, get }: Context): { later(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async () => {
    const workspace = get().workspace?.path;
    const symbols = await client
      .call('manifest.symbols', { texts: unsavedTexts(get().documents) })
      .catch(() => undefined);
    if (symbols && get().workspace?.path === workspace) set({ symbols });
  };
  return {
    later() {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), REST_MS);
    },
  };
}
