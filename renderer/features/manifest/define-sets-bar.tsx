import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Menu, type MenuItem } from '../../ui/menu';
import { Select } from '../../ui/select';
import { Tag } from '../../ui/tag';
import { sameDefines } from './define-actions';
import type { ManifestStore } from './store';

const NO_SET = '';

/** The named sets of the target: which one is in use, and whether the defines still are what it says. */
export function DefineSetsBar({ store }: { readonly store: ManifestStore }) {
  const sets = useStore(store, (state) => state.defineSets);
  const chosen = useStore(store, (state) => state.defineSet);
  const defines = useStore(store, (state) => state.defines);
  const [at, setAt] = useState<{ x: number; y: number }>();
  if (sets.length === 0) return null;
  const current = sets.find((set) => set.name === chosen) ?? sets.find((set) => sameDefines(set.defines, defines));
  const differs = current !== undefined && !sameDefines(current.defines, defines);
  const { chooseDefineSet, showSheet } = store.getState();
  const choose = (name: string) => {
    if (name === NO_SET) chooseDefineSet(undefined);
    else showSheet({ kind: 'apply-set', name });
  };
  return (
    <div className="define-sets" role="group" aria-label="Set of defines">
      <Select
        label="Set of defines"
        value={current?.name ?? NO_SET}
        onChange={choose}
        options={[{ value: NO_SET, label: 'No set' }, ...sets.map(({ name }) => ({ value: name, label: name }))]}
      />
      {differs && (
        <Tag tone="warn" title={`The defines are not what ${current.name} says`}>
          changed
        </Tag>
      )}
      <Button
        variant="ghost"
        icon="more"
        title="What can be done with sets"
        expanded={at !== undefined}
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          setAt({ x: left, y: bottom + 4 });
        }}
      />
      {at && <Menu at={at} items={menuItems(store, current?.name, differs)} onClose={() => setAt(undefined)} />}
    </div>
  );
}

function menuItems(store: ManifestStore, name: string | undefined, differs: boolean): MenuItem[] {
  const { defines, showSheet, saveDefineSet, removeDefineSet, chooseDefineSet } = store.getState();
  const own = (set: string): MenuItem[] => [
    { label: `Update ${set} with these defines`, disabled: !differs, onSelect: () => void saveDefineSet(set, defines) },
    { label: `Apply ${set} again…`, disabled: !differs, onSelect: () => showSheet({ kind: 'apply-set', name: set }) },
    {
      label: `Rename ${set}…`,
      onSelect: () => {
        chooseDefineSet(set);
        showSheet({ kind: 'define-set', action: 'rename' });
      },
    },
    { label: `Delete ${set}`, danger: true, onSelect: () => void removeDefineSet(set) },
  ];
  return [
    ...(name === undefined ? [] : own(name)),
    {
      label: 'Save as a set…',
      separated: name !== undefined,
      onSelect: () => showSheet({ kind: 'define-set', action: 'save' }),
    },
  ];
}
