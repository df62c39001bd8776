import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Menu } from '../../ui/menu';
import { createFileEditor, type FileEditor } from './file-editor';
import { textMenu } from './text-menu';
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
  const stageTypes = useStore(store, (state) => state.stageTypes);
  const head = useStore(store, (state) => state.heads.get(path));
  const commit = useStore(store, (state) => state.git?.head);
  const jump = useStore(store, (state) => state.jump);
  const [menu, setMenu] = useState<{ x: number; y: number; offset: number | undefined }>();
  useEffect(() => {
    if (!box.current) return;
    const created = createFileEditor(box.current, store);
    editor.current = created;
    void store.getState().readStageTypes();
    return () => created.destroy();
  }, [store]);
  useEffect(() => {
    // What is typed reaches the store at once, but this later: only the store's own text is never behind the editor's.
    const now = store.getState().documents.get(path);
    if (now?.kind === 'open') editor.current?.show(path, now.text);
  }, [store, path, document]);
  useEffect(() => void store.getState().readHead(path), [store, path, commit]);
  useEffect(() => {
    editor.current?.mark(resolved?.problems ?? [], resolved?.variables ?? []);
  }, [path, resolved, stageTypes]);
  useEffect(() => editor.current?.compare(head), [path, head]);
  useEffect(() => {
    if (jump) editor.current?.jump(jump);
  }, [path, jump]);
  return (
    <>
      <div
        className="file-view"
        ref={box}
        onContextMenu={(event) => {
          event.preventDefault();
          const { clientX: x, clientY: y } = event;
          setMenu({ x, y, offset: editor.current?.offsetAt(x, y) });
        }}
      />
      {menu && editor.current && (
        <Menu at={menu} items={textMenu(store, editor.current.view, menu.offset)} onClose={() => setMenu(undefined)} />
      )}
    </>
  );
}
