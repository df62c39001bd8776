import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { GetManifest, ManifestState, SetManifest } from './store';

/** A file of the workspace that was opened. */
export type Document =
  { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly error: WireError } | OpenDocument;

export interface OpenDocument {
  readonly kind: 'open';
  /** As on disk when it was read or written last, and its hash. */
  readonly saved: string;
  readonly hash: string;
  /** As edited. */
  readonly text: string;
  readonly saving: boolean;
  /** Somebody else wrote the file since. */
  readonly conflict: boolean;
}

/** As long as somebody types without such a rest, nothing is resolved. */
const TYPING_MS = 300;

type Actions = Pick<ManifestState, 'openFile' | 'edit' | 'save' | 'saveAll' | 'reload' | 'overwrite' | 'checkDisk'>;

/** True if the file was edited and not saved. */
export function isDirty(document: Document | undefined): boolean {
  return document?.kind === 'open' && document.text !== document.saved;
}

/** Texts that are not on disk yet, by file. */
export function unsavedTexts(documents: ReadonlyMap<string, Document>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [path, document] of documents)
    if (document.kind === 'open' && isDirty(document)) texts[path] = document.text;
  return texts;
}

/** What a person does with files. */
export function documentActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
  resolve: (delayMs: number) => void,
): Actions {
  const { put, change, read, write, save } = documentIo(client, set, get, () => resolve(0));
  return {
    save,
    reload: read,
    openFile(path, line, column = 1) {
      const jump = line === undefined ? {} : { jump: { file: path, line, column, turn: (get().jump?.turn ?? 0) + 1 } };
      set({ file: path, ...jump });
      const kind = get().documents.get(path)?.kind;
      if (kind === 'open' || kind === 'loading') return;
      put(path, { kind: 'loading' });
      void read(path);
    },
    edit(path, text) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || document.text === text) return;
      change(path, { text });
      resolve(TYPING_MS);
    },
    async saveAll() {
      const results = [];
      for (const [path, document] of get().documents) if (isDirty(document)) results.push(await save(path));
      return results.every(Boolean);
    },
    async overwrite(path) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open') return;
      try {
        const { hash } = await client.call('manifest.read', { path });
        await write(path, hash, document.text);
      } catch (thrown) {
        set({ problem: toWire(thrown) });
      }
    },
    checkDisk: () => checkDisk(client, get, change),
  };
}

function documentIo(client: StudioClient, set: SetManifest, get: GetManifest, onSaved: () => void) {
  const put = (path: string, document: Document) =>
    set((state) => ({ documents: new Map(state.documents).set(path, document) }));
  const change = (path: string, more: Partial<OpenDocument>) => {
    const document = get().documents.get(path);
    if (document?.kind === 'open') put(path, { ...document, ...more });
  };
  const read = async (path: string) => {
    const workspace = get().workspace?.path;
    try {
      const { text, hash } = await client.call('manifest.read', { path });
      if (get().workspace?.path !== workspace) return;
      put(path, { kind: 'open', saved: text, text, hash, saving: false, conflict: false });
    } catch (thrown) {
      if (get().workspace?.path === workspace) put(path, { kind: 'failed', error: toWire(thrown) });
    }
  };
  const write = async (path: string, hash: string, text: string): Promise<boolean> => {
    change(path, { saving: true });
    try {
      const written = await client.call('manifest.write', { path, text, hash });
      change(path, { saved: text, hash: written.hash, saving: false, conflict: false });
      onSaved();
      return true;
    } catch (thrown) {
      const error = toWire(thrown);
      change(path, { saving: false, conflict: error.code === 'conflict' });
      if (error.code === 'conflict') get().openFile(path);
      else set({ problem: error });
      return false;
    }
  };
  const saves = new Map<string, Promise<boolean>>();
  /** After a save of the same file that is under way: its hash is what the next one starts from. */
  const save = (path: string): Promise<boolean> => {
    const next = (saves.get(path) ?? Promise.resolve(true)).then(async () => {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || !isDirty(document)) return true;
      return write(path, document.hash, document.text);
    });
    saves.set(path, next);
    return next;
  };
  return { put, change, read, write, save };
}

async function checkDisk(
  client: StudioClient,
  get: GetManifest,
  change: (path: string, more: Partial<OpenDocument>) => void,
): Promise<void> {
  for (const [path, document] of get().documents) {
    if (document.kind !== 'open' || document.saving || document.conflict) continue;
    // A file that is gone is told when it is saved.
    const found = await client.call('manifest.read', { path }).catch(() => undefined);
    const now = get().documents.get(path);
    if (!found || now?.kind !== 'open' || now.saving || found.hash === now.hash) continue;
    if (isDirty(now)) change(path, { conflict: true });
    else change(path, { saved: found.text, text: found.text, hash: found.hash });
  }
}
