/** A table as bytes, to be kept beside the metadata that it was made from: reading it is a tenth of parsing again. */
import { deserialize, serialize } from 'node:v8';
import { RELATIONS, type Lists, type PackageTable, type RelationName } from './table';

/** Raised whenever the form changes: older files are then made anew. */
const VERSION = 1;
const COLUMNS = ['names', 'versions', 'releases', 'arches', 'summaries', 'dependencies', 'paths'] as const;
const SEPARATOR = '\n';

interface Stored {
  readonly version: number;
  readonly count: number;
  readonly skipped: number;
  readonly columns: Readonly<Record<(typeof COLUMNS)[number], string>>;
  readonly numbers: Readonly<
    Record<'epochs' | 'downloadSizes' | 'installSizes' | 'buildTimes' | 'offsets' | 'bytes', Uint8Array>
  >;
  readonly lists: Readonly<Record<RelationName | 'files', readonly [Uint8Array, Uint8Array]>>;
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export function tableBytes(table: PackageTable): Buffer {
  const list = ({ starts, items }: Lists): [Uint8Array, Uint8Array] => [bytesOf(starts), bytesOf(items)];
  const column = (name: (typeof COLUMNS)[number]): [string, string] => [
    name,
    table[name].map((text) => text.replaceAll(SEPARATOR, ' ')).join(SEPARATOR),
  ];
  const { epochs, downloadSizes, installSizes, buildTimes, long } = table;
  return serialize({
    version: VERSION,
    count: table.count,
    skipped: table.skipped,
    columns: Object.fromEntries(COLUMNS.map(column)),
    numbers: {
      ...{ epochs: bytesOf(epochs), downloadSizes: bytesOf(downloadSizes), installSizes: bytesOf(installSizes) },
      ...{ buildTimes: bytesOf(buildTimes), offsets: bytesOf(long.offsets), bytes: bytesOf(long.bytes) },
    },
    lists: {
      ...Object.fromEntries(RELATIONS.map((name) => [name, list(table.relations[name])])),
      files: list(table.files),
    },
  });
}

/** A copy that begins at a multiple of eight, as typed arrays want it. */
const aligned = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** The table of such bytes; undefined if they are damaged or of another version. */
export function parseTable(bytes: Uint8Array): PackageTable | undefined {
  try {
    const stored = deserialize(bytes) as Stored;
    if (stored.version !== VERSION) return undefined;
    const { count, columns, numbers, lists } = stored;
    const texts = (name: (typeof COLUMNS)[number], length?: number): string[] => {
      const found = columns[name] === '' && length !== count ? [] : columns[name].split(SEPARATOR);
      if (length !== undefined && length > 0 && found.length !== length) throw new Error('a column is too short');
      return length === 0 ? [] : found;
    };
    const list = (name: RelationName | 'files'): Lists => ({
      starts: new Uint32Array(aligned(lists[name][0])),
      items: new Uint32Array(aligned(lists[name][1])),
    });
    return {
      count,
      skipped: stored.skipped,
      names: texts('names', count),
      versions: texts('versions', count),
      releases: texts('releases', count),
      arches: texts('arches', count),
      summaries: texts('summaries', count),
      epochs: new Uint32Array(aligned(numbers.epochs)),
      downloadSizes: new Float64Array(aligned(numbers.downloadSizes)),
      installSizes: new Float64Array(aligned(numbers.installSizes)),
      buildTimes: new Float64Array(aligned(numbers.buildTimes)),
      // A view would keep the whole file in memory.
      long: { bytes: new Uint8Array(numbers.bytes), offsets: new Uint32Array(aligned(numbers.offsets)) },
      dependencies: texts('dependencies'),
      relations: Object.fromEntries(RELATIONS.map((name) => [name, list(name)])) as Record<RelationName, Lists>,
      paths: texts('paths'),
      files: list('files'),
    };
  } catch {
    return undefined; // written by another version of the program, or cut off by a power failure
  }
}
