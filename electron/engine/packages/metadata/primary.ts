/** primary.xml, the packages of an RPM repository, read as a stream. https://createrepo-c.readthedocs.io/ */
import { StudioError } from '../../../../shared/errors';
import { cleanText, isPackageName } from './clean-text';
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

/** A part of a larger text keeps that alive: what is kept for long is copied. */
function ownText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
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
  /** Dependencies come again and again in the same words: their numbers by raw text. */
  readonly #known = new Map<string, number>();
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
    else if (name === 'rpm:entry') this.#entry(raw);
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

  #entry(raw: string): void {
    if (!this.#list) return;
    let number = this.#known.get(raw);
    if (number === undefined) {
      const text = dependencyText(raw);
      number = text === undefined ? NONE : this.#builder.dependency(cleanText(text, MAX_WORD));
      this.#known.set(ownText(raw), number);
    }
    if (number !== NONE) this.#list.push(number);
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
    if (name === 'rpm:entry') return;
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
