import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Group } from '../../ui/group';
import { useNotify } from '../../ui/notify';
import type { PackagesStore } from './store';

const NONE: readonly string[] = [];

/** The packages that the target has over its manifest's own. */
export function PickedList({ store }: { readonly store: PackagesStore }) {
  const picked = useStore(store, (state) => state.scope?.picked ?? NONE);
  const selected = useStore(store, (state) => state.selected);
  const notify = useNotify();
  const remove = (name: string) => {
    const before = store.getState().toggle(name);
    const undo = () => store.getState().setPicked(before);
    notify({ text: `${name} is no longer added.`, action: { label: 'Undo', run: undo } });
  };
  return (
    <>
      <Group label="Extra RPMs of this target" end={picked.length > 0 ? picked.length : undefined} />
      {picked.length === 0 && <p className="packages-note">None yet: tick a package to add it.</p>}
      {picked.map((name) => (
        <div key={name} className="picked" data-selected={selected?.startsWith(`${name}.`) || undefined}>
          <button type="button" className="picked-name" title={name} onClick={() => store.getState().show(name)}>
            {name}
          </button>
          <Button variant="ghost" icon="close" title={`Remove ${name}`} onClick={() => remove(name)} />
        </div>
      ))}
    </>
  );
}
