import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { SearchInput } from '../../ui/search-input';
import { Select } from '../../ui/select';
import { filterJobs, isFiltered, NO_FILTER, targetsOf, type JobFilter } from './job-list-filter';
import { KIND_WORDS } from './job-words';
import type { BuildsStore } from './store';

const STATES: readonly { value: JobFilter['state']; label: string }[] = [
  { value: 'all', label: 'Any state' },
  { value: 'running', label: 'Running' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'interrupted', label: 'Interrupted' },
];

const KINDS: readonly { value: JobFilter['kind']; label: string }[] = [
  { value: 'all', label: 'Any kind' },
  ...(Object.keys(KIND_WORDS) as (keyof typeof KIND_WORDS)[]).map((value) => ({ value, label: KIND_WORDS[value] })),
];

/** Which jobs the list shows: by words, and by state, kind and target. */
export function JobListHead({ store }: { readonly store: BuildsStore }) {
  const filter = useStore(store, (state) => state.filter);
  const jobs = useStore(store, (state) => state.jobs);
  const { setFilter } = store.getState();
  const [isOpen, setOpen] = useState(filter.state !== 'all' || filter.kind !== 'all' || filter.target !== '');
  const found = useMemo(() => filterJobs(jobs, filter).length, [jobs, filter]);
  if (jobs.length === 0) return null;
  return (
    <div className="jobs-filter">
      <div className="jobs-filter-line">
        <SearchInput
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
          label="Filter jobs"
          placeholder="Filter jobs"
          end={isFiltered(filter) ? `${found} of ${jobs.length}` : undefined}
        />
        <Button
          variant="ghost"
          icon={isOpen ? 'chevron-up' : 'chevron-down'}
          title="By state, kind and target"
          expanded={isOpen}
          onClick={() => {
            if (isOpen) setFilter({ ...NO_FILTER, text: filter.text });
            setOpen(!isOpen);
          }}
        />
      </div>
      {isOpen && <Selects store={store} filter={filter} />}
    </div>
  );
}

function Selects({ store, filter }: { readonly store: BuildsStore; readonly filter: JobFilter }) {
  const jobs = useStore(store, (state) => state.jobs);
  const targets = useMemo(() => targetsOf(jobs), [jobs]);
  const { setFilter } = store.getState();
  return (
    <div className="jobs-selects">
      <Select
        value={filter.state}
        onChange={(state) => setFilter({ ...filter, state })}
        label="State"
        options={STATES}
      />
      <Select value={filter.kind} onChange={(kind) => setFilter({ ...filter, kind })} label="Kind" options={KINDS} />
      <Select
        value={filter.target}
        onChange={(target) => setFilter({ ...filter, target })}
        label="Target"
        options={[{ value: '', label: 'Any target' }, ...targets.map((value) => ({ value, label: value }))]}
      />
    </div>
  );
}
