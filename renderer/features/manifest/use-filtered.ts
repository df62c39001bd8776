import { useMemo } from 'react';

/** Those entries whose text has every word of the filter, in any order. `textOf` must not change from call to call. */
export function useFiltered<T>(entries: readonly T[], filter: string, textOf: (entry: T) => string): readonly T[] {
  return useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return entries;
    return entries.filter((entry) => {
      const text = textOf(entry).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [entries, filter, textOf]);
}
