/**
 * The packages of one repository, by columns: 60,000 of them take some 60 MB as arrays and blobs, and several times that
 * as objects. Rows are sorted by name and architecture, the newest first.
 */
import { compareEvr } from '../../../../shared/packages/vercmp';

/** Lists of numbers by row: those of row `r` are `items[starts[r]]` up to `items[starts[r + 1]]`. */
export interface Lists {
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

/** Many texts in one buffer, UTF-8; text `i` is from `offsets[i]` to `offsets[i + 1]`. */
export interface Texts {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** What a package can say about other packages. */
export const RELATIONS = ['requires', 'provides', 'recommends', 'suggests', 'conflicts', 'obsoletes'] as const;
export type RelationName = (typeof RELATIONS)[number];

/** A package as its repository's primary metadata has it; what it says of others as `TableBuilder.dependency` has it. */
export interface ParsedPackage extends Record<RelationName, readonly number[]> {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly summary: string;
  readonly description: string;
  readonly license: string;
  readonly url: string;
  /** File name of the source package. */
  readonly source: string;
  /** Relative to the repository. */
  readonly location: string;
  /** `sha256:…` of the RPM file. */
  readonly checksum: string;
  /** Bytes. */
  readonly downloadSize: number;
  readonly installSize: number;
  /** Epoch seconds. */
  readonly buildTime: number;
  /** Files that other packages may require by path. */
  readonly files: readonly string[];
}

/** The long texts of a row, in this order; they are read only when a package is looked at. */
const LONG = ['description', 'license', 'url', 'source', 'location', 'checksum'] as const;
export type LongText = (typeof LONG)[number];

export interface PackageTable {
  readonly count: number;
  readonly names: readonly string[];
  readonly versions: readonly string[];
  readonly releases: readonly string[];
  readonly arches: readonly string[];
  readonly summaries: readonly string[];
  readonly epochs: Uint32Array;
  readonly downloadSizes: Float64Array;
  readonly installSizes: Float64Array;
  readonly buildTimes: Float64Array;
  readonly long: Texts;
  /** Each different dependency, as it is shown: `name` or `name >= 1:2-3`. */
  readonly dependencies: readonly string[];
  readonly relations: Readonly<Record<RelationName, Lists>>;
  /** Each different path once. */
  readonly paths: readonly string[];
  readonly files: Lists;
  /** Packages that were left out: their names are no names, or they were there twice. */
  readonly skipped: number;
}

export function listOf(lists: Lists, row: number): Uint32Array {
  return lists.items.subarray(lists.starts[row], lists.starts[row + 1]);
}

export function longText(table: PackageTable, row: number, what: LongText): string {
  const at = row * LONG.length + LONG.indexOf(what);
  const { bytes, offsets } = table.long;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', offsets[at], offsets[at + 1]);
}

/** Gives each different text a number. */
class Interner {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.texts.length;
    this.texts.push(text);
    this.#numbers.set(text, next);
    return next;
  }

  text(text: string): string {
    return this.texts[this.number(text)] ?? text;
  }
}

/** Numbers that grow without a list for each row. */
class Growing {
  #items = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = new Uint32Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }
}

/** A row of the table that is being made. */
interface Draft {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly summary: string;
  readonly sizes: readonly [number, number, number];
  /** Where its long texts are in the blob: `LONG.length` lengths follow the first offset. */
  readonly text: number;
  readonly lengths: readonly number[];
  /** Where its lists are: start and end for each relation, then for files. */
  readonly lists: readonly number[];
}

export class TableBuilder {
  readonly #drafts: Draft[] = [];
  readonly #words = new Interner();
  readonly #dependencies: string[] = [];
  readonly #paths = new Interner();
  readonly #items = new Growing();
  #bytes = Buffer.alloc(1 << 20);
  #used = 0;
  #skipped = 0;

  get count(): number {
    return this.#drafts.length;
  }

  /** Notes that a package could not be taken. */
  skip(): void {
    this.#skipped += 1;
  }

  /** A number for a dependency, as it is shown: `name` or `name >= 1:2-3`. Ask once for each that is different. */
  dependency(text: string): number {
    return this.#dependencies.push(text) - 1;
  }

  add(found: ParsedPackage): void {
    const lists: number[] = [];
    const put = (numbers: readonly number[]): void => {
      lists.push(this.#items.length);
      for (const number of numbers) this.#items.push(number);
      lists.push(this.#items.length);
    };
    for (const relation of RELATIONS) put(found[relation]);
    put(found.files.map((file) => this.#paths.number(file)));
    const text = this.#used;
    const lengths = LONG.map((what) => this.#write(found[what]));
    this.#drafts.push({
      name: this.#words.text(found.name),
      epoch: found.epoch,
      version: this.#words.text(found.version),
      release: this.#words.text(found.release),
      arch: this.#words.text(found.arch),
      summary: found.summary,
      sizes: [found.downloadSize, found.installSize, found.buildTime],
      ...{ text, lengths, lists },
    });
  }

  finish(): PackageTable {
    const drafts = this.#sorted();
    const lists = (index: number): Lists => this.#lists(drafts, index * 2);
    const [requires, provides, recommends, suggests, conflicts, obsoletes, files] = [0, 1, 2, 3, 4, 5, 6].map(
      lists,
    ) as [Lists, Lists, Lists, Lists, Lists, Lists, Lists];
    return {
      count: drafts.length,
      names: drafts.map(({ name }) => name),
      versions: drafts.map(({ version }) => version),
      releases: drafts.map(({ release }) => release),
      arches: drafts.map(({ arch }) => arch),
      summaries: drafts.map(({ summary }) => summary),
      epochs: Uint32Array.from(drafts, ({ epoch }) => epoch),
      downloadSizes: Float64Array.from(drafts, ({ sizes }) => sizes[0]),
      installSizes: Float64Array.from(drafts, ({ sizes }) => sizes[1]),
      buildTimes: Float64Array.from(drafts, ({ sizes }) => sizes[2]),
      long: this.#long(drafts),
      dependencies: this.#dependencies,
      relations: { requires, provides, recommends, suggests, conflicts, obsoletes },
      paths: this.#paths.texts,
      files,
      skipped: this.#skipped,
    };
  }

  /** By name and architecture, the newest first; what is there twice counts once. */
  #sorted(): Draft[] {
    const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    this.#drafts.sort((a, b) => text(a.name, b.name) || text(a.arch, b.arch) || compareEvr(b, a));
    const unique = this.#drafts.filter((draft, at) => {
      const before = this.#drafts[at - 1];
      return !before || before.name !== draft.name || before.arch !== draft.arch || compareEvr(before, draft) !== 0;
    });
    this.#skipped += this.#drafts.length - unique.length;
    return unique;
  }

  #lists(drafts: readonly Draft[], at: number): Lists {
    const starts = new Uint32Array(drafts.length + 1);
    for (let row = 0; row < drafts.length; row += 1) {
      const { lists } = drafts[row] as Draft;
      starts[row + 1] = (starts[row] ?? 0) + (lists[at + 1] ?? 0) - (lists[at] ?? 0);
    }
    const items = new Uint32Array(starts[drafts.length] ?? 0);
    let used = 0;
    for (const { lists } of drafts) {
      const end = lists[at + 1] ?? 0;
      for (let item = lists[at] ?? 0; item < end; item += 1, used += 1) items[used] = this.#items.at(item);
    }
    return { starts, items };
  }

  #long(drafts: readonly Draft[]): Texts {
    const offsets = new Uint32Array(drafts.length * LONG.length + 1);
    const bytes = Buffer.alloc(drafts.reduce((sum, { lengths }) => sum + lengths.reduce((a, b) => a + b, 0), 0));
    let used = 0;
    drafts.forEach(({ text, lengths }, row) => {
      const length = lengths.reduce((a, b) => a + b, 0);
      this.#bytes.copy(bytes, used, text, text + length);
      lengths.forEach((one, index) => {
        used += one;
        offsets[row * LONG.length + index + 1] = used;
      });
    });
    return { bytes, offsets };
  }

  /** Appends a text to the blob; gives its length in bytes. */
  #write(text: string): number {
    const most = text.length * 3;
    if (this.#used + most > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#used + most));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    const length = this.#bytes.write(text, this.#used, 'utf8');
    this.#used += length;
    return length;
  }
}
