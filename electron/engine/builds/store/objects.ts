/**
 * Stored trees: `objects/<key>/tree.tar` and what is said about it in `object.json`. An object is made under another
 * name and renamed, so that a name is there only with all of it; the one that is there first stays. There is no index:
 * the folders are it, and what cannot be read is not there.
 */
import { randomUUID } from 'node:crypto';
import { chown, lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../parse-json';
import { holdInStore, ownFolder, type Owner } from './in-use';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

export const StoredObject = z.object({
  key: Digest,
  /** The stage's id, as osbuild computes it. */
  id: Digest,
  pipeline: z.string(),
  stage: z.string(),
  /** Of the archive. */
  sha256: Digest,
  size: z.number().int(),
  /** Seconds that the pipeline took up to here. */
  seconds: z.number(),
  /** The commit in it, where it holds one; the compose.json that says so, and its SHA-256. */
  commit: z.object({ digest: Digest, checksum: Digest, text: z.string() }).optional(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** An object as its folder shows it, readable or not. */
export interface ObjectFolder {
  readonly key: string;
  readonly size: number;
  /** When it was last used, epoch milliseconds. */
  readonly used: number;
}

export const objectsOf = (store: string): string => path.join(store, 'objects');
export const archiveOf = (store: string, key: string): string => path.join(objectsOf(store), key, 'tree.tar');
const aboutOf = (store: string, key: string): string => path.join(objectsOf(store), key, 'object.json');

/** The object of this key, if it is there whole as far as its size tells. */
export async function findObject(store: string, key: string): Promise<StoredObject | undefined> {
  const text = await readFile(aboutOf(store, key), 'utf8').catch(() => '');
  const about = StoredObject.safeParse(parseJson(text));
  if (!about.success || about.data.key !== key) return undefined;
  const found = await lstat(archiveOf(store, key)).catch(() => undefined);
  return found?.isFile() && found.size === about.data.size ? about.data : undefined;
}

/** Notes that an object was used now: the least recently used ones go first. */
export async function touchObject(store: string, key: string): Promise<void> {
  const now = new Date();
  await utimes(aboutOf(store, key), now, now).catch(() => undefined);
}

export async function removeObject(store: string, key: string): Promise<void> {
  // Renamed first: an object that is half removed must not look like one.
  const gone = path.join(objectsOf(store), `.gone-${randomUUID()}`);
  await rename(path.join(objectsOf(store), key), gone).catch(() => undefined);
  await rm(gone, { recursive: true, force: true });
}

/** All that is in the store, half-made and unreadable things too: those were used when they were written. */
export async function listObjects(store: string): Promise<ObjectFolder[]> {
  const names = await readdir(objectsOf(store)).catch(() => []);
  return Promise.all(
    names.map(async (key) => {
      const archive = await stat(archiveOf(store, key)).catch(() => undefined);
      const about = await stat(aboutOf(store, key)).catch(() => undefined);
      return { key, size: archive?.size ?? 0, used: (about ?? archive)?.mtimeMs ?? 0 };
    }),
  );
}

/**
 * Adds an object.
 *
 * @param make writes the archive to the path that it is given, and says what is to be said about it
 */
export async function addObject(
  store: string,
  key: string,
  owner: Owner,
  make: (archive: string) => Promise<StoredObject>,
): Promise<void> {
  await ownFolder(objectsOf(store), owner);
  const name = `.new-${randomUUID()}`;
  const folder = path.join(objectsOf(store), name);
  const release = await holdInStore(store, [name], owner);
  try {
    // Nobody but its maker gets at it while it is made.
    await mkdir(folder, { mode: 0o700 });
    const archive = path.join(folder, 'tree.tar');
    const about = path.join(folder, 'object.json');
    await writeFile(about, JSON.stringify(await make(archive)));
    if (process.getuid?.() !== owner.uid)
      for (const each of [archive, about, folder]) await chown(each, owner.uid, owner.gid);
    // What is there and whole stays; what nobody can use makes place.
    if (!(await findObject(store, key))) await removeObject(store, key);
    await rename(folder, path.join(objectsOf(store), key)).catch((thrown: unknown) => {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw thrown;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await release();
  }
}
