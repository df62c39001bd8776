import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../ui/dialog';
import { formatBytes } from '../../ui/format';
import { Spinner } from '../../ui/spinner';
import { ProblemBar } from '../../ui/problem-bar';
import type { BuildsStore } from './store';
import './store-panel.css';
import { StorePanelBar } from './store-panel-bar';
import { StorePanelLimit } from './store-panel-limit';
import { StorePanelPart } from './store-panel-part';
import { storeParts } from './store-panel-words';

/** What is kept on disk to be faster next time, how much it is, and what it costs to let it go. */
export function StorePanel({ store }: { readonly store: BuildsStore }) {
  const disk = useStore(store, (state) => state.disk);
  const cleaning = useStore(store, (state) => state.cleaning);
  const problem = useStore(store, (state) => state.problem);
  const { readDisk, clean, setDiskLimit, closeDialog, dismissProblem } = store.getState();
  useEffect(() => void readDisk(), [readDisk]);
  return (
    <Dialog wide title="Kept on disk" onClose={closeDialog}>
      <ProblemBar problem={problem} onDismiss={dismissProblem} />
      {disk ? (
        <div className="store-panel">
          <p className="builds-dim">
            <span className="mono">{disk.path}</span>
            {` · ${formatBytes(disk.free)} free on this disk`}
          </p>
          <StorePanelBar disk={disk} />
          <StorePanelLimit
            bytes={disk.objects.limit}
            isBusy={cleaning === 'limit'}
            onSet={(bytes) => void setDiskLimit(bytes)}
          />
          {storeParts(disk).map((part) => (
            <StorePanelPart
              key={part.id}
              part={part}
              isBusy={cleaning === part.id}
              isOff={cleaning !== undefined}
              onClean={() => void clean(part.id)}
            />
          ))}
        </div>
      ) : (
        problem === undefined && <Spinner />
      )}
    </Dialog>
  );
}
