import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { SearchInput } from '../../ui/search-input';
import { Spinner } from '../../ui/spinner';
import { VirtualList } from '../../ui/virtual-list';
import type { PackagesStore } from './store';

const ROW_HEIGHT = 22;

/** Every file of the package, read when it is looked at. */
export function PackageFiles({ store }: { readonly store: PackagesStore }) {
  const files = useStore(store, (state) => state.files);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(-1);
  useEffect(() => store.getState().loadFiles(), [store]);
  const all = files?.kind === 'ready' ? files.value : undefined;
  const found = useMemo(() => all?.filter((file) => file.includes(text.trim())) ?? [], [all, text]);
  if (files?.kind === 'failed') return <ErrorNotice error={files.error} onRetry={() => store.getState().loadFiles()} />;
  if (!all)
    return (
      <div className="packages-centre">
        <Spinner label="Reading the file lists" />
      </div>
    );
  if (all.length === 0)
    return (
      <EmptyState
        icon="file"
        title="No files are listed"
        text="The repository has no file lists, or the package is empty."
      />
    );
  return (
    <>
      <div className="packages-filter">
        <SearchInput
          value={text}
          onChange={setText}
          label="Filter files"
          placeholder="Filter files"
          end={found.length.toLocaleString('en')}
        />
      </div>
      <VirtualList
        count={found.length}
        rowHeight={ROW_HEIGHT}
        label="Files"
        selected={chosen}
        onSelect={setChosen}
        render={(at, isSelected) => (
          <div className="file-line mono" data-selected={isSelected || undefined} title={found[at]}>
            {found[at]}
          </div>
        )}
      />
    </>
  );
}
