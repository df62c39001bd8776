/** updateinfo.xml, the advisories of a repository. https://createrepo-c.readthedocs.io/ */
import { StudioError } from '../../../../shared/errors';
import { cleanText, isPackageName } from './clean-text';
import { attributesOf, XmlScanner, type XmlHandler } from './xml-scanner';

export interface Advisory {
  readonly id: string;
  /** `security`, `bugfix`, `enhancement`, `newpackage`. */
  readonly type: string;
  readonly severity: string;
  readonly title: string;
  readonly description: string;
  /** As the repository writes it. */
  readonly issued: string;
  /** CVE ids and bug numbers. */
  readonly references: { id: string; type: string; url: string }[];
  readonly packages: AdvisoryPackage[];
}

export interface AdvisoryPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
}

type Draft = { -readonly [K in keyof Advisory]: Advisory[K] };

const MAX_ADVISORIES = 200_000;
const MAX_TEXT = 256 * 1024;

class UpdateinfoParser implements XmlHandler {
  readonly found: Draft[] = [];
  #current: Draft | undefined;
  #text = '';

  open(name: string, raw: string): void {
    this.#text = '';
    const attributes = attributesOf(raw);
    if (name === 'update') this.#begin(attributes.type ?? '');
    else if (!this.#current) return;
    else if (name === 'issued') this.#current.issued = cleanText(attributes.date ?? '', 40);
    else if (name === 'reference') this.#reference(this.#current, attributes);
    else if (name === 'package') this.#package(this.#current, attributes);
  }

  text(text: string): void {
    if (this.#current && this.#text.length < MAX_TEXT) this.#text += text;
  }

  close(name: string): void {
    const current = this.#current;
    if (!current) return;
    const text = this.#text.trim();
    if (name === 'update') this.#current = undefined;
    else if (name === 'id' || name === 'title' || name === 'severity') current[name] = cleanText(text, 500);
    else if (name === 'description') current.description = cleanText(text, 20_000);
  }

  #begin(type: string): void {
    if (this.found.length >= MAX_ADVISORIES) throw new Error('it has too many advisories');
    this.#current = {
      ...{ id: '', type: cleanText(type, 40), severity: '', title: '', description: '', issued: '' },
      ...{ references: [], packages: [] },
    };
    this.found.push(this.#current);
  }

  #reference(current: Draft, { id = '', type = '', href = '' }: Record<string, string>): void {
    const url = /^https?:\/\//.test(href) ? cleanText(href, 2000) : '';
    if (current.references.length < 1000)
      current.references.push({ id: cleanText(id, 200), type: cleanText(type, 40), url });
  }

  #package(current: Draft, attributes: Record<string, string>): void {
    const { name = '', version = '', release = '', arch = '' } = attributes;
    const epoch = Number(attributes.epoch ?? 0);
    if (!isPackageName(name) || !isPackageName(arch) || !Number.isSafeInteger(epoch)) return;
    if (current.packages.length < 5000)
      current.packages.push({ name, epoch, version: cleanText(version, 256), release: cleanText(release, 256), arch });
  }
}

/** Reads updateinfo.xml from its pieces. @throws StudioError `invalid-input` */
export async function parseUpdateinfo(chunks: AsyncIterable<string>): Promise<Advisory[]> {
  const parser = new UpdateinfoParser();
  const scanner = new XmlScanner(parser);
  try {
    for await (const chunk of chunks) scanner.write(chunk);
    scanner.end();
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StudioError('invalid-input', `The repository's advisories are damaged: ${cleanText(why, 200)}.`);
  }
  return parser.found.filter(({ id }) => id !== '');
}
