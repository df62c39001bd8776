/** The scanner held against a general parser, on the same documents. */
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { attributeOf, attributesOf, unescapeXml, XmlScanner } from './xml-scanner';

/** Adjacent texts are one: where they are cut means nothing. */
class Events {
  readonly list: string[] = [];
  #text = '';

  text(text: string): void {
    this.#text += text;
  }

  put(event: string): void {
    if (this.#text !== '') this.list.push(`text ${JSON.stringify(this.#text)}`);
    this.#text = '';
    this.list.push(event);
  }
}

const written = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .sort()
    .join(' ');

function scanned(chunks: readonly string[]): string[] {
  const events = new Events();
  const scanner = new XmlScanner({
    open: (name, raw) => events.put(`open ${name} ${written({ ...attributesOf(raw) })}`),
    close: (name) => events.put(`close ${name}`),
    text: (text) => events.text(text),
  });
  for (const chunk of chunks) scanner.write(chunk);
  scanner.end();
  return events.list;
}

function parsed(text: string): string[] {
  const events = new Events();
  const parser = new SaxesParser();
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    events.put(`open ${name} ${written(attributes)}`);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    events.put(`close ${name}`);
  });
  for (const kind of ['text', 'cdata'] as const)
    parser.on(kind, (more) => {
      if (depth > 0) events.text(more);
    });
  parser.write(text).close();
  return events.list;
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  'signs in attributes': `<a b=">" c="x>" d='">' e='x">'><f g="/>"/><h i=""/><j k="=">l</j></a>`,
  small: `<?xml version="1.0" encoding="UTF-8"?>
<!-- a > comment < with "marks" -->
<m xmlns:rpm='x' packages="2"><p  a="1 > 0"
 b='say "hi"' c="&lt;&amp;&#65;&#x1F600;"/><t>&lt;b&gt; &quot;&apos; Ünïcode \u{1f600}</t><e></e>
<d><![CDATA[<raw> & ]] > text]]></d><rpm:entry name="a(b)" flags = "GE"/>
<!----><?target some > thing?></m >
`,
  primary: `<metadata packages="1"><package type="rpm"><name>a</name><format><rpm:requires><rpm:entry name="/bin/sh" pre="1"/></rpm:requires><file type="dir">/etc/a b</file></format></package></metadata>`,
  mark: '\ufeff<a/>',
};

describe('the scanner', () => {
  it.each(Object.keys(DOCUMENTS))('sees what a general parser sees: %s', (name) => {
    const text = DOCUMENTS[name] ?? '';
    const expected = parsed(text);
    expect(expected.length).toBeGreaterThan(1);
    expect(scanned([text])).toEqual(expected);
  });

  it('sees the same wherever the text is cut', () => {
    const { small = '' } = DOCUMENTS;
    const expected = parsed(small);
    for (let at = 0; at <= small.length; at += 1)
      expect(scanned([small.slice(0, at), small.slice(at)]), `cut at ${at}`).toEqual(expected);
    expect(scanned([...small])).toEqual(expected);
  });

  it.each([
    ['', /empty/],
    ['<a>', /too early/],
    ['<a', /too early/],
    ['<a></b>', /closes nothing/],
    ['<a/></a>', /closes nothing/],
    ['<a/><b/>', /single root/],
    ['text<a/>', /outside/],
    ['<a/>text', /too early|outside/],
    ['<a>&unknown;</a>', /&unknown;/],
    ['<a>a & b</a>', /stands alone/],
    ['<a>&#xD800;</a>', /no character/],
    ['<!DOCTYPE a><a/>', /document type/],
    ['<a><!ENTITY x "y"></a>', /document type/],
    ['<a b="1" b="2"/>', /twice/],
    ['<a b=1/>', /cannot be read/],
    ['<a b="<"/>', /cannot be read/],
    ['<a b/>', /cannot be read/],
  ])('refuses %j', (text, why) => {
    expect(() => scanned([text])).toThrow(why);
  });

  it('reads one attribute as it reads all of them', () => {
    const raws = ['name="a" xname="b" flags="GE"', `q='"' name="x=&quot;y"`, 'xname="name=" name="2"', '\n name="n"\t'];
    for (const raw of raws)
      for (const name of ['name', 'xname', 'flags', 'none'])
        expect(attributeOf(raw, name), `${name} of ${raw}`).toBe(attributesOf(raw)[name]);
    expect(unescapeXml('&amp;lt;')).toBe('&lt;');
  });
});
