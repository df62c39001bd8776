/** Replacing a file so that whoever reads it sees the old or the new one, also after a power cut. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Whose a file is, and who may do what with it. */
type Access = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/** Writes a new file's bytes through to the disk. @throws EEXIST if it is there */
export async function writeThrough(place: string, bytes: string | Uint8Array, like?: Access): Promise<void> {
  const handle = await open(place, 'wx');
  try {
    await handle.writeFile(bytes);
    if (like) {
      const { uid, gid } = await handle.stat();
      // Only an administrator may give a file away; whoever else saves it owns it then.
      if (uid !== like.uid || gid !== like.gid) await handle.chown(like.uid, like.gid).catch(() => undefined);
      // A mode that is given to open() would be cut by the umask.
      await handle.chmod(like.mode & 0o7777);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file, or makes it. A link is replaced by a file: give the place that it leads to.
 *
 * @param like the file whose permissions and owner the new one gets; default: those of a new file
 */
export async function replaceFile(place: string, bytes: string | Uint8Array, like?: Access): Promise<void> {
  const partial = path.join(path.dirname(place), `.studio-${randomUUID().slice(0, 13)}.new`);
  try {
    await writeThrough(partial, bytes, like);
    await rename(partial, place);
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
}
