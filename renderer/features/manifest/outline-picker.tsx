import { Text } from '@codemirror/state';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../ui/dialog';
import { nextIndex } from '../../ui/list-keys';
import { SearchInput } from '../../ui/search-input';
import { VirtualList } from '../../ui/virtual-list';
import { namedLike, outlineOf } from './outline';
import { OutlineRow } from './outline-row';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
  readonly onClose: () => void;
}

/** The pipelines and stages of a file, to jump to one of them. */
export function OutlinePicker({ store, path, onClose }: Props) {
  const document = useStore(store, (state) => state.documents.get(path));
  const [query, setQuery] = useState('');
  const text = document?.kind === 'open' ? document.text : '';
  const all = useMemo(() => outlineOf(Text.of(text.split('\n'))), [text]);
  const shown = useMemo(() => namedLike(all, query), [all, query]);
  const [chosen, setChosen] = useState(0);
  const selected = Math.min(chosen, shown.length - 1);
  const filter = (text: string) => {
    setQuery(text);
    setChosen(0);
  };
  const jump = (index: number) => {
    const entry = shown[index];
    if (!entry) return;
    onClose();
    store.getState().openFile(path, entry.line, 1);
  };
  return (
    <Dialog title="Go to a pipeline or stage" onClose={onClose}>
      <SearchInput
        autoFocus
        value={query}
        onChange={filter}
        label="Name of a pipeline or type of a stage"
        placeholder="Name or type"
        end={shown.length}
        onKeyDown={(event) => {
          const next = nextIndex(event.key, selected, shown.length, 10);
          if (event.key === 'Enter') jump(selected);
          else if (next !== undefined && event.key !== 'Home' && event.key !== 'End') setChosen(next);
          else return;
          event.preventDefault();
        }}
      />
      <div className="outline">
        {shown.length === 0 ? (
          <p className="compose-note">{all.length === 0 ? 'This file has no keys.' : 'Nothing has this name.'}</p>
        ) : (
          <VirtualList
            count={shown.length}
            rowHeight={24}
            label="Outline"
            selected={selected}
            onSelect={setChosen}
            onActivate={jump}
            render={(index, isChosen) => {
              const entry = shown[index];
              return (
                entry && (
                  <OutlineRow entry={entry} flat={query !== ''} isChosen={isChosen} onClick={() => jump(index)} />
                )
              );
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
