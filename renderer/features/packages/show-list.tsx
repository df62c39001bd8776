import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import type { Filter } from './package-rows';
import type { PackagesStore } from './store';

/** Which of the packages are listed. */
export function ShowList({ store }: { readonly store: PackagesStore }) {
  const filter = useStore(store, (state) => state.filter);
  const inImage = useStore(store, (state) => state.scope?.inImage.size ?? 0);
  const picked = useStore(store, (state) => state.scope?.picked.length ?? 0);
  const item = (id: Filter, title: string, count?: number) => (
    <ListItem
      title={title}
      selected={filter === id}
      end={count?.toLocaleString('en')}
      onClick={() => store.getState().setFilter(id)}
    />
  );
  return (
    <>
      <Group label="Show" />
      {item('all', 'All packages')}
      {item('in-image', 'In image', inImage)}
      {item('picked', 'Added by you', picked)}
    </>
  );
}
