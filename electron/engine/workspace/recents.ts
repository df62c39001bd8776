/** The workspaces that were opened last, newest first, and what this user marked in them; in the data folder. */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const Recents = z.array(z.object({ path: z.string(), name: z.string(), favourites: z.array(z.string()).optional() }));
export type Recent = z.infer<typeof Recents>[number];
const MOST = 20;

async function read(file: string): Promise<Recent[]> {
  try {
    return Recents.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return []; // none yet, or damaged: only the list is lost
  }
}

async function write(file: string, list: readonly Recent[]): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(list.slice(0, MOST), null, 2)}\n`);
  await rename(`${file}.new`, file);
}

export async function readRecents(file: string): Promise<{ path: string; name: string; exists: boolean }[]> {
  return (await read(file)).map(({ path: place, name }) => ({ path: place, name, exists: existsSync(place) }));
}

/** Puts a workspace first; what was marked in it stays. */
export async function addRecent(file: string, recent: Pick<Recent, 'path' | 'name'>): Promise<void> {
  const all = await read(file);
  const before = all.find((other) => other.path === recent.path);
  await write(file, [{ ...before, ...recent }, ...all.filter((other) => other.path !== recent.path)]);
}

export async function forgetRecent(file: string, place: string): Promise<void> {
  await write(
    file,
    (await read(file)).filter((other) => other.path !== place),
  );
}

/** Names of the targets that were marked in a workspace. */
export async function favouritesOf(file: string, place: string): Promise<string[]> {
  return (await read(file)).find((other) => other.path === place)?.favourites ?? [];
}

export async function setFavourite(file: string, place: string, target: string, favourite: boolean): Promise<void> {
  const all = await read(file);
  await write(
    file,
    all.map((recent) => {
      if (recent.path !== place) return recent;
      const others = (recent.favourites ?? []).filter((name) => name !== target);
      return { ...recent, favourites: favourite ? [...others, target] : others };
    }),
  );
}
