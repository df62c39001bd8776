import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Pane } from '../../ui/pane';
import { Spinner } from '../../ui/spinner';
import { Tabs } from '../../ui/tabs';
import { DiskBar } from './disk-bar';
import { isDirty } from './document-actions';
import './editor.css';
import { FileView } from './file-view';
import { LastProblem } from './last-problem';
import { ResolvedView } from './resolved-view';
import type { ManifestStore } from './store';

export type EditorTab = 'manifest' | 'resolved';

interface Props {
  readonly store: ManifestStore;
  readonly tab: EditorTab;
  readonly onTab: (tab: EditorTab) => void;
  readonly loop: ReactNode;
}

/** The text of a file, or what the target resolves to. */
export function EditorPane({ store, tab, onTab, loop }: Props) {
  const stages = useStore(store, (state) =>
    state.resolved?.pipelines.reduce((sum, pipeline) => sum + pipeline.stages.length, 0),
  );
  return (
    <Pane flat>
      {loop}
      <LastProblem store={store} />
      <Tabs
        label="Ways to see the manifest"
        tabs={[
          { id: 'manifest', label: 'Manifest' },
          {
            id: 'resolved',
            label: 'Resolved',
            ...(stages === undefined || stages === 0 ? {} : { badge: `${stages} stages` }),
          },
        ]}
        value={tab}
        onChange={onTab}
        end={tab === 'manifest' && <FileTools store={store} />}
      />
      {tab === 'manifest' ? <FilePanel store={store} /> : <ResolvedView store={store} />}
    </Pane>
  );
}

function FileTools({ store }: { store: ManifestStore }) {
  const path = useStore(store, (state) => state.file);
  const document = useStore(store, (state) => (state.file === undefined ? undefined : state.documents.get(state.file)));
  if (path === undefined) return null;
  const dirty = isDirty(document);
  return (
    <>
      <span className="compose-dim compose-ellipsis" title={path}>
        {path}
      </span>
      <Button
        icon="save"
        disabled={!dirty}
        title={dirty ? 'Save (Ctrl S)' : 'Nothing to save: the file is as on disk'}
        onClick={() => void store.getState().save(path)}
      >
        Save
      </Button>
    </>
  );
}

function FilePanel({ store }: { store: ManifestStore }) {
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
      <DiskBar store={store} path={path} />
      <FileView store={store} path={path} />
    </>
  );
}
