import { useState } from 'react';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { SearchInput } from '../../ui/search-input';
import { FileList } from './file-list';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { TargetList } from './target-list';
import { WorkspaceHead } from './workspace-head';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
}

/** The workspace: what can be built, and the files that say how. One filter for both. */
export function WorkspacePane({ store, onOpenFile }: Props) {
  const [filter, setFilter] = useState('');
  return (
    <Pane>
      <WorkspaceHead store={store} />
      <div className="compose-filter">
        <SearchInput
          value={filter}
          onChange={setFilter}
          label="Filter targets and files"
          placeholder="Filter targets and files"
        />
      </div>
      <TargetList store={store} filter={filter} />
      <PaneBody>
        <FileList store={store} filter={filter} onOpenFile={onOpenFile} />
      </PaneBody>
    </Pane>
  );
}
