/** The workspaces that were opened last, newest first, in the data folder. */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Recents = z.array(z.object({ path: z.string(), name: z.string() }));
export type Recent = z.infer<typeof Recents>[number];
const MOST = 20;

export async function readRecents(file: string): Promise<(Recent & { exists: boolean })[]> {
  try {
    const recents = Recents.parse(JSON.parse(await readFile(file, 'utf8')));
    return recents.map((recent) => ({ ...recent, exists: existsSync(path.join(recent.path, 'images')) }));
  } catch {
    return []; // none yet, or damaged: only the list is lost
  }
}

export async function addRecent(file: string, recent: Recent): Promise<void> {
  const others = (await readRecents(file)).filter((other) => other.path !== recent.path);
  const list = [recent, ...others.map(({ path: place, name }) => ({ path: place, name }))].slice(0, MOST);
  await writeFile(`${file}.new`, `${JSON.stringify(list, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
