import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { PaneHead } from '../../ui/pane-head';
import { FoundList } from './found-list';
import type { OpenFile } from './origin-link';
import './search-panel.css';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
  /** Leads back to the files. */
  readonly onClose: () => void;
}

/** Where a variable is set and used. */
export function UsesPanel({ store, onOpenFile, onClose }: Props) {
  const uses = useStore(store, (state) => state.uses);
  const turn = useStore(store, (state) => state.panelTurn);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.focus(), [turn]);
  if (!uses) return null;
  const { name, found } = uses;
  return (
    <section
      className="search-panel"
      aria-label={`Uses of ${name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <PaneHead end={<Button variant="ghost" icon="close" title="Back to the files (Escape)" onClick={onClose} />}>
        <h1 className="compose-ellipsis" title={name}>
          Uses of <span className="mono">{name}</span>
        </h1>
      </PaneHead>
      <p className="search-summary" role="status">
        {found.matches.length === 1 ? '1 place' : `${found.matches.length} places`} in{' '}
        {found.files === 1 ? '1 file' : `${found.files} files`}
      </p>
      <div className="found">
        <FoundList ref={list} found={found} label={`Places of ${name}`} onOpenFile={onOpenFile} />
      </div>
    </section>
  );
}
