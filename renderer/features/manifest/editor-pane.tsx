import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Pane } from '../../ui/pane';
import { Tabs } from '../../ui/tabs';
import { useCheckBadge } from './check-badge';
import { CheckView } from './check-view';
import './editor.css';
import { FilePanel } from './file-panel';
import { FileTools } from './file-tools';
import { LastProblem } from './last-problem';
import type { OpenFile } from './origin-link';
import { ResolvedView } from './resolved-view';
import { Sheets } from './sheets';
import type { ManifestStore } from './store';

export type EditorTab = 'manifest' | 'pipelines' | 'json' | 'check';

interface Props {
  readonly store: ManifestStore;
  readonly tab: EditorTab;
  readonly onTab: (tab: EditorTab) => void;
  readonly onOpenFile: OpenFile;
  readonly loop: ReactNode;
}

/** The text of a file, or what the target resolves to. */
export function EditorPane({ store, tab, onTab, onOpenFile, loop }: Props) {
  const stages = useStore(store, (state) =>
    state.resolved?.pipelines.reduce((sum, pipeline) => sum + pipeline.stages.length, 0),
  );
  const checks = useCheckBadge(store);
  return (
    <Pane flat>
      {loop}
      <LastProblem store={store} />
      <Tabs
        label="Ways to see the manifest"
        tabs={[
          { id: 'manifest', label: 'Manifest' },
          {
            id: 'pipelines',
            label: 'Pipelines',
            ...(stages === undefined || stages === 0 ? {} : { badge: `${stages} stages` }),
          },
          { id: 'json', label: 'JSON' },
          { id: 'check', label: 'Check', ...(checks === undefined ? {} : { badge: checks }) },
        ]}
        value={tab}
        onChange={onTab}
        end={tab === 'manifest' && <FileTools store={store} />}
      />
      {tab === 'manifest' ? (
        <FilePanel store={store} />
      ) : tab === 'check' ? (
        <CheckView store={store} onOpenFile={onOpenFile} />
      ) : (
        <ResolvedView store={store} as={tab} />
      )}
      <Sheets store={store} />
    </Pane>
  );
}
