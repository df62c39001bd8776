/** A file table as bytes, to be kept beside the metadata that it was made from. */
import { deserialize, serialize } from 'node:v8';
import type { FileTable } from './filelists';

const VERSION = 2;
const SEPARATOR = '\n';

interface Stored {
  readonly version: number;
  readonly texts: Readonly<Record<'checksums' | 'folders' | 'names', string>>;
  readonly numbers: readonly Uint8Array[];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

export function fileTableBytes(table: FileTable): Buffer {
  const { starts, folderOf, nameOf, byName, ghosts } = table;
  const text = (texts: readonly string[]): string => texts.map((one) => one.replaceAll(SEPARATOR, ' ')).join(SEPARATOR);
  return serialize({
    version: VERSION,
    texts: { checksums: text(table.checksums), folders: text(table.folders), names: text(table.names) },
    numbers: [starts, folderOf, nameOf, byName.starts, byName.items, ghosts].map(bytesOf),
  } satisfies Stored);
}

/** The table of such bytes; undefined if they are damaged or of another version. */
export function parseFileTable(bytes: Uint8Array): FileTable | undefined {
  try {
    const { version, texts, numbers } = deserialize(bytes) as Stored;
    if (version !== VERSION) return undefined;
    const [starts, folderOf, nameOf, nameStarts, items, ghosts] = numbers.map(
      (one) => new Uint32Array(new Uint8Array(one).buffer),
    );
    if (!starts || !folderOf || !nameOf || !nameStarts || !items || !ghosts) return undefined;
    const split = (text: string): string[] => (text === '' ? [] : text.split(SEPARATOR));
    return {
      ...{ checksums: split(texts.checksums), folders: split(texts.folders), names: split(texts.names) },
      ...{ starts, folderOf, nameOf, ghosts, byName: { starts: nameStarts, items } },
    };
  } catch {
    return undefined; // written by another version of the program, or cut off by a power failure
  }
}
