/**
 * Keys of stored trees. A stage's id says what the manifest says of a tree; the key adds what else makes it: this
 * engine's program, the machine's own programs that stages run, and the commits that were made or given on the way,
 * because a commit has the time in it and is another one each time it is made.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** Small package databases, by their contents: reading them again and again must not change the answer. */
const BY_CONTENT = ['/etc/os-release', '/var/lib/dpkg/status', '/lib/apk/db/installed'];
/** Large ones, by size and time: they change when a package does. */
const BY_STAT = [
  '/usr/lib/sysimage/rpm/rpmdb.sqlite',
  '/var/lib/rpm/rpmdb.sqlite',
  '/var/lib/rpm/Packages',
  '/var/lib/pacman/local',
];

/**
 * A digest of what makes trees: the machine's software, for stages run its rpm, dracut, ostree, mkfs and so on, and the
 * worker's own program, for a stage that is written differently may make another tree. No version number is forgotten so.
 */
export async function makersFingerprint(worker: string): Promise<string> {
  const sum = createHash('sha256')
    .update(process.arch)
    .update(await readFile(worker));
  for (const file of BY_CONTENT) sum.update(`\0${file}\0`).update(await readFile(file).catch(() => ''));
  for (const file of BY_STAT) {
    const found = await stat(file).catch(() => undefined);
    sum.update(`\0${file}\0${found?.size ?? ''}\0${found?.mtimeMs ?? ''}`);
  }
  return sum.digest('hex');
}

/** @param commits by pipeline: what compose.json says, as a digest, of each commit that the stage's tree is made with */
export function objectKey(fingerprint: string, id: string, commits: ReadonlyMap<string, string>): string {
  const sorted = [...commits].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([fingerprint, id, sorted]))
    .digest('hex');
}
