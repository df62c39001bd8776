import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { disabledStagesOf } from './stage-disabled';
import type { DisabledStage } from './stage-rows';
import type { ManifestStore } from './store';

const NO_FILES: readonly string[] = [];

/** Stages that are switched off in the files that were resolved, as these are edited now. */
export function useDisabledStages(store: ManifestStore, files = NO_FILES): readonly DisabledStage[] {
  const baseline = useStore(store, (state) => state.baseline);
  const documents = useStore(store, (state) => state.documents);
  const sources = useStore(store, (state) => state.sources);
  const names = files.join('\n');
  useEffect(() => {
    if (names !== '') void store.getState().readSources(names.split('\n'));
  }, [store, names, baseline]);
  return useMemo(() => disabledStagesOf(files, documents, sources), [files, documents, sources]);
}
