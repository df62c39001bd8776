import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Pane } from '../../ui/pane';
import { Tabs } from '../../ui/tabs';
import './editor.css';
import { FilePanel } from './file-panel';
import { FileTools } from './file-tools';
import { LastProblem } from './last-problem';
import { ResolvedView } from './resolved-view';
import { Sheets } from './sheets';
import type { ManifestStore } from './store';

export type EditorTab = 'manifest' | 'pipelines' | 'json';

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
            id: 'pipelines',
            label: 'Pipelines',
            ...(stages === undefined || stages === 0 ? {} : { badge: `${stages} stages` }),
          },
          { id: 'json', label: 'JSON' },
        ]}
        value={tab}
        onChange={onTab}
        end={tab === 'manifest' && <FileTools store={store} />}
      />
      {tab === 'manifest' ? <FilePanel store={store} /> : <ResolvedView store={store} as={tab} />}
      <Sheets store={store} />
    </Pane>
  );
}
