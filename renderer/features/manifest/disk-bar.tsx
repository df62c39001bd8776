import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
}

/** Somebody else wrote the file while it was edited here: whose text stays? */
export function DiskBar({ store, path }: Props) {
  const conflict = useStore(store, (state) => {
    const document = state.documents.get(path);
    return document?.kind === 'open' && document.conflict;
  });
  if (!conflict) return null;
  return (
    <div className="disk-bar" role="alert">
      <span className="disk-bar-words">This file was changed on disk while you edited it here.</span>
      <Button
        title="Take the text on disk. Undo (Ctrl Z) brings yours back."
        onClick={() => void store.getState().reload(path)}
      >
        Reload
      </Button>
      <Button
        variant="danger"
        title="Write your text over the one on disk"
        onClick={() => void store.getState().overwrite(path)}
      >
        Overwrite
      </Button>
    </div>
  );
}
