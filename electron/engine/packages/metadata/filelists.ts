/** filelists.xml: every file of every package. https://createrepo-c.readthedocs.io/ */
import { StudioError } from '../../../../shared/errors';
import { cleanText } from './clean-text';
import { listOf, type Lists } from './table';
import { attributeOf, XmlScanner, type XmlHandler } from './xml-scanner';

const MAX_FILES = 20_000_000;
const MAX_PATH = 4096;

/** Files by columns: a folder and a name each; those of package `p` are in `files`, which numbers them. */
export interface FileTable {
  /** Checksums of the packages as the repository has them, in the order of `packages`. */
  readonly checksums: readonly string[];
  /** Files of each package: a run of numbers. */
  readonly starts: Uint32Array;
  readonly folders: readonly string[];
  /** Each name once, sorted. */
  readonly names: readonly string[];
  readonly folderOf: Uint32Array;
  readonly nameOf: Uint32Array;
  /** Files by name: the other way round. */
  readonly byName: Lists;
  /** Files that a package owns but does not bring (%ghost), by number. */
  readonly ghosts: Uint32Array;
}

export interface FoundFile {
  /** Number of the package in the file table. */
  readonly package: number;
  readonly path: string;
}

/** Feed it text, piece by piece; `end` gives the table. */
export class FilelistsParser implements XmlHandler {
  readonly #scanner = new XmlScanner(this);
  readonly #checksums: string[] = [];
  readonly #starts: number[] = [0];
  readonly #folders = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #folderOf: number[] = [];
  readonly #nameOf: number[] = [];
  readonly #ghosts: number[] = [];
  #isGhost = false;
  #inFile = false;
  #isFolder = false;
  #text = '';

  /** @throws StudioError `invalid-input` if it is not filelists.xml */
  write(text: string): void {
    this.#guard(() => this.#scanner.write(text));
  }

  /** @throws StudioError `invalid-input` if it is cut off */
  end(): FileTable {
    this.#guard(() => this.#scanner.end());
    return this.#finish();
  }

  open(name: string, raw: string): void {
    this.#text = '';
    if (name === 'package') this.#checksums.push(cleanText(attributeOf(raw, 'pkgid') ?? '', 200));
    this.#inFile = name === 'file' && this.#checksums.length > 0;
    const type = this.#inFile && raw !== '' ? attributeOf(raw, 'type') : undefined;
    this.#isFolder = type === 'dir';
    this.#isGhost = type === 'ghost';
  }

  text(text: string): void {
    if (!this.#inFile) return;
    this.#text += text;
    if (this.#text.length > MAX_PATH) throw new Error('a path is too long');
  }

  close(name: string): void {
    if (name === 'file' && this.#inFile) this.#add(cleanText(this.#text, MAX_PATH));
    else if (name === 'package') this.#starts.push(this.#nameOf.length);
    this.#inFile = false;
  }

  #add(path: string): void {
    if (!path.startsWith('/')) throw new Error('a path is not absolute');
    if (this.#nameOf.length >= MAX_FILES) throw new Error('it has too many files');
    const split = path.lastIndexOf('/');
    if (this.#isGhost) this.#ghosts.push(this.#nameOf.length);
    this.#folderOf.push(numberOf(this.#folders, path.slice(0, split + 1)));
    this.#nameOf.push(numberOf(this.#names, this.#isFolder ? `${path.slice(split + 1)}/` : path.slice(split + 1)));
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new StudioError('invalid-input', `The repository's file lists are damaged: ${cleanText(why, 200)}.`);
    }
  }

  #finish(): FileTable {
    const unsorted = [...this.#names.keys()];
    const order = Array.from(unsorted.keys()).sort((a, b) => compare(unsorted[a] ?? '', unsorted[b] ?? ''));
    const renumbered = new Uint32Array(unsorted.length);
    order.forEach((before, now) => (renumbered[before] = now));
    const nameOf = Uint32Array.from(this.#nameOf, (number) => renumbered[number] ?? 0);
    return {
      checksums: this.#checksums,
      starts: Uint32Array.from(this.#starts),
      folders: [...this.#folders.keys()],
      names: order.map((number) => unsorted[number] ?? ''),
      folderOf: Uint32Array.from(this.#folderOf),
      nameOf,
      byName: inverted(nameOf, unsorted.length),
      ghosts: Uint32Array.from(this.#ghosts),
    };
  }
}

function numberOf(known: Map<string, number>, text: string): number {
  const found = known.get(text);
  if (found !== undefined) return found;
  const next = known.size;
  known.set(text, next);
  return next;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where each value stands: a counting sort. */
function inverted(values: Uint32Array, count: number): Lists {
  const starts = new Uint32Array(count + 1);
  for (const value of values) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let at = 0; at < count; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const next = starts.slice();
  const items = new Uint32Array(values.length);
  values.forEach((value, at) => {
    items[next[value] ?? 0] = at;
    next[value] = (next[value] ?? 0) + 1;
  });
  return { starts, items };
}

/** A file's whole path; folders end in a slash. */
function pathOf(table: FileTable, file: number): string {
  return `${table.folders[table.folderOf[file] ?? 0] ?? ''}${table.names[table.nameOf[file] ?? 0] ?? ''}`;
}

/** All paths of a package, as the repository lists them. */
export function filesOfPackage(table: FileTable, number: number): string[] {
  const paths: string[] = [];
  for (let file = table.starts[number] ?? 0; file < (table.starts[number + 1] ?? 0); file += 1)
    paths.push(pathOf(table, file));
  return paths;
}

/** Paths of a package that it brings: not those that it only owns. */
export function realFilesOfPackage(table: FileTable, number: number): string[] {
  const [from = 0, to = 0] = [table.starts[number], table.starts[number + 1]];
  const ghosts = new Set(table.ghosts.filter((file) => file >= from && file < to));
  return filesOfPackage(table, number).filter((_path, at) => !ghosts.has(from + at));
}

/** The first index that is not before the text. */
function lowerBound(texts: readonly string[], text: string): number {
  let low = 0;
  for (let high = texts.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((texts[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The package that a file belongs to: the last whose run begins at or before it. */
function packageOf({ starts }: FileTable, file: number): number {
  let low = 0;
  for (let high = starts.length - 1; low < high;) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= file) low = middle;
    else high = middle - 1;
  }
  // Packages without files begin where the next one does.
  return low;
}

/**
 * Files whose name begins with the text, or (with a slash in it) whose path ends in it up to there: `curl`,
 * `bin/curl`, `/usr/bin/curl`. At most `limit`, by name.
 */
export function searchFiles(table: FileTable, text: string, limit: number): FoundFile[] {
  const split = text.lastIndexOf('/');
  const folder = text.slice(0, split + 1);
  const name = text.slice(split + 1);
  const found: FoundFile[] = [];
  if (name === '' && split >= 0) return found;
  for (let at = lowerBound(table.names, name); at < table.names.length && found.length < limit; at += 1) {
    if (!(table.names[at] ?? '').startsWith(name)) break;
    for (const file of listOf(table.byName, at)) {
      const place = table.folders[table.folderOf[file] ?? 0] ?? '';
      const fits = folder.startsWith('/') ? place === folder : folder === '' || place.endsWith(`/${folder}`);
      if (fits) found.push({ package: packageOf(table, file), path: pathOf(table, file) });
      if (found.length >= limit) break;
    }
  }
  return found;
}
