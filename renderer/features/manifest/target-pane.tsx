import { useStore } from 'zustand';
import type { Format } from '../../../shared/manifest/types';
import { Pane } from '../../ui/pane';
import { PaneHead } from '../../ui/pane-head';
import { BuildButtons } from './build-buttons';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onBuild: (format: Format) => void;
  readonly onPackages: () => void;
}

/** What is known about the target: how to build it, what is set, and what is wrong. */
export function TargetPane({ store, onBuild }: Props) {
  const name = useStore(store, (state) => state.target);
  const target = useStore(store, (state) => state.workspace?.targets.find((entry) => entry.name === state.target));
  return (
    <Pane>
      <PaneHead>
        <h2 className="compose-ellipsis" title={name}>
          {name ?? 'No target'}
        </h2>
      </PaneHead>
      {target && <BuildButtons target={target} onBuild={onBuild} />}
    </Pane>
  );
}
