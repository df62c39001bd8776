/** How much room a repository takes on its disk. */
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isAbsent } from './bounded-read';
import { createSlices } from './slices';

const BLOCK = 512;
const MAX_DEPTH = 64;

/**
 * Bytes on disk of a folder and everything below it, as `du` counts them; links are not followed. What vanishes
 * meanwhile is left out.
 */
export async function diskSize(folder: string, signal?: AbortSignal): Promise<number> {
  const slices = createSlices(signal);
  const folders = [{ folder, depth: 0 }];
  let blocks = 0;
  for (let at = folders.pop(); at; at = folders.pop()) {
    blocks += blocksOf(at.folder);
    for (const entry of entriesOf(at.folder)) {
      const file = path.join(at.folder, entry.name);
      if (!entry.isDirectory()) blocks += blocksOf(file);
      else if (at.depth < MAX_DEPTH) folders.push({ folder: file, depth: at.depth + 1 });
      if (slices.due()) await slices.rest();
    }
  }
  return blocks * BLOCK;
}

function blocksOf(file: string): number {
  try {
    return lstatSync(file).blocks;
  } catch (thrown) {
    if (isAbsent(thrown)) return 0;
    throw thrown;
  }
}

function entriesOf(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch (thrown) {
    const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
    if (isAbsent(thrown) || code === 'EACCES') return [];
    throw thrown;
  }
}

function readFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
