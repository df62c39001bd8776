/**
 * Records of what outlives a killed process: work folders, half-made files, mounts. Each is written before the thing
 * is made and removed after it is gone. At the next start everything whose owner is dead is cleaned up.
 */
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { run } from '../../run';
import { isAlive, ProcessIdentity, thisProcess } from './processes';

const Resource = z.object({
  owner: ProcessIdentity,
  /** `folder`: removed with everything in it, after unmounting what is mounted in it. */
  kind: z.enum(['folder', 'file']),
  path: z.string().startsWith('/'),
});
type Resource = z.infer<typeof Resource>;

/** Nobody writes a record for so long: whoever began it was killed before anything was made. */
const HALF_WRITTEN_MS = 60_000;

/** The folder of records belongs to whom the data folder belongs to, even if root makes it: the person sweeps it too. */
async function openRecords(resources: string): Promise<void> {
  if ((await mkdir(resources, { recursive: true })) === undefined) return;
  const { uid, gid } = await stat(path.dirname(resources));
  if (process.getuid?.() === 0) await chown(resources, uid, gid);
}

/** Records a folder or file that is about to be made; call the result when it is gone. */
export async function record(resources: string, kind: Resource['kind'], target: string): Promise<() => Promise<void>> {
  await openRecords(resources);
  const file = path.join(resources, `${randomUUID()}.json`);
  const resource: Resource = { owner: await thisProcess(), kind, path: path.resolve(target) };
  try {
    await writeFile(`${file}.new`, JSON.stringify(resource));
    await rename(`${file}.new`, file);
  } catch (thrown) {
    await rm(`${file}.new`, { force: true });
    throw thrown;
  }
  return () => rm(file, { force: true });
}

/** Mount points at or below a folder, the innermost first. https://docs.kernel.org/filesystems/proc.html */
export function mountsBelow(mountinfo: string, folder: string): string[] {
  const points = mountinfo.split('\n').flatMap((line) => {
    const field = line.split(' ')[4];
    return field === undefined
      ? []
      : [field.replace(/\\([0-7]{3})/g, (_, o: string) => String.fromCharCode(parseInt(o, 8)))];
  });
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`)).reverse();
}

/** Removes a folder with everything in it, after unmounting what is mounted in it. */
export async function removeFolder(folder: string): Promise<void> {
  const mounts = mountsBelow(await readFile('/proc/self/mountinfo', 'utf8'), folder);
  for (const point of mounts) await run('umount', ['--lazy', point]);
  await rm(folder, { recursive: true, force: true }).catch(async () => {
    await run('chattr', ['-R', '-f', '-i', folder], { ok: [0, 1] });
    await rm(folder, { recursive: true, force: true });
  });
}

/** Removes what dead processes left. What cannot be removed (it may be root's) keeps its record for the next sweep. */
export async function sweep(resources: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(resources).catch(() => [])) {
    const file = path.join(resources, name);
    try {
      if (name.endsWith('.json.new') && Date.now() - (await stat(file)).mtimeMs > HALF_WRITTEN_MS) await rm(file);
      if (!name.endsWith('.json')) continue;
      const parsed = Resource.safeParse(JSON.parse(await readFile(file, 'utf8')));
      if (parsed.success) {
        if (await isAlive(parsed.data.owner)) continue;
        if (parsed.data.kind === 'folder') await removeFolder(parsed.data.path);
        else await rm(parsed.data.path, { force: true });
        removed.push(parsed.data.path);
      }
      await rm(file, { force: true });
    } catch {
      // left for a sweep with more privileges
    }
  }
  return removed;
}
