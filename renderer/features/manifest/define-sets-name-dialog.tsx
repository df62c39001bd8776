import { useState } from 'react';
import { Dialog } from '../../ui/dialog';
import { TextInput } from '../../ui/text-input';
import { DefineChangesList } from './define-changes-list';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly action: 'save' | 'rename';
  readonly onClose: () => void;
}

/** Asks for the name of a set: of a new one, or another one for the set in use. */
export function DefineSetsNameDialog({ store, action, onClose }: Props) {
  const { defines, defineSets, defineSet, saveDefineSet, renameDefineSet } = store.getState();
  const [name, setName] = useState(action === 'rename' ? (defineSet ?? '') : '');
  const typed = name.trim();
  const exists = defineSets.some((set) => set.name === typed);
  const problem =
    typed === ''
      ? 'The set needs a name.'
      : typed.length > 80
        ? 'A name has at most 80 characters.'
        : action === 'rename' && exists && typed !== defineSet
          ? 'There is such a set.'
          : undefined;
  const verb = action === 'rename' ? 'Rename' : exists ? 'Replace' : 'Save';
  const done = async () => {
    if (problem !== undefined) return;
    if (action === 'rename') await renameDefineSet(defineSet ?? '', typed);
    else if (!(await saveDefineSet(typed, defines))) return;
    onClose();
  };
  return (
    <Dialog
      title={action === 'rename' ? `Rename ${defineSet ?? 'the set'}` : 'Save the defines as a set'}
      onClose={onClose}
      footer={<DefineDialogButtons verb={verb} problem={problem} onDone={() => void done()} onCancel={onClose} />}
    >
      <div className="form-dialog">
        <TextInput
          autoFocus
          label="Name of the set"
          placeholder="debug, release, my board"
          value={name}
          onChange={setName}
          invalid={typed !== '' && problem !== undefined}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void done();
          }}
        />
        {typed !== '' && problem !== undefined && <p className="form-problem">{problem}</p>}
        {action === 'save' && exists && <p className="compose-dim">There is such a set: its defines are replaced.</p>}
        {action === 'save' && (
          <DefineChangesList before={defineSets.find((set) => set.name === typed)?.defines ?? {}} after={defines} />
        )}
      </div>
    </Dialog>
  );
}
