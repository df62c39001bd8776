import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../../ui/icon';
import { Menu, type MenuItem } from '../../ui/menu';
import { PaneHead } from '../../ui/pane-head';
import type { ManifestState, ManifestStore } from './store';

/** The workspace's name and branch, and the way to another one. */
export function WorkspaceHead({ store }: { readonly store: ManifestStore }) {
  const workspace = useStore(store, (state) => state.workspace);
  const branch = useStore(store, (state) => state.git?.branch);
  const recents = useStore(store, (state) => state.recents);
  const asked = useStore(store, (state) => state.switcherAsked);
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<{ x: number; y: number }>();
  const open = () => {
    const { left = 0, bottom = 0 } = button.current?.getBoundingClientRect() ?? {};
    setAt({ x: left, y: bottom + 2 });
  };
  useEffect(() => {
    if (!asked) return;
    store.getState().askSwitcher(false);
    open();
  }, [store, asked]);
  return (
    <PaneHead>
      <button
        ref={button}
        type="button"
        className="workspace-switch"
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        aria-label="Switch the workspace"
        title={`${workspace?.path ?? ''}\nSwitch the workspace (Ctrl Alt O)`}
        onClick={open}
      >
        <h1 className="compose-ellipsis">{workspace?.name}</h1>
        {branch !== undefined && (
          <span className="workspace-branch compose-ellipsis" title={`On the branch ${branch}`}>
            <Icon name="history" size={12} />
            <span className="compose-ellipsis">{branch}</span>
          </span>
        )}
        <Icon name="chevron-down" size={12} />
      </button>
      {at && (
        <Menu at={at} items={menuItems({ ...store.getState(), recents, workspace })} onClose={() => setAt(undefined)} />
      )}
    </PaneHead>
  );
}

function menuItems(state: ManifestState): MenuItem[] {
  const { recents, workspace, openFolder, openWorkspace, createStarter, revealWorkspace, showSheet } = state;
  const others = recents.filter((recent) => recent.path !== workspace?.path);
  return [
    ...others.map((recent) => ({
      label: recent.exists ? recent.path : `${recent.path} (folder is gone)`,
      disabled: !recent.exists,
      onSelect: () => void openWorkspace(recent.path),
    })),
    {
      label: 'Open a folder…',
      shortcut: 'Ctrl O',
      separated: others.length > 0,
      onSelect: () => void openFolder(),
    },
    { label: 'Create or open the starter workspace', onSelect: () => void createStarter() },
    {
      label: 'New image…',
      shortcut: 'Ctrl Alt N',
      separated: true,
      disabled: !workspace?.targets.some((target) => target.layout === 'images'),
      onSelect: () => showSheet({ kind: 'new-image' }),
    },
    { label: 'Show the folder', onSelect: () => void revealWorkspace() },
  ];
}
