/** primary.xml, the packages of an RPM repository, read as a stream. https://createrepo-c.readthedocs.io/ */
import { StudioError } from '../../../../shared/errors';
import { cleanText, isPackageName } from './clean-text';
import { RawWords } from './raw-words';
import { RELATIONS, TableBuilder, type PackageTable, type ParsedPackage, type RelationName } from './table';
import { attributeOf, XmlScanner, type XmlHandler } from './xml-scanner';

type Draft = { -readonly [K in keyof ParsedPackage]: ParsedPackage[K] } & Record<RelationName, number[]> & {
    files: string[];
  };

const MAX_PACKAGES = 500_000;
/** More text than this in one element is not a package's description. */
const MAX_TEXT = 256 * 1024;
const MAX_WORD = 4096;
const NONE = -1;
const ENTRY = 'rpm:entry';
const SIGNS: Readonly<Record<string, string>> = { EQ: '=', LT: '<', LE: '<=', GT: '>', GE: '>=' };
const LISTS = new Map<string, RelationName>(RELATIONS.map((name) => [`rpm:${name}`, name]));

function draft(): Draft {
  return {
    ...{ name: '', epoch: 0, version: '', release: '', arch: '', summary: '', description: '', license: '' },
    ...{ url: '', source: '', location: '', checksum: '', downloadSize: 0, installSize: 0, buildTime: 0 },
    ...{ requires: [], provides: [], recommends: [], suggests: [], conflicts: [], obsoletes: [], files: [] },
  };
}

function count(text: string | undefined): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** `name`, or `name >= 1:2-3`, as dependencies are shown everywhere; undefined for what only rpm itself provides. */
function dependencyText(raw: string): string | undefined {
  const name = attributeOf(raw, 'name');
  if (name === undefined || name.startsWith('rpmlib(')) return undefined;
  const sign = SIGNS[attributeOf(raw, 'flags') ?? ''];
  const version = sign === undefined ? undefined : attributeOf(raw, 'ver');
  if (sign === undefined || version === undefined) return name;
  const epoch = attributeOf(raw, 'epoch');
  const release = attributeOf(raw, 'rel');
  const prefix = epoch === undefined || epoch === '0' ? '' : `${epoch}:`;
  return `${name} ${sign} ${prefix}${version}${release === undefined ? '' : `-${release}`}`;
}

/** Feed it text, piece by piece; `end` gives the table. */
export class PrimaryParser implements XmlHandler {
  readonly #scanner = new XmlScanner(this);
  readonly #builder = new TableBuilder();
  /** Dependencies come again and again in the same words: their raw texts, and the number of each in the table. */
  readonly #words = new RawWords();
  readonly #numbers: number[] = [];
  #draft: Draft | undefined;
  #list: number[] | undefined;
  #checksumType = '';
  #text = '';

  /** @throws StudioError `invalid-input` if it is not primary.xml */
  write(text: string): void {
    this.#guard(() => this.#scanner.write(text));
  }

  /** @throws StudioError `invalid-input` if it is cut off */
  end(): PackageTable {
    this.#guard(() => this.#scanner.end());
    return this.#builder.finish();
  }

  text(text: string): void {
    if (this.#draft && !this.#list) this.#text += text;
    if (this.#text.length > MAX_TEXT) throw new Error('a text is too long');
  }

  open(name: string, raw: string): void {
    this.#text = '';
    if (name === 'package') this.#draft = attributeOf(raw, 'type') === 'rpm' ? draft() : undefined;
    else if (!this.#draft) return;
    else if (name === ENTRY) this.#entry(raw);
    else if (name.startsWith('rpm:') && LISTS.has(name)) this.#list = this.#draft[LISTS.get(name) ?? 'requires'];
    else if (raw !== '') this.#attributes(this.#draft, name, raw);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new StudioError('invalid-input', `The repository's primary metadata is damaged: ${cleanText(why, 200)}.`);
    }
  }

  /** A dependency, which is most of the document. */
  empty(text: string, start: number, split: number, end: number): boolean {
    if (split - start !== ENTRY.length || !text.startsWith(ENTRY, start)) return false;
    if (!this.#draft || !this.#list) return true;
    const word = this.#words.numberOf(text, split, end);
    let number = this.#numbers[word];
    if (number === undefined) {
      const found = dependencyText(text.slice(split, end));
      number = found === undefined ? NONE : this.#builder.dependency(cleanText(found, MAX_WORD));
      if (word >= 0) this.#numbers[word] = number;
    }
    if (number !== NONE) this.#list.push(number);
    return true;
  }

  /** One that is written with an end tag of its own. */
  #entry(raw: string): void {
    const found = this.#list && dependencyText(raw);
    if (found !== undefined) this.#list?.push(this.#builder.dependency(cleanText(found, MAX_WORD)));
  }

  #attributes(found: Draft, name: string, raw: string): void {
    switch (name) {
      case 'version':
        found.epoch = Math.min(count(attributeOf(raw, 'epoch')), 0xffffffff);
        found.version = cleanText(attributeOf(raw, 'ver') ?? '', 256);
        found.release = cleanText(attributeOf(raw, 'rel') ?? '', 256);
        break;
      case 'size':
        found.downloadSize = count(attributeOf(raw, 'package'));
        found.installSize = count(attributeOf(raw, 'installed'));
        break;
      case 'time':
        found.buildTime = count(attributeOf(raw, 'build'));
        break;
      case 'location':
        found.location = cleanText(attributeOf(raw, 'href') ?? '', MAX_WORD);
        break;
      case 'checksum':
        this.#checksumType = attributeOf(raw, 'type') ?? '';
        break;
    }
  }

  close(name: string): void {
    const found = this.#draft;
    if (!found) return;
    if (name === ENTRY) return;
    const text = this.#text.trim();
    this.#text = '';
    if (LISTS.has(name)) this.#list = undefined;
    else if (name === 'package') this.#finish(found);
    else if (name === 'file') found.files.push(cleanText(text, MAX_WORD));
    else if (name === 'checksum') found.checksum = `${cleanText(this.#checksumType, 10)}:${cleanText(text, 200)}`;
    else if (name === 'name' || name === 'arch') found[name] = text;
    else if (name === 'summary' || name === 'url') found[name] = cleanText(text.replace(/\s+/g, ' '), 1000);
    else if (name === 'description') found.description = cleanText(text, 20_000);
    else if (name === 'rpm:license') found.license = cleanText(text, 1000);
    else if (name === 'rpm:sourcerpm') found.source = cleanText(text, 300);
  }

  #finish(found: Draft): void {
    this.#draft = undefined;
    if (this.#builder.count >= MAX_PACKAGES) throw new Error('it has more than 500,000 packages');
    if (found.arch === 'src' || found.arch === 'nosrc') return;
    if (isPackageName(found.name) && isPackageName(found.arch) && found.version !== '') this.#builder.add(found);
    else this.#builder.skip();
  }
}
