import { useStore } from 'zustand';
import { ErrorNotice } from '../../ui/error-notice';
import { shortChecksum } from '../../ui/format';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { Consequences } from './consequences';
import { LockBar } from './lock-bar';
import type { PackagesStore } from './store';

/** What the image would hold with these defines, against what was built last. */
export function PreviewPane({ store, go }: { readonly store: PackagesStore; readonly go: Go }) {
  const preview = useStore(store, (state) => state.preview);
  const last = 'last' in preview ? preview.last : undefined;
  const against = last?.against;
  return (
    <Pane>
      <PaneHead
        end={
          preview.kind === 'loading' ? (
            <Spinner label="Resolving" />
          ) : against !== undefined ? (
            <button
              type="button"
              className="packages-link"
              title={`${against}\nShow it in History`}
              onClick={() => go({ place: 'history', commit: against })}
            >
              against <span className="mono">{shortChecksum(against)}</span>
            </button>
          ) : undefined
        }
      >
        <h2>What this changes</h2>
      </PaneHead>
      <PaneBody>
        <LockBar store={store} />
        {preview.kind === 'failed' && <ErrorNotice error={preview.error} onRetry={() => store.getState().refresh()} />}
        {preview.kind === 'loading' && !last && <p className="packages-note">Resolving the target…</p>}
        {last && <Consequences preview={last} store={store} />}
      </PaneBody>
    </Pane>
  );
}
