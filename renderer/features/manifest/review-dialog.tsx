import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ListItem } from '../../ui/list-item';
import { dirtyDocuments, fileName, type OpenDocument } from './document';
import { LineCount } from './line-count';
import { MergeView } from './merge-view';
import { changeCount } from './review-files';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onClose: () => void;
}

/** Everything that saving would change: each change can be taken back, each file, or all of it be saved. */
export function ReviewDialog({ store, onClose }: Props) {
  const documents = useStore(store, (state) => state.documents);
  const shown = useStore(store, (state) => state.file);
  const edited = dirtyDocuments(documents);
  const [chosen, setChosen] = useState(shown);
  const entry = edited.find(([path]) => path === chosen) ?? edited[0];
  const changes = edited.reduce((sum, [, document]) => sum + changeCount(document), 0);
  const saveAll = async () => {
    if (await store.getState().saveAll()) onClose();
  };
  const words = `${count(changes, 'change')} in ${count(edited.length, 'file')}`;
  return (
    <Dialog
      title={edited.length === 0 ? 'Nothing to save' : `Review ${words}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Back to the text</Button>
          <Button variant="primary" icon="save" disabled={edited.length === 0} onClick={() => void saveAll()}>
            {edited.length > 1 ? `Save ${edited.length} files` : 'Save'}
          </Button>
        </>
      }
    >
      <div className="sheet">
        {entry ? (
          <>
            <nav className="sheet-list" aria-label="Edited files">
              {edited.map(([path, document]) => (
                <ListItem
                  key={path}
                  selected={path === entry[0]}
                  title={fileName(path)}
                  tooltip={path}
                  end={<LineCount before={document.saved} after={document.text} />}
                  onClick={() => setChosen(path)}
                />
              ))}
            </nav>
            <ReviewedFile key={entry[0]} store={store} path={entry[0]} document={entry[1]} />
          </>
        ) : (
          <p className="compose-note">All files are as on disk.</p>
        )}
      </div>
    </Dialog>
  );
}

interface FileProps {
  readonly store: ManifestStore;
  readonly path: string;
  readonly document: OpenDocument;
}

function ReviewedFile({ store, path, document }: FileProps) {
  const { edit, discard, save } = store.getState();
  return (
    <div className="sheet-main">
      <div className="sheet-bar">
        <span className="compose-ellipsis" title={path}>
          {path}
        </span>
        <span className="sheet-bar-end">
          <Button icon="undo" onClick={() => discard(path)}>
            Revert file
          </Button>
          <Button icon="save" onClick={() => void save(path)}>
            Save file
          </Button>
        </span>
      </div>
      <MergeView
        path={path}
        before={document.saved}
        after={document.text}
        labels={['On disk', 'Edited']}
        onEdit={(text) => edit(path, text)}
      />
    </div>
  );
}

function count(number: number, word: string): string {
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
