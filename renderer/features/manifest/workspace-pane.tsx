import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { SearchInput } from '../../ui/search-input';
import { FileList } from './file-list';
import { focusEditor } from './file-editor';
import type { OpenFile } from './origin-link';
import { SearchPanel } from './search-panel';
import type { ManifestStore } from './store';
import { TargetList } from './target-list';
import { UsesPanel } from './uses-panel';
import { WorkspaceHead } from './workspace-head';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
}

/** The workspace: what can be built, and the files that say how, with one filter for both; or what was searched in them. */
export function WorkspacePane({ store, onOpenFile }: Props) {
  const filter = useStore(store, (state) => state.filter);
  const panel = useStore(store, (state) => state.panel);
  const { closePanel, showSearch, showSheet, setFilter } = store.getState();
  const onClose = () => {
    closePanel();
    focusEditor(store);
  };
  if (panel !== 'files')
    return (
      <Pane>
        {panel === 'search' ? (
          <SearchPanel store={store} onOpenFile={onOpenFile} onClose={onClose} />
        ) : (
          <UsesPanel store={store} onOpenFile={onOpenFile} onClose={onClose} />
        )}
      </Pane>
    );
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
        <Button variant="ghost" icon="search" title="Search in all files (Ctrl Shift F)" onClick={() => showSearch()} />
        <Button variant="ghost" icon="plus" title="New file" onClick={() => showSheet({ kind: 'new-file' })} />
      </div>
      <TargetList store={store} />
      <PaneBody>
        <FileList store={store} filter={filter} onOpenFile={onOpenFile} />
      </PaneBody>
    </Pane>
  );
}
