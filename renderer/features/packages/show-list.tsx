import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import { SearchInput } from '../../ui/search-input';
import { Select } from '../../ui/select';
import type { Filter } from './package-rows';
import type { PackagesStore } from './store';

const ARCHES = ['x86_64', 'aarch64', 'i686', 'noarch'] as const;
/** Fewer groups than this are found without a filter. */
const MANY = 12;

/** Which of the packages are listed. */
export function ShowList({ store }: { readonly store: PackagesStore }) {
  const filter = useStore(store, (state) => state.filter);
  const inImage = useStore(store, (state) => state.scope?.inImage.size ?? 0);
  const picked = useStore(store, (state) => state.scope?.picked.length ?? 0);
  const updates = useStore(store, (state) => state.updates.length);
  const arch = useStore(store, (state) => state.arch);
  const { setFilter, setArch } = store.getState();
  const item = (id: Filter, title: string, count?: number) => (
    <ListItem title={title} selected={filter === id} end={count?.toLocaleString('en')} onClick={() => setFilter(id)} />
  );
  return (
    <>
      <Group label="Show" />
      {item('all', 'All packages')}
      {item('in-image', 'In image', inImage)}
      {item('picked', 'Added by you', picked)}
      {item('updates', 'Newer than the head commit', updates)}
      <div className="packages-arch">
        <Select
          label="Architecture"
          value={arch ?? ''}
          options={[{ value: '', label: 'Every architecture' }, ...ARCHES.map((value) => ({ value, label: value }))]}
          onChange={(value) => setArch(value === '' ? undefined : value)}
        />
      </div>
      <Groups store={store} />
    </>
  );
}

/** Groups of the repositories (comps). */
function Groups({ store }: { readonly store: PackagesStore }) {
  const groups = useStore(store, (state) => state.groups);
  const filter = useStore(store, (state) => state.filter);
  const [text, setText] = useState('');
  const found = useMemo(
    () => groups.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(text.trim().toLowerCase())),
    [groups, text],
  );
  if (groups.length === 0) return null;
  return (
    <section aria-label="Groups">
      <Group label="Groups" end={groups.length} />
      {groups.length > MANY && (
        <div className="packages-filter">
          <SearchInput value={text} onChange={setText} label="Filter groups" placeholder="Filter groups" />
        </div>
      )}
      {found.map(({ id, name, description, members }) => (
        <ListItem
          key={id}
          title={name || id}
          tooltip={`${name} (@${id})${description === '' ? '' : `\n${description}`}`}
          selected={filter === `group:${id}`}
          end={members.length}
          onClick={() => store.getState().setFilter(filter === `group:${id}` ? 'all' : `group:${id}`)}
        />
      ))}
    </section>
  );
}
