/** What an osbuild that was killed left in its cache directory: trees in the making, and temporary folders. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder } from '../../executor/resources';
import { holdInStore, namesInUse } from '../../store/in-use';
import type { WorkerJob } from '../../worker-protocol';

/** Folders of osbuild's cache that only a running osbuild fills. */
const IN_THE_MAKING = ['stage', 'tmp'];

async function entries(store: string): Promise<string[]> {
  const found = await Promise.all(
    IN_THE_MAKING.map(async (name) => {
      const names = await readdir(path.join(store, name)).catch(() => []);
      return names.map((each) => path.join(store, name, each));
    }),
  );
  return found.flat();
}

/** Removes what nobody works on any more, unless another run of the studio uses the cache. */
export async function sweepCache(store: string, mine: string): Promise<void> {
  // Listed first: whoever made one of these and still runs had said so before, and is seen now.
  const found = await entries(store);
  const using = await namesInUse(path.dirname(store));
  if ([...using].some((name) => name !== mine)) return;
  for (const folder of found) {
    // An osbuild that was killed did not unmount: its inputs are bind mounts of what must stay.
    await removeFolder(folder).catch(() => undefined);
  }
}

/** Says that a run uses the cache, and sweeps it before and after. Call the result at the end. */
export async function claimCache(store: string, name: string, owner: WorkerJob['owner']): Promise<() => Promise<void>> {
  const release = await holdInStore(path.dirname(store), [name], owner);
  await sweepCache(store, name);
  return async () => {
    await sweepCache(store, name);
    await release();
  };
}
