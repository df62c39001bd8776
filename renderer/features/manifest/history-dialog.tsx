import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { toWire, type WireError } from '../../../shared/errors';
import type { GitRevision } from '../../../shared/manifest/types';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import { fileName } from './document';
import { RevisionDiff } from './revision-diff';
import { RevisionList } from './revision-list';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
  readonly onClose: () => void;
}
type Loaded =
  { kind: 'loading' } | { kind: 'ready'; revisions: readonly GitRevision[] } | { kind: 'failed'; error: WireError };

/** The commits that changed a file, and what each of them changed. */
export function HistoryDialog({ store, path, onClose }: Props) {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [chosen, setChosen] = useState(0);
  const head = useStore(store, (state) => state.git?.head);
  useEffect(() => {
    let current = true;
    store
      .getState()
      .historyOf(path)
      .then(
        (revisions) => current && setLoaded({ kind: 'ready', revisions }),
        (thrown: unknown) => current && setLoaded({ kind: 'failed', error: toWire(thrown) }),
      );
    return () => {
      current = false;
    };
  }, [store, path, head]);
  const revisions = loaded.kind === 'ready' ? loaded.revisions : [];
  const revision = revisions[chosen];
  return (
    <Dialog title={`History of ${fileName(path)}`} onClose={onClose}>
      <div className="sheet">
        {loaded.kind === 'loading' && <Spinner label="Reading the history" />}
        {loaded.kind === 'failed' && <ErrorNotice error={loaded.error} />}
        {loaded.kind === 'ready' && !revision && <p className="compose-note">No commit changed this file yet.</p>}
        {revision && (
          <>
            <RevisionList revisions={revisions} chosen={chosen} onChoose={setChosen} />
            <RevisionDiff
              key={revision.commit}
              store={store}
              path={path}
              revision={revision}
              before={revisions[chosen + 1]}
              copy={<CopyButton text={revision.commit} label="Copy the commit's id" />}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
