/** Addresses of a repository's mirrors, from a mirror list (one a line) or a metalink (RFC 5854 and its forerunner). */
import { SaxesParser } from 'saxes';
import { StudioError } from '../../../../shared/errors';

const MAX_MIRRORS = 20;

/** The repositories that a mirror list or metalink names, best first. @throws StudioError `invalid-input` */
export function parseMirrors(text: string): string[] {
  const found = /^\s*</.test(text) ? metalinkUrls(text) : text.split('\n').map((line) => line.trim());
  const mirrors = found.filter((line) => /^https?:\/\/[^\s]+$/.test(line)).slice(0, MAX_MIRRORS);
  if (mirrors.length > 0) return mirrors;
  throw new StudioError('invalid-input', 'The mirror list names no mirror.', {
    hint: 'Check its address: it should answer with one https: address a line, or with a metalink.',
  });
}

function metalinkUrls(xml: string): string[] {
  const parser = new SaxesParser();
  const urls: { url: string; preference: number }[] = [];
  let text = '';
  let preference = 0;
  parser.on('opentag', ({ name, attributes }) => {
    text = '';
    if (name === 'url') preference = Number(attributes.preference ?? 0) || -Number(attributes.priority ?? 0) || 0;
  });
  parser.on('text', (more) => void (text += more));
  parser.on('closetag', ({ name }) => {
    const url = text.trim();
    if (name === 'url' && url.endsWith('/repodata/repomd.xml'))
      urls.push({ url: url.slice(0, -'repodata/repomd.xml'.length), preference });
  });
  try {
    parser.write(xml).close();
  } catch (cause) {
    throw new StudioError('invalid-input', 'The metalink is no XML.', { hint: 'Check its address.', cause });
  }
  return urls.sort((a, b) => b.preference - a.preference).map(({ url }) => url);
}
