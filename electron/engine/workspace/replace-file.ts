/** Replacing a file so that whoever reads it sees the old or the new one, also after a power cut. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a new file's bytes through to the disk. @param flags `wx` fails with EEXIST if it is there */
export async function writeThrough(
  place: string,
  bytes: string | Uint8Array,
  options: { flags?: 'w' | 'wx'; mode?: number } = {},
): Promise<void> {
  const handle = await open(place, options.flags ?? 'w');
  try {
    await handle.writeFile(bytes);
    // A mode that is given to open() would be cut by the umask.
    if (options.mode !== undefined) await handle.chmod(options.mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file, or makes it. A link is replaced by a file: give the place that it leads to.
 *
 * @param mode permissions; default: those of a new file
 */
export async function replaceFile(place: string, bytes: string | Uint8Array, mode?: number): Promise<void> {
  const partial = path.join(path.dirname(place), `.${path.basename(place)}.${randomUUID().slice(0, 8)}.new`);
  try {
    await writeThrough(partial, bytes, { flags: 'wx', ...(mode === undefined ? {} : { mode }) });
    await rename(partial, place);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
}
