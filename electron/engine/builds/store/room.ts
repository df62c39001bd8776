/** Room for stored trees: below the limit, and never the last of the disk; the least recently used ones go first. */
import { statfs } from 'node:fs/promises';
import { listObjects, removeObject, type ObjectFolder } from './objects';
import { namesInUse } from './in-use';
import { storeLimit } from './settings';

/** Bytes that stay free whatever the limit is. */
export const KEPT_FREE = 2 * 1024 ** 3;
const isHalfMade = (object: ObjectFolder): boolean => object.key.startsWith('.');

export interface Room {
  readonly objects: readonly ObjectFolder[];
  readonly inUse: ReadonlySet<string>;
  readonly limit: number;
  /** Bytes that are free on the file system. */
  readonly free: number;
  /** Bytes that are wanted. */
  readonly wanted: number;
}

/** Which objects have to go, oldest first, for what is wanted; `fits`: whether it is enough then. */
export function planRoom(room: Room): { remove: string[]; fits: boolean } {
  let over = Math.max(
    room.objects.reduce((sum, { size }) => sum + size, 0) + room.wanted - room.limit,
    room.wanted + KEPT_FREE - room.free,
  );
  const remove: string[] = [];
  const removable = room.objects.filter((object) => !room.inUse.has(object.key) && !isHalfMade(object));
  for (const { key, size } of [...removable].sort((a, b) => a.used - b.used)) {
    if (over <= 0) break;
    remove.push(key);
    over -= size;
  }
  return { remove, fits: over <= 0 };
}

/** Bytes that an ordinary user can still write on the file system of a folder. */
export async function freeAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Removes what is over the limit, so that `wanted` more bytes fit.
 *
 * @returns whether they do.
 */
export async function makeRoom(store: string, wanted: number): Promise<boolean> {
  // In this order: who makes an object says so before.
  const objects = await listObjects(store);
  const inUse = await namesInUse(store);
  const [limit, free] = await Promise.all([storeLimit(store), freeAt(store)]);
  // Its maker was killed.
  const stale = objects.filter((object) => isHalfMade(object) && !inUse.has(object.key));
  const { remove, fits } = planRoom({ objects, inUse, limit, free, wanted });
  for (const key of [...stale.map((object) => object.key), ...remove]) await removeObject(store, key);
  return fits && limit > 0;
}

/** Removes every object that no running job uses; bytes that were freed. */
export async function removeObjects(store: string): Promise<number> {
  const objects = await listObjects(store);
  const inUse = await namesInUse(store);
  const removable = objects.filter((object) => !inUse.has(object.key));
  for (const { key } of removable) await removeObject(store, key);
  return removable.reduce((sum, { size }) => sum + size, 0);
}
