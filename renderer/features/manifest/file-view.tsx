import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { createFileEditor, type FileEditor } from './file-editor';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  /** A file that is open. */
  readonly path: string;
}

/** The text of a file. */
export function FileView({ store, path }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<FileEditor>(undefined);
  const document = useStore(store, (state) => state.documents.get(path));
  const resolved = useStore(store, (state) => state.resolved);
  const jump = useStore(store, (state) => state.jump);
  useEffect(() => {
    if (!box.current) return;
    const created = createFileEditor(box.current, store);
    editor.current = created;
    return () => created.destroy();
  }, [store]);
  useEffect(() => {
    // What is typed reaches the store at once, but this later: only the store's own text is never behind the editor's.
    const now = store.getState().documents.get(path);
    if (now?.kind === 'open') editor.current?.show(path, now.text);
  }, [store, path, document]);
  useEffect(() => {
    editor.current?.mark(resolved?.problems ?? [], resolved?.variables ?? []);
  }, [path, resolved]);
  useEffect(() => {
    if (jump) editor.current?.jump(jump);
  }, [path, jump]);
  return <div className="file-view" ref={box} />;
}
