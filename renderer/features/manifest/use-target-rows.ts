import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Target } from '../../../shared/manifest/types';
import type { ManifestStore } from './store';
import { findTargets } from './target-facets';
import { targetRows } from './target-rows';

const NONE: readonly Target[] = [];
const NO_NAMES: readonly string[] = [];
const NO_FOLDS: ReadonlySet<string> = new Set();
/** In a short list everything is in sight anyway. */
const WORTH_RECENT = 12;

/** The rows of the list of targets, as it is filtered and folded. */
export function useTargetRows(store: ManifestStore) {
  const targets = useStore(store, (state) => state.workspace?.targets ?? NONE);
  const names = useStore(store, (state) => state.workspace?.favourites ?? NO_NAMES);
  const filter = useStore(store, (state) => state.filter);
  const facets = useStore(store, (state) => state.facets);
  const recent = useRecent(store, filter);
  const [folded, setFolded] = useState(NO_FOLDS);
  const favourites = useMemo(() => new Set(names), [names]);
  const found = useMemo(() => findTargets(targets, filter, facets), [targets, filter, facets]);
  const rows = useMemo(() => {
    const isAll = found.length === targets.length;
    return targetRows(found, {
      favourites: names,
      recent: isAll && targets.length > WORTH_RECENT ? recent.filter((name) => !favourites.has(name)).slice(0, 4) : [],
      // What was looked for is shown, whatever was folded before.
      folded: isAll ? folded : NO_FOLDS,
    });
  }, [found, targets, names, favourites, recent, folded]);
  const fold = (name: string) =>
    setFolded(
      (before) => new Set(before.has(name) ? [...before].filter((other) => other !== name) : [...before, name]),
    );
  return { rows, shown: found.length, all: targets.length, favourites, fold };
}

/** The targets that were used last. Rows do not move while one works in them: only a filter or a workspace renews them. */
function useRecent(store: ManifestStore, filter: string): readonly string[] {
  const workspace = useStore(store, (state) => state.workspace?.path);
  const [recent, setRecent] = useState(() => store.getState().recentTargets);
  const isFiltered = filter !== '';
  const before = useRef({ workspace, isFiltered });
  useEffect(() => {
    if (before.current.workspace === workspace && before.current.isFiltered === isFiltered) return;
    before.current = { workspace, isFiltered };
    setRecent(store.getState().recentTargets);
  }, [store, workspace, isFiltered]);
  return recent;
}
