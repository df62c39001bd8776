import { useStore } from 'zustand';
import { ConflictDialog } from './conflict-dialog';
import { HeadDialog } from './head-dialog';
import { HistoryDialog } from './history-dialog';
import { NewFileDialog } from './new-file-dialog';
import { OutlinePicker } from './outline-picker';
import { ReviewDialog } from './review-dialog';
import type { ManifestStore } from './store';

/** What lies over the editor now, if anything does. */
export function Sheets({ store }: { readonly store: ManifestStore }) {
  const sheet = useStore(store, (state) => state.sheet);
  const onClose = store.getState().closeSheet;
  switch (sheet?.kind) {
    case undefined:
      return null;
    case 'review':
      return <ReviewDialog store={store} onClose={onClose} />;
    case 'head':
      return <HeadDialog store={store} path={sheet.path} onClose={onClose} />;
    case 'history':
      return <HistoryDialog store={store} path={sheet.path} onClose={onClose} />;
    case 'conflict':
      return <ConflictDialog store={store} path={sheet.path} onClose={onClose} />;
    case 'outline':
      return <OutlinePicker store={store} path={sheet.path} onClose={onClose} />;
    case 'new-file':
      return <NewFileDialog store={store} onClose={onClose} />;
  }
}
