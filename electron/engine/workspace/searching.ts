/** Finds lines in a workspace's text files. The expression is a person's: it runs where it can be stopped. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { StudioError } from '../../../shared/errors';
import type { SearchMatch, Workspace } from '../../../shared/manifest/types';

const MAX_BYTES = 4 * 1024 * 1024;
const MOST_MS = 2000;
const MAX_LINE = 500;
/** Files that are read at the same time. */
const AT_ONCE = 16;

export interface SearchRequest {
  readonly query: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly limit: number;
  /** Unsaved texts by file. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

export interface Found {
  readonly matches: SearchMatch[];
  readonly files: number;
  readonly more: boolean;
}

interface Hit {
  readonly line: number;
  readonly index: number;
  readonly length: number;
  readonly text: string;
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

/** Matches of one text: at most `most`, one at each place. */
function hitsOf(text: string, pattern: RegExp, most: number): Hit[] {
  const hits: Hit[] = [];
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    for (const match of line.matchAll(pattern)) {
      if (match[0] === '') break; // an expression that fits nothing fits everywhere
      hits.push({ line: number + 1, index: match.index, length: match[0].length, text: line });
      if (hits.length >= most) return hits;
    }
  }
  return hits;
}

/** What the thread runs: the same as `hitsOf`, for many texts. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const hitsOf = ${hitsOf.toString()};
const { files, source, flags, limit } = workerData;
const found = [];
let left = limit;
for (const [file, text] of files) {
  if (left <= 0) break;
  const hits = hitsOf(text, new RegExp(source, flags), left);
  left -= hits.length;
  found.push([file, hits]);
}
parentPort.postMessage(found);
`;

type Texts = readonly (readonly [string, string])[];

/** Runs an expression in a thread that is ended if it takes too long. */
function inThread(files: Texts, pattern: RegExp, limit: number): Promise<[string, Hit[]][]> {
  return new Promise((resolve, reject) => {
    const { source, flags } = pattern;
    const worker = new Worker(THREAD, { eval: true, workerData: { files, source, flags, limit } });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(
        new StudioError('invalid-input', 'The expression takes too long.', {
          hint: 'Repetitions inside repetitions, such as (a+)+, take forever: write it more exactly.',
        }),
      );
    }, MOST_MS);
    const settle = (): void => {
      clearTimeout(timer);
      void worker.terminate();
    };
    worker.once('message', (found: [string, Hit[]][]) => {
      settle();
      resolve(found);
    });
    worker.once('error', (error) => {
      settle();
      reject(error);
    });
  });
}

/** The match in its line; of a long line what is around it. */
function matchOf(file: string, { line, index, length, text }: Hit): SearchMatch {
  const from = text.length <= MAX_LINE ? 0 : Math.max(0, Math.min(index - 100, text.length - MAX_LINE));
  const part = text.slice(from, from + MAX_LINE);
  const start = index - from;
  return { file, line, column: index + 1, text: part, start, length: Math.min(length, part.length - start) };
}

async function textOf(root: string, file: string): Promise<string | undefined> {
  try {
    const place = path.join(root, file);
    const info = await stat(place);
    if (!info.isFile() || info.size > MAX_BYTES) return undefined;
    const bytes = await readFile(place);
    return bytes.includes(0) ? undefined : bytes.toString('utf8');
  } catch {
    return undefined; // gone, or not to be read: nothing is found in it
  }
}

async function textsOf(workspace: Workspace, unsaved: Readonly<Record<string, string>>): Promise<Texts> {
  const names = workspace.files.map((file) => file.path);
  const texts: [string, string][] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const read = await Promise.all(
      some.map(async (file) => (Object.hasOwn(unsaved, file) ? unsaved[file] : textOf(workspace.path, file))),
    );
    some.forEach((file, index) => {
      const text = read[index];
      if (text !== undefined) texts.push([file, text]);
    });
  }
  return texts;
}

/** Lines that match, in the order of files. @throws StudioError `invalid-input` for an expression that cannot be used */
export async function searchWorkspace(workspace: Workspace, request: SearchRequest): Promise<Found> {
  if (request.query === '') return { matches: [], files: 0, more: false };
  const pattern = patternOf(request);
  const texts = await textsOf(workspace, request.texts ?? {});
  // One more than is wanted tells whether there are more.
  const limit = request.limit + 1;
  const found = request.regex ? await inThread(texts, pattern, limit) : plain(texts, pattern, limit);
  const matches = found.flatMap(([file, hits]) => hits.map((hit) => matchOf(file, hit)));
  const shown = matches.slice(0, request.limit);
  return {
    matches: shown,
    files: new Set(shown.map(({ file }) => file)).size,
    more: matches.length > shown.length,
  };
}

function plain(texts: Texts, pattern: RegExp, limit: number): [string, Hit[]][] {
  let left = limit;
  const found: [string, Hit[]][] = [];
  for (const [file, text] of texts) {
    if (left <= 0) break;
    const hits = hitsOf(text, pattern, left);
    left -= hits.length;
    found.push([file, hits]);
  }
  return found;
}
