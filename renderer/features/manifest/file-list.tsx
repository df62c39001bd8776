import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { GitFileState, WorkspaceFile } from '../../../shared/manifest/types';
import { Group } from '../../ui/group';
import { Menu } from '../../ui/menu';
import { FileRow } from './file-row';
import { fileMenu } from './file-menu';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { useFiltered } from './use-filtered';

interface Props {
  readonly store: ManifestStore;
  readonly filter: string;
  readonly onOpenFile: OpenFile;
}

const NONE: readonly WorkspaceFile[] = [];
const NO_STATES: Readonly<Record<string, GitFileState>> = {};
const KINDS: readonly { readonly kind: WorkspaceFile['kind']; readonly label: string }[] = [
  { kind: 'image', label: 'Images' },
  { kind: 'distro', label: 'Distributions' },
  { kind: 'target', label: 'Hardware' },
  { kind: 'include', label: 'Includes' },
  { kind: 'other', label: 'Other files' },
];

/** The workspace's files by what they are for, each with its state here and in git. */
export function FileList({ store, filter, onOpenFile }: Props) {
  const present = useStore(store, (state) => state.workspace?.files ?? NONE);
  const states = useStore(store, (state) => state.git?.files ?? NO_STATES);
  const all = useMemo(() => withDeleted(present, states), [present, states]);
  const files = useFiltered(all, filter, pathOf);
  const shown = useStore(store, (state) => state.file);
  const documents = useStore(store, (state) => state.documents);
  const [menu, setMenu] = useState<{ path: string; at: { x: number; y: number } }>();
  return (
    <>
      {KINDS.map(({ kind, label }) => {
        const own = files.filter((file) => file.kind === kind);
        if (own.length === 0) return null;
        return (
          <div key={kind} role="group" aria-label={label}>
            <Group label={label} end={own.length} />
            {own.map(({ path }) => (
              <FileRow
                key={path}
                path={path}
                selected={path === shown}
                document={documents.get(path)}
                state={states[path]}
                onOpen={() =>
                  states[path] === 'deleted' ? store.getState().showSheet({ kind: 'head', path }) : onOpenFile(path)
                }
                onMenu={(at) => setMenu({ path, at })}
              />
            ))}
          </div>
        );
      })}
      {menu && <Menu at={menu.at} items={fileMenu(store, menu.path)} onClose={() => setMenu(undefined)} />}
    </>
  );
}

/** With the files that git has and the folder has no more. */
function withDeleted(
  files: readonly WorkspaceFile[],
  states: Readonly<Record<string, GitFileState>>,
): readonly WorkspaceFile[] {
  const known = new Set(files.map(pathOf));
  const gone = Object.keys(states).filter((path) => states[path] === 'deleted' && !known.has(path));
  return gone.length === 0 ? files : [...files, ...gone.map((path) => ({ path, kind: 'other' as const }))];
}

function pathOf(file: WorkspaceFile): string {
  return file.path;
}
