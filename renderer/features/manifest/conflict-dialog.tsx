import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { fileName } from './document';
import { mergeTexts } from './document-merge';
import { MergeView } from './merge-view';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
  readonly onClose: () => void;
}

/** What is on disk against what was edited here; changes that do not collide are in the right text already. */
export function ConflictDialog({ store, path, onClose }: Props) {
  const document = useStore(store, (state) => state.documents.get(path));
  const disk = document?.kind === 'open' && document.disk?.kind === 'changed' ? document.disk : undefined;
  const [text, setText] = useState(() =>
    document?.kind === 'open' && disk ? mergeTexts(document.saved, document.text, disk.text).text : '',
  );
  if (!disk)
    return (
      <Dialog title={fileName(path)} onClose={onClose}>
        <p>There is no conflict any more.</p>
      </Dialog>
    );
  const settle = (settled: string) => {
    onClose();
    store.getState().settle(path, settled);
  };
  return (
    <Dialog
      title={`${fileName(path)} was changed on disk and here`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => settle(disk.text)}>Take theirs</Button>
          <Button variant="primary" onClick={() => settle(text)}>
            Use the text on the right
          </Button>
        </>
      }
    >
      <div className="sheet">
        <div className="sheet-main">
          <div className="sheet-bar compose-dim">
            The arrows take a change from the disk. The right text can be edited; nothing is saved yet.
          </div>
          <MergeView
            path={path}
            before={disk.text}
            after={text}
            labels={['On disk: theirs', 'Merged, yours where both changed the same lines']}
            onEdit={setText}
            revert="Take theirs here"
          />
        </div>
      </div>
    </Dialog>
  );
}
