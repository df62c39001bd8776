/** primary.xml, the packages of an RPM repository, read as a stream. https://createrepo-c.readthedocs.io/ */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { StudioError } from '../../../shared/errors';
import type { Evr } from '../../../shared/packages/vercmp';
import { isRelation, type Dependency } from './dependency';

/** A package as a repository describes it. */
export interface RepositoryPackage {
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
  /** Bytes. */
  readonly downloadSize: number;
  readonly installSize: number;
  readonly requires: readonly Dependency[];
  readonly provides: readonly Dependency[];
  /** Files that other packages may require by path. */
  readonly files: readonly string[];
}

type Draft = { -readonly [K in keyof RepositoryPackage]: RepositoryPackage[K] } & {
  requires: Dependency[];
  provides: Dependency[];
  files: string[];
};

const MAX_PACKAGES = 500_000;
/** More text than this in one element is not a package's description. */
const MAX_TEXT = 256 * 1024;

function draft(): Draft {
  return {
    ...{ name: '', epoch: 0, version: '', release: '', arch: '', summary: '', description: '', license: '' },
    ...{ url: '', source: '', downloadSize: 0, installSize: 0, requires: [], provides: [], files: [] },
  };
}

type Attributes = SaxesTagPlain['attributes'];

function size(text: string | undefined): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function evrOf(attributes: Attributes): Evr | undefined {
  if (attributes.ver === undefined) return undefined;
  const { rel } = attributes;
  return { epoch: size(attributes.epoch), version: attributes.ver, ...(rel === undefined ? {} : { release: rel }) };
}

/** Feed it text, piece by piece; `packages` is complete after `end`. */
export class PrimaryParser {
  readonly packages: RepositoryPackage[] = [];
  readonly #parser = new SaxesParser();
  #draft: Draft | undefined;
  #list: Dependency[] | undefined;
  #text = '';
  /** Equal names come again and again: one string for each. */
  readonly #strings = new Map<string, string>();

  constructor() {
    this.#parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    this.#parser.on('text', (text) => {
      this.#text += text;
      if (this.#text.length > MAX_TEXT) throw new Error('a text is too long');
    });
    this.#parser.on('closetag', ({ name }) => this.#close(name));
  }

  /** @throws StudioError `invalid-input` if it is not primary.xml */
  write(text: string): void {
    this.#guard(() => this.#parser.write(text));
  }

  end(): void {
    this.#guard(() => this.#parser.close());
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new StudioError('invalid-input', `The repository's primary metadata is damaged: ${why}.`);
    }
  }

  #one(text: string): string {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, text);
    return text;
  }

  #open(name: string, attributes: Attributes): void {
    this.#text = '';
    const draftPackage = this.#draft;
    if (name === 'package') this.#draft = attributes.type === 'rpm' ? draft() : undefined;
    else if (!draftPackage) return;
    else if (name === 'version') {
      draftPackage.epoch = size(attributes.epoch);
      draftPackage.version = attributes.ver ?? '';
      draftPackage.release = attributes.rel ?? '';
    } else if (name === 'size') {
      draftPackage.downloadSize = size(attributes.package);
      draftPackage.installSize = size(attributes.installed);
    } else if (name === 'rpm:requires') this.#list = draftPackage.requires;
    else if (name === 'rpm:provides') this.#list = draftPackage.provides;
    else if (name === 'rpm:entry') this.#entry(attributes);
  }

  #entry(attributes: Attributes): void {
    const { name, flags } = attributes;
    if (!this.#list || name === undefined || name.startsWith('rpmlib(')) return;
    const evr = evrOf(attributes);
    this.#list.push({ name: this.#one(name), ...(isRelation(flags) && evr ? { relation: flags, evr } : {}) });
  }

  #close(name: string): void {
    const draftPackage = this.#draft;
    if (!draftPackage) return;
    const text = this.#text.trim();
    this.#text = '';
    switch (name) {
      case 'package':
        this.#finish(draftPackage);
        break;
      case 'name':
      case 'arch':
      case 'summary':
      case 'description':
      case 'url':
        draftPackage[name] = this.#one(text);
        break;
      case 'rpm:license':
        draftPackage.license = this.#one(text);
        break;
      case 'rpm:sourcerpm':
        draftPackage.source = this.#one(text);
        break;
      case 'rpm:requires':
      case 'rpm:provides':
        this.#list = undefined;
        break;
      case 'file':
        draftPackage.files.push(text);
        break;
    }
  }

  #finish(found: Draft): void {
    this.#draft = undefined;
    if (!/^[^\s/]+$/.test(found.name) || found.version === '' || found.arch === '')
      throw new Error('a package has no name');
    if (this.packages.length >= MAX_PACKAGES) throw new Error('it has too many packages');
    this.packages.push(found);
  }
}
