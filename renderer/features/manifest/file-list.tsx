import { useStore } from 'zustand';
import type { WorkspaceFile } from '../../../shared/manifest/types';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import { StateDot } from '../../ui/state-dot';
import { isDirty, type Document } from './document-actions';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { useFiltered } from './use-filtered';

interface Props {
  readonly store: ManifestStore;
  readonly filter: string;
  readonly onOpenFile: OpenFile;
}

const NONE: readonly WorkspaceFile[] = [];
const KINDS: readonly { readonly kind: WorkspaceFile['kind']; readonly label: string }[] = [
  { kind: 'image', label: 'Images' },
  { kind: 'distro', label: 'Distributions' },
  { kind: 'target', label: 'Hardware' },
  { kind: 'include', label: 'Includes' },
  { kind: 'other', label: 'Other files' },
];

/** The workspace's files by what they are for; a dot marks those with unsaved edits. */
export function FileList({ store, filter, onOpenFile }: Props) {
  const all = useStore(store, (state) => state.workspace?.files ?? NONE);
  const files = useFiltered(all, filter, pathOf);
  const shown = useStore(store, (state) => state.file);
  const documents = useStore(store, (state) => state.documents);
  return KINDS.map(({ kind, label }) => {
    const own = files.filter((file) => file.kind === kind);
    if (own.length === 0) return null;
    return (
      <div key={kind} role="group" aria-label={label}>
        <Group label={label} end={own.length} />
        {own.map(({ path }) => (
          <ListItem
            key={path}
            selected={path === shown}
            title={<FileName path={path} />}
            tooltip={path}
            end={<FileState conflict={isConflict(documents.get(path))} dirty={isDirty(documents.get(path))} />}
            onClick={() => onOpenFile(path)}
          />
        ))}
      </div>
    );
  });
}

function isConflict(document: Document | undefined): boolean {
  return document?.kind === 'open' && document.conflict;
}

function FileState({ conflict, dirty }: { conflict: boolean; dirty: boolean }) {
  if (conflict) return <StateDot tone="bad" label="changed on disk" />;
  return dirty ? <StateDot tone="warn" label="edited, not saved" /> : null;
}

/** The folder gives way: the name is what is looked for. */
function FileName({ path }: { path: string }) {
  const slash = path.lastIndexOf('/');
  return (
    <>
      {path.slice(slash + 1)}
      {slash > 0 && <span className="file-folder">{path.slice(0, slash)}</span>}
    </>
  );
}

function pathOf(file: WorkspaceFile): string {
  return file.path;
}
