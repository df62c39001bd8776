import type { GitFileState } from '../../../shared/manifest/types';
import { ListItem } from '../../ui/list-item';
import { StateDot } from '../../ui/state-dot';
import { isDirty, type Document } from './document';
import { GitLetter } from './git-letter';

interface Props {
  readonly path: string;
  readonly selected: boolean;
  readonly document: Document | undefined;
  readonly state: GitFileState | undefined;
  readonly onOpen: () => void;
  /** Where the menu was asked for, in pixels of the window. */
  readonly onMenu: (at: { x: number; y: number }) => void;
}

/** A file: its name, whether it has unsaved edits, and git's letter. */
export function FileRow({ path, selected, document, state, onOpen, onMenu }: Props) {
  return (
    <div
      className="file-row"
      data-git={state}
      onContextMenu={(event) => {
        event.preventDefault();
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        // The menu key has no place of its own.
        onMenu(
          event.clientX === 0 && event.clientY === 0 ? { x: left, y: bottom } : { x: event.clientX, y: event.clientY },
        );
      }}
    >
      <ListItem
        selected={selected}
        title={<FileName path={path} />}
        tooltip={path}
        end={
          <>
            <EditState document={document} />
            {state && <GitLetter state={state} />}
          </>
        }
        onClick={onOpen}
      />
    </div>
  );
}

function EditState({ document }: { readonly document: Document | undefined }) {
  if (document?.kind === 'open' && document.disk)
    return <StateDot tone="bad" label={document.disk.kind === 'gone' ? 'deleted on disk' : 'changed on disk'} />;
  return isDirty(document) ? <StateDot tone="warn" label="edited, not saved" /> : null;
}

/** The folder gives way: the name is what is looked for. */
function FileName({ path }: { readonly path: string }) {
  const slash = path.lastIndexOf('/');
  return (
    <>
      <span className="file-name">{path.slice(slash + 1)}</span>
      {slash > 0 && <span className="file-folder">{path.slice(0, slash)}</span>}
    </>
  );
}
