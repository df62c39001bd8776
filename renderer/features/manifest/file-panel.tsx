import { useStore } from 'zustand';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import { Breadcrumb } from './breadcrumb';
import { DiskBar } from './disk-bar';
import { FileView } from './file-view';
import type { ManifestStore } from './store';

/** The file that is open, or why it cannot be shown. */
export function FilePanel({ store }: { readonly store: ManifestStore }) {
  const path = useStore(store, (state) => state.file);
  const kind = useStore(store, (state) =>
    state.file === undefined ? undefined : state.documents.get(state.file)?.kind,
  );
  const error = useStore(store, (state) => {
    const document = state.file === undefined ? undefined : state.documents.get(state.file);
    return document?.kind === 'failed' ? document.error : undefined;
  });
  if (path === undefined)
    return (
      <EmptyState icon="file" title="No file is open" text="Choose a target or a file on the left to see its text." />
    );
  if (error) return <ErrorNotice error={error} onRetry={() => void store.getState().reload(path)} />;
  if (kind !== 'open')
    return (
      <div className="compose-centre">
        <Spinner label={`Reading ${path}`} />
      </div>
    );
  return (
    <>
      <Breadcrumb store={store} path={path} />
      <DiskBar store={store} path={path} />
      <FileView store={store} path={path} />
    </>
  );
}
