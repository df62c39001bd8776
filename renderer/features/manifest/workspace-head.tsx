import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Menu, type MenuItem } from '../../ui/menu';
import { PaneHead } from '../../ui/pane-head';
import type { ManifestState, ManifestStore } from './store';

/** The workspace's name, and the way to another one. */
export function WorkspaceHead({ store }: { readonly store: ManifestStore }) {
  const workspace = useStore(store, (state) => state.workspace);
  const recents = useStore(store, (state) => state.recents);
  const [at, setAt] = useState<{ x: number; y: number }>();
  return (
    <PaneHead
      end={
        <Button
          variant="ghost"
          icon="more"
          title="Open another workspace"
          expanded={at !== undefined}
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            setAt({ x: left, y: bottom + 4 });
          }}
        />
      }
    >
      <h1 className="compose-ellipsis" title={workspace?.path}>
        {workspace?.name}
      </h1>
      {at && (
        <Menu at={at} items={menuItems({ ...store.getState(), recents, workspace })} onClose={() => setAt(undefined)} />
      )}
    </PaneHead>
  );
}

function menuItems({ recents, workspace, openFolder, openWorkspace, createStarter }: ManifestState): MenuItem[] {
  const others = recents.filter((recent) => recent.path !== workspace?.path);
  return [
    { label: 'Open a folder…', shortcut: 'Ctrl O', onSelect: () => void openFolder() },
    { label: 'Create or open the starter workspace', onSelect: () => void createStarter() },
    ...others.map((recent, index) => ({
      label: recent.exists ? recent.path : `${recent.path} (folder is gone)`,
      disabled: !recent.exists,
      separated: index === 0,
      onSelect: () => void openWorkspace(recent.path),
    })),
  ];
}
