import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Problem } from '../../../shared/manifest/types';
import { allProblems } from './define-fields';
import type { ManifestStore } from './store';

/** All that is wrong with the target and its defines, errors first. */
export function useProblems(store: ManifestStore): readonly Problem[] {
  const resolved = useStore(store, (state) => state.resolved);
  const ofDefines = useStore(store, (state) => state.defineProblems);
  return useMemo(() => allProblems(ofDefines, resolved?.problems ?? []), [ofDefines, resolved]);
}
