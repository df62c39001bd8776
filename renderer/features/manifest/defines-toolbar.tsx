import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Menu, type MenuItem } from '../../ui/menu';
import { useNotify, type Notify } from '../../ui/notify';
import { SearchInput } from '../../ui/search-input';
import { useCopy } from '../../ui/use-copy';
import { lineOf, LINES } from './define-lines';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

/** Looking for a define, taking changes back, and lines in and out. */
export function DefinesToolbar({ store, filter, onFilter }: Props) {
  const done = useStore(store, (state) => state.definesDone.length);
  const undone = useStore(store, (state) => state.definesUndone.length);
  const [at, setAt] = useState<{ x: number; y: number }>();
  const notify = useNotify();
  const copy = useCopy();
  const { undoDefines, redoDefines } = store.getState();
  return (
    <div className="defines-toolbar">
      <SearchInput value={filter} onChange={onFilter} label="Filter defines" placeholder="Filter defines" />
      <Button
        variant="ghost"
        icon="undo"
        disabled={done === 0}
        title="Undo the last change of the defines (Ctrl Z)"
        onClick={() => void undoDefines()}
      />
      <span className="defines-redo">
        <Button
          variant="ghost"
          icon="undo"
          disabled={undone === 0}
          title="Redo (Ctrl Shift Z)"
          onClick={() => void redoDefines()}
        />
      </span>
      <Button
        variant="ghost"
        icon="more"
        title="More about the defines"
        expanded={at !== undefined}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom + 4 });
        }}
      />
      {at && <Menu at={at} items={menuItems(store, copy, notify)} onClose={() => setAt(undefined)} />}
    </div>
  );
}

function menuItems(store: ManifestStore, copy: (text: string, what: string) => void, notify: Notify): MenuItem[] {
  const { defines, workspace, target: name, showSheet, showPastedLine, setDefines, undoDefines } = store.getState();
  const target = workspace?.targets.find((entry) => entry.name === name);
  const isEmpty = Object.keys(defines).length === 0;
  const reset = async () => {
    await setDefines({});
    notify({ text: 'All defines were reset.', action: { label: 'Undo', run: () => void undoDefines() } });
  };
  return [
    { label: 'Paste a line…', shortcut: 'Ctrl Alt V', onSelect: () => showPastedLine('') },
    ...LINES.filter(({ id }) => target && (id !== 'make' || target.layout === 'images')).map(
      ({ id, label, shortcut }, index) => ({
        label: `Copy ${label}`,
        ...(shortcut === undefined ? {} : { shortcut }),
        separated: index === 0,
        onSelect: () => target && copy(lineOf(id, target, defines), `The ${label} is copied`),
      }),
    ),
    {
      label: 'Save as a set…',
      separated: true,
      disabled: isEmpty,
      onSelect: () => showSheet({ kind: 'define-set', action: 'save' }),
    },
    { label: 'Reset all', danger: true, disabled: isEmpty, separated: true, onSelect: () => void reset() },
  ];
}
