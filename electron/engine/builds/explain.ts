/** The few causes that a person can mend, found in an error of any kind. */
import { statfs } from 'node:fs/promises';
import { StudioError } from '../../../shared/errors';

const GIB = 1024 ** 3;

async function freeSpace(folder: string): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return `${((bavail * bsize) / GIB).toFixed(1)} GiB free`;
  } catch {
    return 'its free space is unknown';
  }
}

/** An error that says what to do where the cause is known; the same error otherwise. */
export async function explain(thrown: unknown, folders: readonly string[]): Promise<unknown> {
  const texts = thrown instanceof StudioError ? [thrown.message, ...(thrown.detail?.tail ?? [])] : [String(thrown)];
  const full = texts.some((text) => /No space left on device|ENOSPC|Disk quota exceeded|min-free-space-/.test(text));
  if (full) {
    const found = await Promise.all(folders.map(async (folder) => `${folder} (${await freeSpace(folder)})`));
    return new StudioError('tool-failed', 'The disk is full: the build stopped, and nothing was changed.', {
      hint: `A build of this size needs about 3 GiB. Make room in ${found.join(' or ')}, then run it again.`,
      ...(thrown instanceof StudioError && thrown.detail ? { detail: thrown.detail } : {}),
      cause: thrown,
    });
  }
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new StudioError('cancelled', 'The job was cancelled.');
  return thrown;
}
