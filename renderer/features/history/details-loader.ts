/** Reads commit details for the rows in sight: few at a time, newest wish first, each commit once. */
import type { CommitDetails } from '../../../shared/history/types';
import { toWire, type WireError } from '../../../shared/errors';

export type DetailsResult =
  { readonly kind: 'ready'; readonly details: CommitDetails } | { readonly kind: 'failed'; readonly error: WireError };

export interface DetailsLoader {
  /** Replaces the list of what is wanted; what is under way goes on, what was wanted before and not begun is dropped. */
  want(checksums: readonly string[]): void;
  /** Reads one before all others. */
  first(checksum: string): void;
  /** Forgets what was read, and ignores what is under way. */
  reset(): void;
}

/** `done` is called once for each commit that was read. */
export function createDetailsLoader(
  read: (checksum: string) => Promise<CommitDetails>,
  done: (checksum: string, result: DetailsResult) => void,
  concurrency = 3,
): DetailsLoader {
  let generation = 0;
  let queue: string[] = [];
  let busy = 0;
  let seen = new Set<string>();

  const load = async (checksum: string) => {
    const born = generation;
    seen.add(checksum);
    busy += 1;
    let result: DetailsResult;
    try {
      result = { kind: 'ready', details: await read(checksum) };
    } catch (thrown) {
      result = { kind: 'failed', error: toWire(thrown) };
    }
    busy -= 1;
    if (born === generation) done(checksum, result);
    pump();
  };

  const pump = () => {
    while (busy < concurrency) {
      const next = queue.shift();
      if (next === undefined) return;
      if (!seen.has(next)) void load(next);
    }
  };

  return {
    want(checksums) {
      queue = checksums.filter((checksum) => !seen.has(checksum));
      pump();
    },
    first(checksum) {
      // A person waits for this one: it is read at once, above the limit if need be, also if it was read before.
      void load(checksum);
    },
    reset() {
      generation += 1;
      queue = [];
      seen = new Set();
    },
  };
}
