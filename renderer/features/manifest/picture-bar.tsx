import { useState } from 'react';
import { useStore } from 'zustand';
import type { Resolved } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Spinner } from '../../ui/spinner';
import { useSlow } from './picture-slow';
import { ResolvedChanges } from './resolved-changes';
import { resolvedWords } from './resolved-words';
import type { StageEdits } from './stage-edits';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly resolved: Resolved;
  readonly edits: StageEdits;
  readonly hasGraph: boolean;
  readonly onGraph: (shown: boolean) => void;
  readonly onAdd: () => void;
}

/** How much there is, which pipeline is looked at, and what can be done. */
export function PictureBar({ store, resolved, edits, hasGraph, onGraph, onAdd }: Props) {
  const pipeline = useStore(store, (state) => state.pipeline);
  const slow = useSlow(useStore(store, (state) => state.resolving.kind === 'resolving'));
  const baseline = useStore(store, (state) => state.baseline);
  const [shows, setShows] = useState(false);
  const hasChanges = baseline !== undefined && baseline !== resolved;
  return (
    <>
      <div className="resolved-bar">
        {pipeline === undefined ? (
          <span className="compose-dim compose-ellipsis">{resolvedWords(resolved)}</span>
        ) : (
          <button
            type="button"
            className="picture-filter"
            title="Show the stages of all pipelines"
            onClick={() => store.getState().choosePipeline(undefined)}
          >
            <span className="compose-ellipsis">{pipeline}</span>
            <Icon name="close" size={12} />
          </button>
        )}
        {slow && <Spinner label="Resolving" />}
        <span className="resolved-tools">
          {hasChanges && (
            <Button pressed={shows} title="What the unsaved edits change in the image" onClick={() => setShows(!shows)}>
              What changes
            </Button>
          )}
          <Button icon="plus" title="Add a stage after the chosen one" onClick={onAdd}>
            Add stage
          </Button>
          <Button
            variant="ghost"
            icon="undo"
            disabled={!edits.canUndo}
            title={edits.canUndo ? 'Undo the last edit (Ctrl Z)' : 'Nothing to undo here'}
            onClick={() => edits.undo()}
          />
          <Button
            variant="ghost"
            icon={hasGraph ? 'chevron-up' : 'chevron-down'}
            title={hasGraph ? 'Hide the graph' : 'Show the graph'}
            expanded={hasGraph}
            onClick={() => onGraph(!hasGraph)}
          />
          <Button variant="ghost" icon="refresh" title="Resolve again" onClick={() => store.getState().resolve()} />
        </span>
      </div>
      {hasChanges && shows && <ResolvedChanges before={baseline} after={resolved} />}
    </>
  );
}
