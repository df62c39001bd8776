import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Target } from '../../../shared/manifest/types';
import { EmptyState } from '../../ui/empty-state';
import { VirtualList } from '../../ui/virtual-list';
import { CheckBar, type CheckScope } from './check-bar';
import { CheckProblems } from './check-problems';
import { checkRow, sortRows, type CheckRow, type CheckSort } from './check-rows';
import { CheckHead, CheckLine } from './check-table';
import './check.css';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { findTargets } from './target-facets';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
}

const NONE: readonly Target[] = [];

/** All targets checked without building: how each resolved, and what is wrong with it. */
export function CheckView({ store, onOpenFile }: Props) {
  const [scope, setScope] = useState<CheckScope>('all');
  const [filter, setFilter] = useState('');
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [sort, setSort] = useState<CheckSort>({ by: 'state', down: false });
  const chosen = useStore(store, (state) => state.target);
  const all = useCheckRows(store, scope);
  const rows = useMemo(() => foundRows(all, filter, onlyFailed, sort), [all, filter, onlyFailed, sort]);
  const selected = rows.findIndex((row) => row.name === chosen);
  const row = rows[selected];
  const select = (index: number) => {
    const name = rows[index]?.name;
    if (name !== undefined) store.getState().selectTarget(name);
  };
  return (
    <div className="check">
      <CheckBar
        store={store}
        rows={all}
        shown={rows}
        scope={scope}
        onScope={setScope}
        filter={filter}
        onFilter={setFilter}
        onlyFailed={onlyFailed}
        onOnlyFailed={setOnlyFailed}
      />
      {all.length === 0 ? (
        <EmptyState icon="target" title="No targets here" text={EMPTY_WORDS[scope]} />
      ) : (
        <>
          <CheckHead sort={sort} onSort={setSort} />
          <div className="check-list">
            <VirtualList
              count={rows.length}
              rowHeight={26}
              label="Checked targets"
              role="grid"
              selected={selected}
              onSelect={select}
              rowKey={(index) => rows[index]?.name ?? ''}
              render={(index) => {
                const entry = rows[index];
                return entry ? <CheckLine row={entry} /> : null;
              }}
            />
          </div>
          {rows.length === 0 && <p className="compose-note check-none">No checked target fits the filter.</p>}
          {row && row.problems.length > 0 && <CheckProblems row={row} onOpenFile={onOpenFile} />}
        </>
      )}
    </div>
  );
}

const EMPTY_WORDS: Readonly<Record<CheckScope, string>> = {
  all: 'The workspace has nothing that can be resolved.',
  found: 'The filter beside leaves no target.',
  favourites: 'Mark targets with the star in the list, or with F.',
};

/** The targets that are looked at, each with its last result. */
function useCheckRows(store: ManifestStore, scope: CheckScope): readonly CheckRow[] {
  const names = useScope(store, scope);
  const checks = useStore(store, (state) => state.checks);
  const run = useStore(store, (state) => state.checkRun);
  return useMemo(() => names.map((name) => checkRow(name, checks.get(name), run)), [names, checks, run]);
}

function foundRows(
  rows: readonly CheckRow[],
  filter: string,
  onlyFailed: boolean,
  sort: CheckSort,
): readonly CheckRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    if (onlyFailed && row.state !== 'failed') return false;
    const text = [row.name, ...row.problems.map(({ message }) => message)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return sortRows(found, sort);
}

/** Names of the targets that are looked at. */
function useScope(store: ManifestStore, scope: CheckScope): readonly string[] {
  const targets = useStore(store, (state) => state.workspace?.targets ?? NONE);
  const favourites = useStore(store, (state) => state.workspace?.favourites);
  const filter = useStore(store, (state) => state.filter);
  const facets = useStore(store, (state) => state.facets);
  return useMemo(() => {
    const found = scope === 'found' ? findTargets(targets, filter, facets) : targets;
    const names = found.map((target) => target.name);
    return scope === 'favourites' ? names.filter((name) => favourites?.includes(name)) : names;
  }, [targets, favourites, filter, facets, scope]);
}
