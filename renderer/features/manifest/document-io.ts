/** Reading and writing files, and keeping up with what others write. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Notify } from '../../ui/notify';
import { fileName, isDirty, type Document, type OpenDocument } from './document';
import { mergeTexts } from './document-merge';
import type { GetManifest, SetManifest } from './store';

export interface DocumentContext {
  readonly client: StudioClient;
  readonly set: SetManifest;
  readonly get: GetManifest;
  readonly notify: Notify;
  /** Texts changed: resolves after so many milliseconds of rest. */
  readonly resolve: (delayMs: number) => void;
}

export interface DocumentIo {
  put(path: string, document: Document): void;
  change(path: string, more: Partial<OpenDocument>): void;
  /** Takes the text on disk, whatever was edited. */
  read(path: string): Promise<void>;
  /** Takes what somebody else wrote: at once if nothing was edited here, merged if that is possible. */
  sync(path: string): Promise<void>;
  /** True if the file is on disk as it is here. */
  save(path: string): Promise<boolean>;
}

export function documentIo(context: DocumentContext): DocumentIo {
  const { client, set, get } = context;
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
      put(path, { kind: 'open', saved: text, text, hash, saving: false, disk: undefined });
    } catch (thrown) {
      if (get().workspace?.path === workspace) put(path, { kind: 'failed', error: toWire(thrown) });
    }
  };
  const sync = synchronizer(context, change);
  return { put, change, read, sync, save: saver(context, change, sync) };
}

function synchronizer({ client, get, notify, resolve }: DocumentContext, change: DocumentIo['change']) {
  return async (path: string): Promise<void> => {
    const workspace = get().workspace?.path;
    const found = await client.call('manifest.read', { path }).catch(toWire);
    const now = get().documents.get(path);
    if (now?.kind !== 'open' || now.saving || get().workspace?.path !== workspace) return;
    if ('code' in found) {
      if (found.code === 'not-found') change(path, { disk: { kind: 'gone' } });
      return;
    }
    const { text, hash } = found;
    const taken = { saved: text, hash, disk: undefined };
    if (hash === now.hash) {
      if (now.disk) change(path, { disk: undefined });
      return;
    }
    if (now.disk?.kind === 'changed' && now.disk.hash === hash) return;
    resolve(0);
    if (!isDirty(now)) return change(path, { ...taken, text });
    const merged = mergeTexts(now.saved, now.text, text);
    if (merged.conflicts > 0) return change(path, { disk: { kind: 'changed', text, hash } });
    change(path, { ...taken, text: merged.text });
    notify({ text: `${fileName(path)} was changed on disk: your text has those changes now.`, tone: 'ok' });
  };
}

function saver({ client, set, get, resolve }: DocumentContext, change: DocumentIo['change'], sync: DocumentIo['sync']) {
  /** One attempt. `again`: the file on disk is not what was read; it was looked at anew. */
  const write = async (path: string, document: OpenDocument): Promise<boolean | 'again'> => {
    const { text, hash, disk } = document;
    change(path, { saving: true });
    try {
      const written =
        disk?.kind === 'gone'
          ? await client.call('manifest.create', { path, text })
          : await client.call('manifest.write', { path, text, hash });
      change(path, { saved: text, hash: written.hash, saving: false, disk: undefined });
      resolve(0);
      return true;
    } catch (thrown) {
      const error = toWire(thrown);
      change(path, { saving: false });
      if (error.code !== 'conflict' && error.code !== 'not-found') {
        set({ problem: error });
        return false;
      }
      if (error.code === 'not-found') change(path, { disk: { kind: 'gone' } });
      else await sync(path);
      return 'again';
    }
  };
  const attempt = async (path: string): Promise<boolean> => {
    for (let turn = 0; turn < 3; turn += 1) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || (!isDirty(document) && document.disk?.kind !== 'gone')) return true;
      // Whose lines stay is for the person to say: the bar above the text asks.
      if (document.disk?.kind === 'changed') break;
      const result = await write(path, document);
      if (result !== 'again') return result;
    }
    get().openFile(path);
    return false;
  };
  const saves = new Map<string, Promise<boolean>>();
  /** After a save of the same file that is under way: its hash is what the next one starts from. */
  return (path: string): Promise<boolean> => {
    const next = (saves.get(path) ?? Promise.resolve(true)).then(() => attempt(path));
    saves.set(path, next);
    return next;
  };
}
