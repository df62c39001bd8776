/** What a person does with files. */
import { toWire } from '../../../shared/errors';
import { dirtyDocuments, fileName, type Documents } from './document';
import { documentIo, type DocumentContext, type DocumentIo } from './document-io';

export interface DocumentState {
  readonly documents: Documents;
  openFile(path: string, line?: number, column?: number): void;
  edit(path: string, text: string): void;
  /** True if the file is on disk as the editor has it. */
  save(path: string): Promise<boolean>;
  saveAll(): Promise<boolean>;
  /** Takes the text on disk, whatever was edited. */
  reload(path: string): Promise<void>;
  /** Ends a conflict with what is on disk: from now on this is the edited text, and saving writes it. */
  settle(path: string, text: string): void;
  /** Back to what was saved; a notice offers the edits again. */
  discard(path: string): void;
  /** Forgets a file that was opened. */
  closeFile(path: string): void;
  /** Looks whether open files (all, or these) changed on disk. */
  checkDisk(paths?: readonly string[]): Promise<void>;
  /** True if there is such a file now; it is opened. */
  createFile(path: string, text: string): Promise<boolean>;
  /** Takes a file away; a notice offers it again. */
  removeFile(path: string): Promise<void>;
}

/** As long as somebody types without such a rest, nothing is resolved. */
const TYPING_MS = 300;

export function documentActions(context: DocumentContext): Omit<DocumentState, 'documents'> {
  const { get, set, resolve, notify } = context;
  const io = documentIo(context);
  return {
    save: io.save,
    reload: io.read,
    ...fileActions(context, io),
    openFile(path, line, column = 1) {
      const jump = line === undefined ? {} : { jump: { file: path, line, column, turn: (get().jump?.turn ?? 0) + 1 } };
      set({ file: path, ...jump });
      const kind = get().documents.get(path)?.kind;
      if (kind === 'open' || kind === 'loading') return;
      io.put(path, { kind: 'loading' });
      void io.read(path);
    },
    edit(path, text) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || document.text === text) return;
      io.change(path, { text });
      resolve(TYPING_MS);
    },
    async saveAll() {
      const results = [];
      for (const [path] of dirtyDocuments(get().documents)) results.push(await io.save(path));
      return results.every(Boolean);
    },
    settle(path, text) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || document.disk?.kind !== 'changed') return;
      io.change(path, { saved: document.disk.text, hash: document.disk.hash, disk: undefined, text });
      resolve(0);
    },
    discard(path) {
      const document = get().documents.get(path);
      if (document?.kind !== 'open' || document.text === document.saved) return;
      const { text } = document;
      get().edit(path, document.saved);
      notify({
        text: `Edits of ${fileName(path)} were discarded.`,
        action: { label: 'Undo', run: () => get().edit(path, text) },
      });
    },
    async checkDisk(paths) {
      for (const [path, document] of get().documents) {
        if (paths && !paths.includes(path)) continue;
        if (document.kind === 'open') await io.sync(path);
        else if (document.kind === 'failed') await io.read(path);
      }
    },
  };
}

function fileActions(
  { client, get, set, notify }: DocumentContext,
  io: DocumentIo,
): Pick<DocumentState, 'closeFile' | 'createFile' | 'removeFile'> {
  const closeFile = (path: string) => {
    const documents = new Map(get().documents);
    documents.delete(path);
    set({ documents });
    if (get().file !== path) return;
    const { workspace, target } = get();
    const manifest = workspace?.targets.find((entry) => entry.name === target)?.manifest;
    if (manifest === undefined || manifest === path) set({ file: undefined });
    else get().openFile(manifest);
  };
  const told = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (thrown) {
      set({ problem: toWire(thrown) });
      return undefined;
    }
  };
  return {
    closeFile,
    async createFile(path, text) {
      const created = await told(client.call('manifest.create', { path, text }));
      if (!created) return false;
      io.put(path, { kind: 'open', saved: text, text, hash: created.hash, saving: false, disk: undefined });
      get().openFile(path);
      return true;
    },
    async removeFile(path) {
      const document = get().documents.get(path);
      const removed = await told(client.call('manifest.remove', { path }));
      if (!removed) return;
      closeFile(path);
      const restore = async () => {
        const restored = await told(client.call('manifest.restore', { undo: removed.undo }));
        if (!restored) return;
        if (document) io.put(path, document);
        get().openFile(path);
      };
      notify({
        text: `${fileName(path)} was deleted.`,
        action: { label: 'Undo', run: () => void restore() },
        duration: 15_000,
      });
    },
  };
}
