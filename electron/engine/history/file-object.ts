/** Contents of file objects: compressed in archive repositories, plain in the bare ones. */
import { createReadStream, createWriteStream, lstatSync, readlinkSync, type Stats } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { StudioError } from '../../../shared/errors';
import { isAbsent, readBounded } from './bounded-read';
import { FormatError } from './gvariant';
import { fileHeaderSize, parseFileHeader, type FileHeader } from './objects';
import { damaged, missing, objectPath, type Repo } from './repo';

/** Length prefix, padding, and the header's first member: the size. */
const SIZE_PREFIX = 16;
/** Extended attributes can be large, but not this large. */
const MAX_HEADER = 1024 * 1024;
const MAX_LINK = 4096;
const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;

function lstatOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (thrown) {
    if (isAbsent(thrown)) return undefined;
    throw thrown;
  }
}

/** The repository that holds the file, with its path. @throws StudioError `not-found` */
function locate(repo: Repo, checksum: string): { repo: Repo; file: string } {
  for (let at: Repo | undefined = repo; at; at = at.parent) {
    const file = objectPath(at, checksum, 'file');
    if (lstatOf(file)) return { repo: at, file };
  }
  throw missing('file', checksum);
}

/**
 * Bytes of a file's content; of a symbolic link the length of its target, as `stat` has it (one more in a
 * `bare-user` repository, where links are files with a zero byte at their end).
 *
 * @throws StudioError `not-found`, `invalid-input` if damaged
 */
export function fileSize(repo: Repo, checksum: string): number {
  for (let at: Repo | undefined = repo; at; at = at.parent) {
    const file = objectPath(at, checksum, 'file');
    if (at.archive) {
      const bytes = readBounded(file, SIZE_PREFIX, false);
      if (!bytes) continue;
      const size = bytes.length === SIZE_PREFIX ? Number(bytes.readBigUInt64BE(8)) : NaN;
      if (!Number.isSafeInteger(size)) throw damaged('file', checksum, 'its header is not whole');
      return size > 0 ? size : Buffer.byteLength(readHeader(file, checksum).target);
    }
    const stat = lstatOf(file);
    if (stat) return stat.size;
  }
  throw missing('file', checksum);
}

function readHeader(file: string, checksum: string): FileHeader {
  try {
    const start = readBounded(file, SIZE_PREFIX, false);
    if (!start) throw missing('file', checksum);
    const length = fileHeaderSize(start);
    if (length > MAX_HEADER) throw new FormatError('its header is too long');
    return parseFileHeader(readBounded(file, length, false) ?? Buffer.alloc(0));
  } catch (thrown) {
    if (thrown instanceof FormatError) throw damaged('file', checksum, thrown.message);
    throw thrown;
  }
}

/** Target of a symbolic link, undefined for another file. @throws StudioError `not-found`, `invalid-input` */
export function linkTarget(repo: Repo, checksum: string): string | undefined {
  const found = locate(repo, checksum);
  if (found.repo.archive) {
    const { mode, target } = readHeader(found.file, checksum);
    return (mode & S_IFMT) === S_IFLNK ? target : undefined;
  }
  if (lstatOf(found.file)?.isSymbolicLink()) return readlinkSync(found.file);
  if (found.repo.mode !== 'bare-user') return undefined;
  // The kind is in an extended attribute, which Node cannot read. Links are files whose only zero byte is the last.
  const bytes = readBounded(found.file, MAX_LINK + 2, false);
  if (!bytes || bytes.length < 2 || bytes.length > MAX_LINK + 1 || bytes.indexOf(0) !== bytes.length - 1)
    return undefined;
  return bytes.toString('utf8', 0, bytes.length - 1);
}

/** Ends with an error as soon as more bytes came through. */
function limited(limit: number, checksum: string): Transform {
  let count = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      if (count > limit) done(damaged('file', checksum, 'its content is longer than its header says'));
      else done(null, chunk);
    },
    flush(done) {
      done(count < limit ? damaged('file', checksum, 'its content is shorter than its header says') : null);
    },
  });
}

/**
 * Writes a regular file's content to `destination`, which must not exist.
 *
 * @param limit bytes; a larger file is refused.
 * @throws StudioError `not-found`, `invalid-input` if it is too large, damaged, or no regular file
 */
export async function extractFile(repo: Repo, checksum: string, destination: string, limit: number): Promise<void> {
  const found = locate(repo, checksum);
  const header = found.repo.archive ? readHeader(found.file, checksum) : undefined;
  if (header && (header.mode & S_IFMT) === S_IFLNK) throw damaged('file', checksum, 'it is a link');
  const stat = header ? undefined : lstatOf(found.file);
  if (stat && !stat.isFile()) throw damaged('file', checksum, 'it is a link');
  const size = header?.size ?? stat?.size ?? 0;
  if (size > limit) throw new StudioError('invalid-input', `The file ${checksum.slice(0, 8)} has ${size} bytes.`);
  if (!header) return copyFile(found.file, destination);
  const target = createWriteStream(destination, { flags: 'wx', mode: 0o600 });
  if (size === 0) return pipeline([], target);
  try {
    const source = createReadStream(found.file, { start: header.contentAt });
    await pipeline(source, createInflateRaw(), limited(size, checksum), target);
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    const code = thrown instanceof Error ? ((thrown as NodeJS.ErrnoException).code ?? '') : '';
    if (code.startsWith('Z_')) throw damaged('file', checksum, 'its content cannot be unpacked');
    throw thrown;
  }
}
