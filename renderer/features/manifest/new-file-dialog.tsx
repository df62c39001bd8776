import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextInput } from '../../ui/text-input';
import { newFileProblem } from './new-file';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onClose: () => void;
}

/** Asks for the path of a new file, and creates it empty. */
export function NewFileDialog({ store, onClose }: Props) {
  const shown = useStore(store, (state) => state.file);
  const files = useStore(store, (state) => state.workspace?.files);
  const [path, setPath] = useState(() => (shown === undefined ? '' : shown.slice(0, shown.lastIndexOf('/') + 1)));
  const problem = newFileProblem(path, files?.map((file) => file.path) ?? []);
  const create = async () => {
    if (problem === undefined && (await store.getState().createFile(path.trim(), ''))) onClose();
  };
  return (
    <Dialog
      title="New file"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={problem !== undefined}
            {...(problem === undefined ? {} : { title: problem })}
            onClick={() => void create()}
          >
            Create
          </Button>
        </>
      }
    >
      <div className="new-file">
        <TextInput
          mono
          autoFocus
          value={path}
          onChange={setPath}
          label="Path in the workspace"
          placeholder="include/more.ipp.yml"
          invalid={problem !== undefined && path !== '' && !path.endsWith('/')}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void create();
          }}
        />
        <p className="compose-dim" role="status">
          {path === '' || path.endsWith('/')
            ? 'Its path in the workspace; folders are made as needed.'
            : (problem ?? 'Folders are made as needed.')}
        </p>
      </div>
    </Dialog>
  );
}
