import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Format } from '../../../shared/manifest/types';
import { ErrorNotice } from '../../ui/error-notice';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Tabs } from '../../ui/tabs';
import { BuildButtons } from './build-buttons';
import './defines.css';
import { DefinesForm } from './defines-form';
import { Inspector } from './inspector';
import type { OpenFile } from './origin-link';
import { ProblemList } from './problem-list';
import { ResolvingState } from './resolving-state';
import type { ManifestStore } from './store';
import { useProblems } from './use-problems';
import { VariableList } from './variable-list';

interface Props {
  readonly store: ManifestStore;
  readonly onBuild: (format: Format) => void;
  readonly onPackages: () => void;
  readonly onOpenFile: OpenFile;
}

type Tab = 'defines' | 'variables' | 'problems' | 'stage';

/** What is known about the target: how to build it, what is set, and what is wrong. */
export function TargetPane({ store, onBuild, onPackages, onOpenFile }: Props) {
  const [tab, setTab] = useState<Tab>('defines');
  const name = useStore(store, (state) => state.target);
  const target = useStore(store, (state) => state.workspace?.targets.find((entry) => entry.name === state.target));
  const problems = useProblems(store);
  const failure = useStore(store, (state) => (state.resolving.kind === 'failed' ? state.resolving.error : undefined));
  const inspected = useStore(store, (state) => state.inspected);
  const [seen] = useState(inspected);
  useEffect(() => {
    if (inspected > seen) setTab('stage');
  }, [inspected, seen]);
  return (
    <Pane>
      <PaneHead end={<ResolvingState store={store} problems={problems} />}>
        <h2 className="compose-ellipsis" title={name}>
          {name ?? 'No target'}
        </h2>
      </PaneHead>
      {target && <BuildButtons target={target} onBuild={onBuild} />}
      <Tabs<Tab>
        label="About the target"
        tabs={[
          { id: 'defines', label: 'Defines' },
          { id: 'variables', label: 'Variables' },
          { id: 'problems', label: 'Problems', ...(problems.length > 0 ? { badge: problems.length } : {}) },
          { id: 'stage', label: 'Stage' },
        ]}
        value={tab}
        onChange={setTab}
      />
      {failure && <ErrorNotice error={failure} onRetry={() => store.getState().resolve()} />}
      <PaneBody>
        {tab === 'defines' && target && (
          <DefinesForm
            key={target.name}
            store={store}
            problems={problems}
            onPackages={onPackages}
            onOpenFile={onOpenFile}
          />
        )}
        {tab === 'variables' && <VariableList store={store} onOpenFile={onOpenFile} onSet={() => setTab('defines')} />}
        {tab === 'stage' && <Inspector store={store} />}
        {tab === 'problems' && (
          <ProblemList store={store} problems={problems} onOpenFile={onOpenFile} onDefine={() => setTab('defines')} />
        )}
      </PaneBody>
    </Pane>
  );
}
