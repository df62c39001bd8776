import { useMemo } from 'react';
import { useStore } from 'zustand';
import { pickedName } from './package-rows';
import type { PackagesStore } from './store';

const NONE: ReadonlySet<string> = new Set();

/** Names of packages that were picked, are in the image, are excluded, or have something newer than what was built. */
export function useNames(store: PackagesStore) {
  const entries = useStore(store, (state) => state.scope?.picked);
  const exclusions = useStore(store, (state) => state.scope?.excluded);
  const inImage = useStore(store, (state) => state.scope?.inImage) ?? NONE;
  const found = useStore(store, (state) => state.updates);
  const picked = useMemo(() => new Set(entries?.map(pickedName)), [entries]);
  const excluded = useMemo(() => new Set(exclusions), [exclusions]);
  const updates = useMemo(() => new Map(found.map(({ name, before }) => [name, before])), [found]);
  return { picked, excluded, inImage, updates };
}
