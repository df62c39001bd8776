import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Menu } from '../../ui/menu';
import { dirtyDocuments, isDirty } from './document';
import { fileMenu } from './file-menu';
import { changeCount } from './review-files';
import type { ManifestStore } from './store';

/** What can be done with the text that is shown, and with everything that was edited. */
export function FileTools({ store }: { readonly store: ManifestStore }) {
  const path = useStore(store, (state) => state.file);
  const documents = useStore(store, (state) => state.documents);
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  if (path === undefined) return null;
  const document = documents.get(path);
  const dirty = isDirty(document) || (document?.kind === 'open' && document.disk?.kind === 'gone');
  const edited = dirtyDocuments(documents);
  const changes = edited.reduce((sum, [, entry]) => sum + changeCount(entry), 0);
  const { save, showSheet } = store.getState();
  return (
    <>
      {edited.length > 0 && (
        <Button
          variant="ghost"
          title={`What saving would change in ${edited.length === 1 ? 'one file' : `${edited.length} files`} (Ctrl Alt S)`}
          onClick={() => showSheet({ kind: 'review' })}
        >
          Review {changes} {changes === 1 ? 'change' : 'changes'}
        </Button>
      )}
      <Button
        icon="save"
        disabled={!dirty}
        title={dirty ? 'Save this file (Ctrl S saves all)' : 'Nothing to save: the file is as on disk'}
        onClick={() => void save(path)}
      >
        Save
      </Button>
      <Button
        variant="ghost"
        icon="more"
        title="More for this file"
        expanded={menu !== undefined}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setMenu({ x: left, y: bottom + 4 });
        }}
      />
      {menu && <Menu at={menu} items={fileMenu(store, path)} onClose={() => setMenu(undefined)} />}
    </>
  );
}
