/** Reading files of a repository that may be anything: a device, a pipe, a file without end. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
/** What reading a folder, a pipe or a socket gives. */
const NOT_REGULAR = new Set(['EISDIR', 'ESPIPE', 'EAGAIN', 'ENXIO', 'EINVAL']);
const scratch = Buffer.allocUnsafeSlow(16 * 1024);

export class TooLarge extends Error {}

/** True if the error says that there is no such file. */
export function isAbsent(thrown: unknown): boolean {
  return thrown instanceof Error && ABSENT.has((thrown as NodeJS.ErrnoException).code ?? '');
}

function isNotRegular(thrown: unknown): boolean {
  return thrown instanceof Error && NOT_REGULAR.has((thrown as NodeJS.ErrnoException).code ?? '');
}

/**
 * The bytes of a regular file, at most the first `limit`; undefined if there is none. Synchronous: thousands of small
 * files are read ten times faster so; callers rest between them (see slices.ts).
 *
 * @throws TooLarge if `whole` and the file is larger.
 */
export function readBounded(file: string, limit: number, whole = true): Buffer | undefined {
  let fd: number;
  try {
    // Not blocking: opening a named pipe would otherwise wait for a writer.
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    if (isAbsent(thrown) || isNotRegular(thrown)) return undefined;
    throw thrown;
  }
  try {
    const begin = readSync(fd, scratch, 0, Math.min(limit, scratch.length), 0);
    // Most objects are small and regular: one read says all. What is longer, or empty as a pipe is, is looked at.
    if (begin > 0 && (begin < Math.min(limit, scratch.length) || (begin === limit && !whole)))
      return Buffer.from(scratch.subarray(0, begin));
    const stat = fstatSync(fd);
    if (!stat.isFile()) return undefined;
    if (whole && stat.size > limit) throw new TooLarge(`${file} has ${stat.size} bytes`);
    const bytes = Buffer.allocUnsafe(Math.min(stat.size, limit));
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(fd, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } catch (thrown) {
    if (isNotRegular(thrown)) return undefined;
    throw thrown;
  } finally {
    closeSync(fd);
  }
}
