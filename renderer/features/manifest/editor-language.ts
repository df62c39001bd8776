/** The language of a file's text, by its name. */
import { json } from '@codemirror/lang-json';
import type { Extension } from '@codemirror/state';
import { yamlWithPython } from './editor-python';

export type FileLanguage = 'yaml' | 'json' | 'text';

export function languageName(path: string): FileLanguage {
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  return /\.json$/i.test(path) ? 'json' : 'text';
}

export function languageOf(path: string): Extension {
  const name = languageName(path);
  return name === 'yaml' ? yamlWithPython() : name === 'json' ? json() : [];
}
