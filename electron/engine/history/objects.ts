/**
 * OSTree's metadata objects, read from their bytes.
 * https://ostreedev.github.io/ostree/repo/ and `ostree-core.h` ("OSTREE_COMMIT_GVARIANT_STRING" and its neighbours)
 */
import { createHash } from 'node:crypto';
import { FormatError, parseType, Variant } from './gvariant';
import { printVariant } from './gvariant-text';

export const CHECKSUM = /^[0-9a-f]{64}$/;

const COMMIT = parseType('(a{sv}aya(say)sstayay)');
const DIRTREE = parseType('(a(say)a(sayay))');
const FILE_HEADER = parseType('(tuuuusa(ayay))');

/** What the graph needs of a commit. */
export interface CommitSummary {
  readonly parent: string | undefined;
  readonly subject: string;
  readonly version: string | undefined;
  /** Epoch seconds, UTC. */
  readonly timestamp: number;
}

export interface CommitObject extends CommitSummary {
  readonly body: string;
  /** Checksums of the root's dirtree and dirmeta. */
  readonly rootTree: string;
  readonly rootMeta: string;
  readonly contentChecksum: string;
  readonly metadata: readonly { readonly key: string; readonly value: Variant }[];
}

export interface TreeFile {
  readonly name: string;
  readonly checksum: string;
}

export interface TreeFolder {
  readonly name: string;
  readonly tree: string;
  readonly meta: string;
}

export interface DirTree {
  readonly files: readonly TreeFile[];
  readonly folders: readonly TreeFolder[];
}

/** Header of a file in an archive repository. */
export interface FileHeader {
  /** Bytes of the content. */
  readonly size: number;
  readonly mode: number;
  /** Target of a symbolic link, else empty. */
  readonly target: string;
  /** Where the compressed content begins. */
  readonly contentAt: number;
}

type Members<N extends number, Found extends Variant[] = []> = Found['length'] extends N
  ? Found
  : Members<N, [...Found, Variant]>;

/** The members of a tuple or entry, exactly so many. */
function take<const N extends number>(value: Variant, count: N): Members<N> {
  const children = value.children();
  if (children.length !== count) throw new FormatError('members are missing');
  return children as Members<N>;
}

function checksumOf(value: Variant): string {
  const bytes = value.bytes();
  if (bytes.length !== 32) throw new FormatError('a checksum has a wrong length');
  return bytes.toString('hex');
}

function seconds(value: Variant): number {
  const time = Number(value.bytes().readBigUInt64BE());
  if (!Number.isSafeInteger(time)) throw new FormatError('the time is out of range');
  return time;
}

function metadataOf(dictionary: Variant): { key: string; value: Variant }[] {
  return dictionary.children().map((entry) => {
    const [key, value] = take(entry, 2);
    return { key: key.text(), value: value.inner() };
  });
}

function versionOf(metadata: CommitObject['metadata']): string | undefined {
  const value = metadata.find(({ key }) => key === 'version')?.value;
  return value?.type.text === 's' ? value.text() : undefined;
}

/** Reads a commit. @throws FormatError */
export function parseCommit(bytes: Buffer): CommitObject {
  const [metadata, parent, , subject, body, time, tree, meta] = take(new Variant(bytes, COMMIT), 8);
  const entries = metadataOf(metadata);
  return {
    parent: parent.byteLength === 0 ? undefined : checksumOf(parent),
    subject: subject.text(),
    body: body.text(),
    version: versionOf(entries),
    timestamp: seconds(time),
    rootTree: checksumOf(tree),
    rootMeta: checksumOf(meta),
    contentChecksum: createHash('sha256').update(tree.bytes()).update(meta.bytes()).digest('hex'),
    metadata: entries,
  };
}

/** Reads only what the graph needs. @throws FormatError */
export function parseCommitSummary(bytes: Buffer): CommitSummary {
  const [metadata, parent, , subject, , time] = take(new Variant(bytes, COMMIT), 8);
  return {
    parent: parent.byteLength === 0 ? undefined : checksumOf(parent),
    subject: subject.text(),
    version: versionOf(metadataOf(metadata)),
    timestamp: seconds(time),
  };
}

/** A name in a directory: not empty, no path, no `.` or `..`. */
function nameOf(value: Variant): string {
  const name = value.text();
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    throw new FormatError(`'${name}' is no file name`);
  return name;
}

/** Reads a directory. @throws FormatError */
export function parseDirTree(bytes: Buffer): DirTree {
  const [files, folders] = take(new Variant(bytes, DIRTREE), 2);
  return {
    files: files.children().map((entry) => {
      const [name, checksum] = take(entry, 2);
      return { name: nameOf(name), checksum: checksumOf(checksum) };
    }),
    folders: folders.children().map((entry) => {
      const [name, tree, meta] = take(entry, 3);
      return { name: nameOf(name), tree: checksumOf(tree), meta: checksumOf(meta) };
    }),
  };
}

/** Size of the header in front of an archive's file, with the eight bytes that say it; `bytes` has at least eight. */
export function fileHeaderSize(bytes: Buffer): number {
  if (bytes.length < 8) throw new FormatError('the file is too short');
  return bytes.readUInt32BE(0) + 8;
}

/** Reads the header in front of an archive's file. @throws FormatError also if `bytes` does not hold it all */
export function parseFileHeader(bytes: Buffer): FileHeader {
  const end = fileHeaderSize(bytes);
  if (end > bytes.length) throw new FormatError('the header is longer than the file');
  // GVariants are aligned from their own start, which is why the header is read as bytes of its own.
  const [size, , , mode, , target] = take(new Variant(bytes.subarray(8, end), FILE_HEADER), 7);
  const length = Number(size.bytes().readBigUInt64BE());
  if (!Number.isSafeInteger(length)) throw new FormatError('the size is out of range');
  return { size: length, mode: mode.bytes().readUInt32BE(), target: target.text(), contentAt: end };
}

/**
 * Unpacked sizes by file checksum, of the metadata key `ostree.sizes` (`aay`: checksum, packed size, unpacked size as
 * varints, type of object); undefined if it is of another form.
 */
export function parseSizes(value: Variant): Map<string, number> | undefined {
  if (value.type.text !== 'aay') return undefined;
  const sizes = new Map<string, number>();
  for (const entry of value.children()) {
    const bytes = entry.bytes();
    if (bytes.length < 34) return undefined;
    const packed = readVarint(bytes, 32);
    const unpacked = packed && readVarint(bytes, packed.end);
    if (!unpacked) return undefined;
    sizes.set(bytes.toString('hex', 0, 32), unpacked.value);
  }
  return sizes;
}

function readVarint(bytes: Buffer, from: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = from, weight = 1; at < bytes.length && weight < 2 ** 49; at += 1, weight *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}

/** Every key of a commit with its text; a value that cannot be read says so. */
export function metadataText(commit: CommitObject): { key: string; value: string }[] {
  return commit.metadata.map(({ key, value }) => {
    try {
      return { key, value: printVariant(value) };
    } catch (thrown) {
      if (!(thrown instanceof FormatError)) throw thrown;
      return { key, value: `(damaged: ${thrown.message})` };
    }
  });
}
