import { useState } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../ui/dialog';
import { Tabs } from '../../ui/tabs';
import { DefineChangesList } from './define-changes-list';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly name: string;
  readonly onClose: () => void;
}
type How = 'replace' | 'merge';

/** Shows what a set would change before it is applied. */
export function DefineSetsApplyDialog({ store, name, onClose }: Props) {
  const defines = useStore(store, (state) => state.defines);
  const set = useStore(store, (state) => state.defineSets.find((entry) => entry.name === name));
  const [how, setHow] = useState<How>('replace');
  const after = how === 'replace' ? (set?.defines ?? {}) : { ...defines, ...set?.defines };
  const apply = () => {
    void store.getState().applyDefineSet(name, how);
    onClose();
  };
  return (
    <Dialog
      title={`Apply ${name}`}
      onClose={onClose}
      footer={
        <DefineDialogButtons
          verb={'Apply'}
          problem={set ? undefined : 'The set is gone.'}
          onDone={apply}
          onCancel={onClose}
        />
      }
    >
      <div className="form-dialog">
        <Tabs<How>
          label="How it is applied"
          value={how}
          onChange={setHow}
          tabs={[
            { id: 'replace', label: 'Instead of the defines' },
            { id: 'merge', label: 'Over the defines' },
          ]}
        />
        <DefineChangesList before={defines} after={after} />
      </div>
    </Dialog>
  );
}
