/** other.xml: what each version of a package changed. https://createrepo-c.readthedocs.io/ */
import { StudioError } from '../../../../shared/errors';
import { cleanText } from './clean-text';
import { attributeOf, XmlScanner, type XmlHandler } from './xml-scanner';

export interface ChangelogEntry {
  readonly author: string;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly text: string;
}

class ChangelogParser implements XmlHandler {
  readonly entries: ChangelogEntry[] = [];
  done = false;
  #inside = false;
  #text = '';
  #author = '';
  #timestamp = 0;

  constructor(readonly checksum: string) {}

  open(name: string, raw: string): void {
    if (name === 'package') this.#inside = attributeOf(raw, 'pkgid') === this.checksum;
    if (!this.#inside || name !== 'changelog') return;
    this.#text = '';
    this.#author = cleanText(attributeOf(raw, 'author') ?? '', 300);
    this.#timestamp = Number(attributeOf(raw, 'date')) || 0;
  }

  text(text: string): void {
    if (this.#inside && this.#text.length < 100_000) this.#text += text;
  }

  close(name: string): void {
    if (!this.#inside) return;
    if (name === 'package') this.done = true;
    else if (name === 'changelog' && this.entries.length < 1000)
      this.entries.push({
        author: this.#author,
        timestamp: this.#timestamp,
        text: cleanText(this.#text.trim(), 20_000),
      });
  }
}

/** The changelog of the package that has the checksum, newest first; what follows it is not read. */
export async function findChangelog(chunks: AsyncIterable<string>, checksum: string): Promise<ChangelogEntry[]> {
  const parser = new ChangelogParser(checksum);
  const scanner = new XmlScanner(parser);
  try {
    for await (const chunk of chunks) {
      scanner.write(chunk);
      if (parser.done) break;
    }
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StudioError('invalid-input', `The repository's changelogs are damaged: ${cleanText(why, 200)}.`);
  }
  return parser.entries.sort((a, b) => b.timestamp - a.timestamp);
}
