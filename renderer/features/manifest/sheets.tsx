import { useStore } from 'zustand';
import { ConflictDialog } from './conflict-dialog';
import { DefineSetsApplyDialog } from './define-sets-apply-dialog';
import { DefineSetsNameDialog } from './define-sets-name-dialog';
import { HeadDialog } from './head-dialog';
import { HistoryDialog } from './history-dialog';
import { NewFileDialog } from './new-file-dialog';
import { NewImageDialog } from './new-image-dialog';
import { OutlinePicker } from './outline-picker';
import { PasswordDialog } from './password-dialog';
import { PasswordKeyDialog } from './password-key-dialog';
import { PasteLineDialog } from './paste-line-dialog';
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
    case 'new-image':
      return <NewImageDialog store={store} onClose={onClose} />;
    case 'paste-line':
      return <PasteLineDialog store={store} onClose={onClose} />;
    case 'password':
      return <PasswordDialog store={store} define={sheet.define} onClose={onClose} />;
    case 'ssh-key':
      return <PasswordKeyDialog store={store} define={sheet.define} onClose={onClose} />;
    case 'define-set':
      return <DefineSetsNameDialog store={store} action={sheet.action} onClose={onClose} />;
    case 'apply-set':
      return <DefineSetsApplyDialog store={store} name={sheet.name} onClose={onClose} />;
  }
}
