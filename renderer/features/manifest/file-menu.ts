/** What can be done with a file: its row's and the editor's menu. */
import type { MenuItem } from '../../ui/menu';
import { isDirty } from './document';
import type { ManifestStore } from './store';

export function fileMenu(store: ManifestStore, path: string): MenuItem[] {
  const { git, documents, showSheet, discard, removeFile, save } = store.getState();
  const dirty = isDirty(documents.get(path));
  const state = git?.files[path];
  const committed = git?.head !== undefined && state !== 'untracked';
  return [
    { label: 'Save', disabled: !dirty, onSelect: () => void save(path) },
    { label: 'Discard edits', disabled: !dirty, onSelect: () => discard(path) },
    {
      label: 'Compare with HEAD',
      shortcut: 'Alt D',
      separated: true,
      disabled: !committed || state === 'added',
      onSelect: () => showSheet({ kind: 'head', path }),
    },
    {
      label: 'History of the file',
      shortcut: 'Alt H',
      disabled: !committed || state === 'added',
      onSelect: () => showSheet({ kind: 'history', path }),
    },
    {
      label: 'Delete',
      danger: true,
      separated: true,
      disabled: state === 'deleted',
      onSelect: () => void removeFile(path),
    },
  ];
}
