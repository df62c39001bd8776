/** Sizes of repositories on disk: measured when their refs have moved, remembered otherwise. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { diskSize } from './disk-size';
import { createJsonCache } from './json-cache';

export interface RepositorySizes {
  /** Bytes; the last known ones (0 at first) if measuring takes longer than a moment: `onMeasured` is told then. */
  of(repoPath: string, refsState: string): Promise<number>;
  close(): void;
}

/** A small repository is measured within this, and the first answer is right. */
const PATIENCE_MS = 250;

/** `cacheFolder` keeps sizes over restarts. */
export function createRepositorySizes(cacheFolder: string, onMeasured: (repoPath: string) => void): RepositorySizes {
  const kept = createJsonCache(cacheFolder, z.number());
  const last = new Map<string, number>();
  const closing = new AbortController();
  return {
    async of(repoPath, refsState) {
      const key = createHash('sha256').update(`${repoPath}\0${refsState}`).digest('hex');
      const measured = kept.get(key, () => diskSize(repoPath, closing.signal));
      let late = false;
      const settled = measured.then(
        (size) => {
          last.set(repoPath, size);
          if (late && !closing.signal.aborted) onMeasured(repoPath);
          return size;
        },
        () => last.get(repoPath) ?? 0,
      );
      const patience = new Promise<'late'>((resolve) => setTimeout(resolve, PATIENCE_MS, 'late'));
      const first = await Promise.race([settled, patience]);
      if (first !== 'late') return first;
      late = true;
      return last.get(repoPath) ?? 0;
    },
    close: () => closing.abort(),
  };
}

/** Where the sizes are kept below the engine's cache. */
export function sizesFolder(cache: string): string {
  return path.join(cache, 'repository-sizes');
}
