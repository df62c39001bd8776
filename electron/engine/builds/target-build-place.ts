/** Puts results of a build to where they were asked for: whole or not at all, and what was there stays until then. */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';
import { syncFolder } from './job-store';

const isOtherDisk = (thrown: unknown): boolean => (thrown as NodeJS.ErrnoException).code === 'EXDEV';

async function copyInto(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to));
  const file = await open(to, 'r+');
  await file.sync();
  await file.close();
}

/** Moves a complete image to its place; what was there stays until that moment. */
export async function moveImage(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const partial = path.join(path.dirname(to), `.${path.basename(to)}.partial`);
  try {
    await rename(from, partial).catch(async (thrown: unknown) => {
      if (!isOtherDisk(thrown)) throw thrown;
      await copyInto(from, partial);
    });
    await chmod(partial, 0o644);
    await rename(partial, to);
    await syncFolder(path.dirname(to));
  } finally {
    await rm(partial, { force: true });
  }
}

/** Removes a tree whose folders may be closed to their owner. */
async function removeTree(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return;
  if (found.isDirectory()) await run('chmod', ['-R', 'u+rwX', '--', folder], { ok: [0, 1] });
  await rm(folder, { recursive: true, force: true });
}

/**
 * Moves a complete folder to its place. An earlier one steps aside and goes when the new one is there; where that was
 * cut off it is brought back first.
 *
 * @throws StudioError `conflict` if something else than a folder is there
 */
export async function moveFolder(from: string, to: string): Promise<void> {
  const parent = path.dirname(to);
  await mkdir(parent, { recursive: true });
  const partial = path.join(parent, `.${path.basename(to)}.partial`);
  const aside = path.join(parent, `.${path.basename(to)}.earlier`);
  await removeTree(partial);
  const before = await lstat(to).catch(() => undefined);
  if (before && !before.isDirectory())
    throw new StudioError('conflict', `${to} is there already and is no folder.`, { hint: 'Move it away.' });
  if (before) await removeTree(aside);
  try {
    await rename(from, partial).catch(async (thrown: unknown) => {
      if (!isOtherDisk(thrown)) throw thrown;
      await run('cp', ['-a', '--sparse=always', '--', from, partial]);
    });
    if (before) await rename(to, aside);
    await rename(partial, to).catch(async (thrown: unknown) => {
      if (before) await rename(aside, to);
      throw thrown;
    });
    await syncFolder(parent);
  } finally {
    await removeTree(partial);
  }
  await removeTree(aside);
}

/** Bytes of a file, or of all files in a folder. */
export async function sizeOnDisk(place: string): Promise<number> {
  const found = await lstat(place);
  if (!found.isDirectory()) return found.size;
  const { stdout } = await run('du', ['--summarize', '--bytes', '--', place], { ok: [0, 1] });
  return Number.parseInt(stdout, 10) || 0;
}
