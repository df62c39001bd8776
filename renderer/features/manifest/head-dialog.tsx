import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Spinner } from '../../ui/spinner';
import { fileName } from './document';
import { LineCount } from './line-count';
import { MergeView } from './merge-view';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
  readonly onClose: () => void;
}

/** A file as it is edited here against the last commit. */
export function HeadDialog({ store, path, onClose }: Props) {
  const head = useStore(store, (state) => state.heads.get(path));
  const gone = useStore(store, (state) => state.git?.files[path] === 'deleted');
  const document = useStore(store, (state) => state.documents.get(path));
  const open = document?.kind === 'open';
  useEffect(() => {
    const { readHead, openFile } = store.getState();
    void readHead(path);
    if (!gone && store.getState().documents.get(path)?.kind !== 'open') openFile(path);
  }, [store, path, gone]);
  const after = gone ? '' : open ? document.text : undefined;
  const { edit, createFile } = store.getState();
  const bringBack = async () => {
    if (typeof head === 'string' && (await createFile(path, head))) onClose();
  };
  return (
    <Dialog
      title={`${fileName(path)} against HEAD`}
      onClose={onClose}
      footer={
        <>
          {gone && (
            <Button disabled={typeof head !== 'string'} onClick={() => void bringBack()}>
              Bring the file back
            </Button>
          )}
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className="sheet">
        {head === undefined || after === undefined ? (
          <Spinner label="Reading HEAD" />
        ) : head === null ? (
          <p className="compose-note">HEAD has no {path}.</p>
        ) : (
          <div className="sheet-main">
            <div className="sheet-bar">
              <span className="compose-ellipsis">{path}</span>
              <span className="sheet-bar-end">
                {head === after ? 'No differences' : <LineCount before={head} after={after} />}
              </span>
            </div>
            <MergeView
              path={path}
              before={head}
              after={after}
              labels={['HEAD', gone ? 'Deleted' : 'Now']}
              {...(gone ? {} : { onEdit: (text: string) => edit(path, text) })}
            />
          </div>
        )}
      </div>
    </Dialog>
  );
}
