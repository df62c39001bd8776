import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Group } from '../../ui/group';
import { useNotify } from '../../ui/notify';
import { Tag } from '../../ui/tag';
import { TextInput } from '../../ui/text-input';
import { pickedName, pinnedVersion } from './package-rows';
import type { PackagesStore } from './store';

const NONE: readonly string[] = [];

/** The packages that the target has over its manifest's own. */
export function PickedList({ store }: { readonly store: PackagesStore }) {
  const picked = useStore(store, (state) => state.scope?.picked ?? NONE);
  return (
    <>
      <Group label="Extra RPMs of this target" end={picked.length > 0 ? picked.length : undefined} />
      {picked.length === 0 && <p className="packages-note">None yet: tick a package to add it.</p>}
      {picked.map((entry) => (
        <PickedEntry key={entry} store={store} entry={entry} />
      ))}
    </>
  );
}

function PickedEntry({ store, entry }: { readonly store: PackagesStore; readonly entry: string }) {
  const name = pickedName(entry);
  const version = pinnedVersion(entry);
  const isSelected = useStore(store, (state) => state.selected?.startsWith(`${name}.`) ?? false);
  const note = useStore(store, (state) => state.notes[name]);
  const hasVanished = useVanished(store, name);
  const [isEditing, setEditing] = useState(false);
  const notify = useNotify();
  const remove = () => {
    const before = store.getState().toggle(name);
    const undo = () => store.getState().setPicked(before);
    notify({ text: `${name} is no longer added.`, action: { label: 'Undo', run: undo } });
  };
  return (
    <div className="picked" data-selected={isSelected || undefined}>
      <div className="picked-line">
        <button type="button" className="picked-name" title={entry} onClick={() => store.getState().show(name)}>
          {name}
          {version !== undefined && <span className="packages-dim mono"> {version}</span>}
        </button>
        {hasVanished && (
          <Tag tone="bad" title="No repository of the target has it any more">
            vanished
          </Tag>
        )}
        <Button
          variant="ghost"
          icon="edit"
          title={note === undefined ? `Say why ${name} is added` : `Why ${name} is added: ${note}`}
          onClick={() => setEditing(true)}
        />
        <Button variant="ghost" icon="close" title={`Remove ${name}`} onClick={remove} />
      </div>
      {isEditing ? (
        <NoteField name={name} note={note ?? ''} store={store} onDone={() => setEditing(false)} />
      ) : (
        note !== undefined && <p className="picked-note">{note}</p>
      )}
    </div>
  );
}

interface NoteProps {
  readonly store: PackagesStore;
  readonly name: string;
  readonly note: string;
  readonly onDone: () => void;
}

/** Why it is there: Enter keeps it, Escape does not. */
function NoteField({ store, name, note, onDone }: NoteProps) {
  const [text, setText] = useState(note);
  const keep = () => {
    if (text.trim() !== note) void store.getState().setNote(name, text);
    onDone();
  };
  return (
    <div className="picked-edit">
      <TextInput
        autoFocus
        value={text}
        onChange={setText}
        label={`Why ${name} is added`}
        placeholder="Why is it needed?"
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') onDone();
        }}
      />
    </div>
  );
}

/** True if a package that was picked is in no repository: the preview says so. */
function useVanished(store: PackagesStore, name: string): boolean {
  return useStore(store, ({ preview }) => {
    const flags = 'last' in preview ? preview.last?.flags : undefined;
    return flags?.some((flag) => flag.kind === 'vanished' && flag.name === name) ?? false;
  });
}
