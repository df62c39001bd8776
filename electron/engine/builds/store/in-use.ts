/**
 * Which parts of the store running jobs use: a file of each job with its process and the names of the objects and
 * source files. Nothing that is named in one whose process lives is removed.
 */
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../parse-json';
import { isAlive, ProcessIdentity, thisProcess } from '../executor/processes';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Makes a folder that belongs to the person, whoever makes it. */
export async function ownFolder(folder: string, owner: Owner): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined || process.getuid?.() === owner.uid) return;
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) await chown(at, owner.uid, owner.gid);
}

const Use = z.object({ owner: ProcessIdentity, names: z.array(z.string()) });
type Use = z.infer<typeof Use>;

const folderOf = (store: string): string => path.join(store, 'in-use');

/** Says that this process uses `names` until the result is called. */
export async function holdInStore(store: string, names: readonly string[], owner: Owner): Promise<() => Promise<void>> {
  const folder = folderOf(store);
  await ownFolder(folder, owner);
  const file = path.join(folder, `${randomUUID()}.json`);
  const use: Use = { owner: await thisProcess(), names: [...names] };
  await writeFile(`${file}.new`, JSON.stringify(use), { flag: 'wx' });
  if (process.getuid?.() !== owner.uid) await chown(`${file}.new`, owner.uid, owner.gid);
  await rename(`${file}.new`, file);
  return () => rm(file, { force: true });
}

/** Names that running jobs use; what dead ones said is removed. */
export async function namesInUse(store: string): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const name of await readdir(folderOf(store)).catch(() => [])) {
    const file = path.join(folderOf(store), name);
    const use = Use.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
    if (use.success && (await isAlive(use.data.owner))) for (const each of use.data.names) used.add(each);
    else if (use.success) await rm(file, { force: true }).catch(() => undefined);
  }
  return used;
}
