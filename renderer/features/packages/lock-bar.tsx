import { useState } from 'react';
import { useStore } from 'zustand';
import type { LockState } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { formatRelative } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { useNotify } from '../../ui/notify';
import { Spinner } from '../../ui/spinner';
import type { PackagesStore } from './store';

/** The exact packages that the target is held to, and how far the repositories have moved on. */
export function LockBar({ store }: { readonly store: PackagesStore }) {
  const lock = useStore(store, (state) => state.lock);
  const [isBusy, setBusy] = useState(false);
  const notify = useNotify();
  if (!lock) return null;
  const busy = async (work: Promise<unknown>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const remove = async () => {
    const undo = await store.getState().removeLock();
    if (undo) notify({ text: 'The lock file is gone.', action: { label: 'Undo', run: () => void undo() } });
  };
  const { saveLock, setLockEnabled } = store.getState();
  return (
    <section className="lock" aria-label="Lock file">
      <div className="lock-line">
        <Icon name="lock" size={14} />
        <span className="packages-ellipsis" title={lock.exists ? lock.path : undefined}>
          {lockWords(lock)}
        </span>
        <span className="packages-actions">
          {isBusy && <Spinner label="Resolving" />}
          <Button
            variant="ghost"
            title={
              lock.exists
                ? 'Write what the repositories give now into the lock file'
                : `Keep exactly these packages: their versions and checksums go into ${lock.path}`
            }
            onClick={() => void busy(saveLock())}
          >
            {lock.exists ? 'Update' : 'Lock'}
          </Button>
          {lock.exists && (
            <Button variant="ghost" icon="trash" title="Remove the lock file" onClick={() => void remove()} />
          )}
        </span>
      </div>
      {lock.exists && (
        <Checkbox
          label="Build exactly what is locked"
          checked={lock.enabled}
          onChange={(enabled) => void busy(setLockEnabled(enabled))}
        />
      )}
      {lock.vanished.length > 0 && (
        <p className="lock-warning">{`${lock.vanished.slice(0, 3).join(', ')}${
          lock.vanished.length > 3 ? ` and ${lock.vanished.length - 3} more` : ''
        } ${lock.vanished.length === 1 ? 'is' : 'are'} in no repository any more.`}</p>
      )}
    </section>
  );
}

function lockWords({ exists, packages, lockedAt, drift }: LockState): string {
  if (!exists) return 'Not locked: each build takes the newest packages';
  const age = lockedAt === undefined ? '' : ` ${formatRelative(lockedAt)}`;
  const changes = drift?.changes.length ?? 0;
  const moved = changes === 0 ? '' : ` · ${changes} newer since`;
  return `${packages} packages locked${age}${moved}`;
}
