/** repomd.xml, the table of contents of an RPM repository. https://createrepo-c.readthedocs.io/ */
import { SaxesParser } from 'saxes';
import { StudioError } from '../../../shared/errors';

export interface MetadataFile {
  /** Relative to the repository. */
  readonly href: string;
  readonly algorithm: string;
  readonly checksum: string;
  /** Bytes as stored and unpacked, where they are given. */
  readonly size: number | undefined;
  readonly openSize: number | undefined;
}

export interface Repomd {
  /** What createrepo_c was told, or the time it ran in epoch seconds. */
  readonly revision: string;
  readonly primary: MetadataFile;
}

/** Name of a digest in Node for one in repository metadata; weak ones are refused. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha1: 'sha1',
  sha: 'sha1',
};

/** Builds the record of one `data` element. */
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
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function invalid(why: string): StudioError {
  return new StudioError('invalid-input', `The repository's repomd.xml is damaged: ${why}.`);
}

/** Only files of the repository itself: no address, no way up. */
function isInside(href: string): boolean {
  return href !== '' && !/^[a-z][a-z0-9+.-]*:|^\/|\\|\0/i.test(href) && !href.split('/').includes('..');
}

function primaryOf(data: DataElement | undefined): MetadataFile {
  if (!data) throw invalid('it names no primary metadata');
  const algorithm = ALGORITHMS[data.algorithm];
  if (!algorithm) throw invalid(`the checksum '${data.algorithm.slice(0, 20)}' is not known`);
  if (!/^[0-9a-f]{40,128}$/.test(data.checksum)) throw invalid('a checksum is none');
  if (!isInside(data.href)) throw invalid('a location leads out of the repository');
  const { href, checksum, size, openSize } = data;
  return { href, algorithm, checksum, size, openSize };
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
  });
  parser.on('text', (more) => void (text += more));
  parser.on('closetag', ({ name }) => {
    if (name === 'data') current = undefined;
    else if (name === 'revision') revision = text.trim();
    else current?.text(name, text.trim());
  });
  try {
    parser.write(xml).close();
  } catch (thrown) {
    throw invalid(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return { revision, primary: primaryOf(found.find(({ type }) => type === 'primary')) };
}
