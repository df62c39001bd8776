/** Room on the disk, before a build begins. */
import { mkdir } from 'node:fs/promises';
import { StudioError } from '../../../../shared/errors';
import { freeAt, makeRoom } from '../store/room';

/** What a small build needs on the disk at least; a full disk is told before the work, not after it. */
const LEAST_FREE = 1024 ** 3;

/**
 * Makes room in the store where its disk is nearly full.
 *
 * @throws StudioError `tool-failed` where too little can be freed
 */
export async function checkSpace(store: string): Promise<void> {
  await mkdir(store, { recursive: true });
  await makeRoom(store, LEAST_FREE).catch(() => false);
  const free = await freeAt(store);
  if (free >= LEAST_FREE) return;
  throw new StudioError('tool-failed', `Only ${Math.floor(free / 1024 ** 2)} MiB are free on the disk of ${store}.`, {
    hint: 'Clean the store, or free at least 1 GiB otherwise.',
    detail: { tail: ['No space left on device'] },
  });
}
