/**
 * Defines as the Makefile takes them: `DEFINES='extra_rpms=["curl"] distro_version="2"'`. Words are separated by
 * blanks, `\ ` is a blank inside a word, and each word is `name=JSON` or a name alone, which means true.
 */
import { StudioError } from '../errors';
import type { Defines } from './types';

/** A name that osbuild-mpp reads; others can be set but hardly used. */
const NAME = /^[^\s=]+$/;

/** One `name=JSON`, as osbuild-mpp's `-D` has it. */
export function parseDefine(word: string): [string, unknown] {
  const at = word.indexOf('=');
  const name = at < 0 ? word : word.slice(0, at);
  if (!NAME.test(name)) throw new StudioError('invalid-input', `'${word}' is no define: it is written name=JSON.`);
  if (at < 0) return [name, true];
  const text = word.slice(at + 1);
  try {
    return [name, JSON.parse(text) as unknown];
  } catch (cause) {
    throw new StudioError('invalid-input', `The value of ${name} is not JSON: ${text || 'nothing'}.`, {
      hint: /^\s*[[{]/.test(text)
        ? `Lists and objects are closed, and texts in them have double quotes: ${name}=["curl"].`
        : `Texts have double quotes: ${name}="${text.replaceAll('"', '')}".`,
      detail: { field: name },
      cause,
    });
  }
}

function words(text: string): string[] {
  const found = text.match(/(?:\\[\s\S]|[^\s\\])+/g) ?? [];
  return found.map((word) => word.replace(/\\(\s)/g, '$1'));
}

/** @throws StudioError `invalid-input` naming the define whose value is not JSON. */
export function parseDefines(text: string): Defines {
  const defines: Defines = {};
  const rest = words(text);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    // People write blanks inside JSON without a backslash: take more words until it is JSON.
    let whole = word;
    const later = [...rest];
    while (!isDefine(whole) && later.length > 0) whole = `${whole} ${later.shift()}`;
    if (isDefine(whole)) rest.splice(0, rest.length - later.length);
    else whole = word;
    const [name, value] = parseDefine(whole);
    defines[name] = value;
  }
  return defines;
}

function isDefine(word: string): boolean {
  try {
    parseDefine(word);
    return true;
  } catch {
    return false;
  }
}

/** The text for `DEFINES=`, not yet quoted for a shell. */
export function formatDefines(defines: Defines): string {
  return Object.entries(defines)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`.replace(/\s/g, '\\$&'))
    .join(' ');
}
