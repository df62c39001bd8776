import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Format } from '../../../shared/manifest/types';
import { Columns } from '../../ui/columns';
import { ErrorNotice } from '../../ui/error-notice';
import { Pane } from '../../ui/pane';
import { Spinner } from '../../ui/spinner';
import { EditorPane, type EditorTab } from './editor-pane';
import './manifest.css';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { TargetPane } from './target-pane';
import { Welcome } from './welcome';
import { WorkspacePane } from './workspace-pane';

interface Props {
  readonly store: ManifestStore;
  /** Builds the chosen target in this format; edited files are saved first. */
  readonly onBuild: (format: Format) => void;
  /** Leads to the packages that can be added to the target. */
  readonly onPackages: () => void;
  /** What is shown above the editor: how far a person has come. */
  readonly loop?: ReactNode;
}

/** What is shown in the middle: the results of checks are kept in sight by the store, the rest by the window. */
function useEditorTab(store: ManifestStore): [EditorTab, (tab: EditorTab) => void] {
  const showsChecks = useStore(store, (state) => state.showsChecks);
  const [own, setOwn] = useState<Exclude<EditorTab, 'check'>>('manifest');
  const setTab = useCallback(
    (tab: EditorTab) => {
      if (tab !== 'check') setOwn(tab);
      store.getState().showChecks(tab === 'check');
    },
    [store],
  );
  // Whoever opens a file wants to see it, also from another place of the window. Choosing a target opens its own too,
  // but there something else may be looked at.
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const opened = state.file !== before.file && state.target === before.target;
        if (opened || state.jump !== before.jump) setTab('manifest');
      }),
    [store, setTab],
  );
  return [showsChecks ? 'check' : own, setTab];
}

/** The workspace: what can be built, the files it is written in, and the values a person sets over them. */
export function ComposePlace({ store, onBuild, onPackages, loop }: Props) {
  const status = useStore(store, (state) => state.status);
  const isOpen = useStore(store, (state) => state.workspace !== null);
  const [tab, setTab] = useEditorTab(store);
  const openFile: OpenFile = (path, line, column) => {
    setTab('manifest');
    store.getState().openFile(path, line, column);
  };
  if (status.kind === 'loading')
    return (
      <div className="compose-centre">
        <Spinner />
      </div>
    );
  if (status.kind === 'failed')
    return (
      <Pane flat>
        <ErrorNotice error={status.error} onRetry={() => store.getState().connect()} />
      </Pane>
    );
  if (!isOpen) return <Welcome store={store} />;
  return (
    <Columns
      id="compose"
      left={<WorkspacePane store={store} onOpenFile={openFile} />}
      middle={<EditorPane store={store} tab={tab} onTab={setTab} onOpenFile={openFile} loop={loop} />}
      right={<TargetPane store={store} onBuild={onBuild} onPackages={onPackages} onOpenFile={openFile} />}
    />
  );
}
