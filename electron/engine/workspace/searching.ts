/** Finds lines in a workspace's text files. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import type { SearchMatch, Workspace } from '../../../shared/manifest/types';
import { patientMatcher, quickMatcher, type Texts } from './matching';

const MAX_BYTES = 4 * 1024 * 1024;
/** Files that are read at the same time, and matched before more are read. */
const AT_ONCE = 48;

export interface SearchRequest {
  readonly query: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly limit: number;
  /** Unsaved texts by file. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

export interface SearchResult {
  readonly matches: SearchMatch[];
  readonly files: number;
  readonly more: boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @throws StudioError `invalid-input` for an expression that is none */
function patternOf({ query, regex, caseSensitive }: SearchRequest): RegExp {
  try {
    return new RegExp(regex ? query : escaped(query), caseSensitive ? 'gu' : 'giu');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^Invalid regular expression: /, '') : '';
    throw new StudioError('invalid-input', `The expression cannot be read: ${why}.`, {
      hint: 'Mend it, or switch off regular expressions.',
      cause,
    });
  }
}

/** Opens a file; what a link of that name leads to only if that is inside. The listing follows no links to folders. */
async function openInside(root: string, file: string): ReturnType<typeof open> {
  const place = path.join(root, file);
  // Opening a pipe would wait for whoever writes to it.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  try {
    return await open(place, flags | constants.O_NOFOLLOW);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ELOOP') throw thrown;
    const real = await realpath(place);
    if (!real.startsWith(root + path.sep)) throw thrown;
    return open(real, flags);
  }
}

/** A file's text; undefined for what is no text, too large, outside of the workspace, or not to be read. */
async function textOf(root: string, file: string): Promise<string | undefined> {
  try {
    const handle = await openInside(root, file);
    try {
      const info = await handle.stat();
      if (!info.isFile() || info.size > MAX_BYTES) return undefined;
      const buffer = Buffer.allocUnsafe(info.size);
      // One question to the disk: a file that grows at this moment is read as it was.
      const { bytesRead } = await handle.read(buffer, 0, info.size, 0);
      const bytes = buffer.subarray(0, bytesRead);
      return bytes.includes(0) ? undefined : bytes.toString('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return undefined; // gone: nothing is found in it
  }
}

async function read(root: string, files: readonly string[], unsaved: ReadonlyMap<string, string>): Promise<Texts> {
  const texts = await Promise.all(files.map(async (file) => unsaved.get(file) ?? (await textOf(root, file))));
  return files.flatMap((file, index) => {
    const text = texts[index];
    return text === undefined ? [] : [[file, text] as const];
  });
}

/** Lines that match, in the order of files. @throws StudioError `invalid-input` for an expression that cannot be used */
export async function searchWorkspace(workspace: Workspace, request: SearchRequest): Promise<SearchResult> {
  if (request.query === '' || request.limit < 1) return { matches: [], files: 0, more: false };
  const pattern = patternOf(request);
  const unsaved = new Map(Object.entries(request.texts ?? {}));
  const names = [...new Set([...workspace.files.map((file) => file.path), ...unsaved.keys()])];
  const matcher = request.regex ? patientMatcher(pattern) : quickMatcher(pattern);
  const matches: SearchMatch[] = [];
  try {
    // One more than is wanted tells whether there are more.
    for (let at = 0; at < names.length && matches.length <= request.limit; at += AT_ONCE) {
      const texts = await read(workspace.path, names.slice(at, at + AT_ONCE), unsaved);
      const found = await matcher.find(texts, request.limit + 1 - matches.length);
      for (const [file, hits] of found) matches.push(...hits.map((hit) => ({ file, ...hit })));
    }
  } finally {
    await matcher.close();
  }
  const shown = matches.slice(0, request.limit);
  const files = new Set(shown.map(({ file }) => file)).size;
  return { matches: shown, files, more: matches.length > shown.length };
}
