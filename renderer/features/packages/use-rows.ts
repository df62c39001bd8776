import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Package } from '../../../shared/packages/types';
import { filterRows } from './package-rows';
import type { PackagesStore } from './store';

const NONE: ReadonlySet<string> = new Set();

/** The packages that are listed, and which of them are picked or in the image. */
export function useRows(store: PackagesStore): {
  readonly rows: readonly Package[];
  readonly picked: ReadonlySet<string>;
  readonly inImage: ReadonlySet<string>;
} {
  const all = useStore(store, (state) => state.rows);
  const filter = useStore(store, (state) => state.filter);
  const names = useStore(store, (state) => state.scope?.picked);
  const inImage = useStore(store, (state) => state.scope?.inImage) ?? NONE;
  const picked = useMemo(() => new Set(names), [names]);
  const rows = useMemo(() => filterRows(all, filter, picked, inImage), [all, filter, picked, inImage]);
  return { rows, picked, inImage };
}
