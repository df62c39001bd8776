import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
}

/** Somebody else wrote the same lines, or took the file away, while it was open here: whose text stays? */
export function DiskBar({ store, path }: Props) {
  const document = useStore(store, (state) => state.documents.get(path));
  if (document?.kind !== 'open' || !document.disk) return null;
  const { disk, text } = document;
  const { settle, showSheet, save, closeFile } = store.getState();
  if (disk.kind === 'gone')
    return (
      <div className="disk-bar" role="alert">
        <span className="disk-bar-words">This file was deleted on disk. Its text is kept here.</span>
        <Button title="Saving creates the file again" onClick={() => void save(path)}>
          Create it again
        </Button>
        <Button title="Let go of the text too" onClick={() => closeFile(path)}>
          Close
        </Button>
      </div>
    );
  return (
    <div className="disk-bar" role="alert">
      <span className="disk-bar-words">The lines that you edited were changed on disk as well.</span>
      <Button variant="primary" onClick={() => showSheet({ kind: 'conflict', path })}>
        Compare
      </Button>
      <Button title="Take the text on disk. Undo (Ctrl Z) brings yours back." onClick={() => settle(path, disk.text)}>
        Take theirs
      </Button>
      <Button title="Keep your text: saving it replaces theirs" onClick={() => settle(path, text)}>
        Keep mine
      </Button>
    </div>
  );
}
