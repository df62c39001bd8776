/** repomd.xml, the table of contents of an RPM repository. https://createrepo-c.readthedocs.io/ */
import { SaxesParser } from 'saxes';
import { StudioError } from '../../../../shared/errors';
import { cleanText } from './clean-text';

export interface MetadataFile {
  /** `primary`, `filelists`, `other`, `group`, `updateinfo` … */
  readonly type: string;
  /** Relative to the repository. */
  readonly href: string;
  /** The digest's name in Node, and its hex text: of the file as stored. */
  readonly algorithm: string;
  readonly checksum: string;
  /** Bytes as stored and unpacked, where they are given. */
  readonly size: number | undefined;
  readonly openSize: number | undefined;
}

export interface Repomd {
  /** What createrepo_c was told, or the time it ran in epoch seconds. */
  readonly revision: string;
  readonly files: ReadonlyMap<string, MetadataFile>;
}

/** Names of digests in Node; weak ones that only old repositories have are still digests of damage. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha1: 'sha1',
  sha: 'sha1',
};
const MAX_FILES = 100;

/** The record of one `data` element. */
class DataElement {
  href = '';
  algorithm = '';
  checksum = '';
  size: number | undefined;
  openSize: number | undefined;

  constructor(readonly type: string) {}

  text(name: string, text: string): void {
    if (name === 'checksum') this.checksum = text.toLowerCase();
    else if (name === 'size') this.size = count(text);
    else if (name === 'open-size') this.openSize = count(text);
  }
}

function count(text: string): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function invalid(why: string): StudioError {
  return new StudioError('invalid-input', `The repository's repomd.xml is damaged: ${why}.`);
}

/** Only files of the repository itself: no address, no way up. */
export function isInside(href: string): boolean {
  return href !== '' && !/^[a-z][a-z0-9+.-]*:|^\/|\\|\0/i.test(href) && !href.split('/').includes('..');
}

function fileOf({ type, href, algorithm: name, checksum, size, openSize }: DataElement): MetadataFile {
  const algorithm = ALGORITHMS[name];
  if (!algorithm) throw invalid(`the checksum '${cleanText(name, 20)}' is not known`);
  if (!/^[0-9a-f]{40,128}$/.test(checksum)) throw invalid('a checksum is none');
  if (!isInside(href)) throw invalid('a location leads out of the repository');
  return { type, href, algorithm, checksum, size, openSize };
}

/** Reads repomd.xml. @throws StudioError `invalid-input` */
export function parseRepomd(xml: string): Repomd {
  const parser = new SaxesParser();
  const found: DataElement[] = [];
  let current: DataElement | undefined;
  let revision = '';
  let text = '';
  parser.on('opentag', ({ name, attributes }) => {
    text = '';
    if (name === 'data') found.push((current = new DataElement(attributes.type ?? '')));
    else if (current && name === 'location') current.href = attributes.href ?? '';
    else if (current && name === 'checksum') current.algorithm = attributes.type ?? '';
    if (found.length > MAX_FILES) throw new Error('it names too many files');
  });
  parser.on('text', (more) => void (text += more));
  parser.on('closetag', ({ name }) => {
    if (name === 'data') current = undefined;
    else if (name === 'revision') revision = cleanText(text.trim(), 100);
    else current?.text(name, text.trim());
  });
  try {
    parser.write(xml).close();
  } catch (thrown) {
    throw invalid(cleanText(thrown instanceof Error ? thrown.message : String(thrown), 200));
  }
  // Databases and the like are not read, and need not be understood.
  const wanted = found.filter(({ type }) => /^(primary|filelists|other|group|group_gz|updateinfo)$/.test(type));
  const files = new Map(wanted.map((data) => [data.type, fileOf(data)]));
  if (!files.has('primary')) throw invalid('it names no primary metadata');
  return { revision, files };
}
