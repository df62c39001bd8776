/** Matches of an expression in texts; one that a person wrote runs in a thread that can be stopped. */
import { Worker } from 'node:worker_threads';
import { StudioError } from '../../../shared/errors';
import type { SearchMatch } from '../../../shared/manifest/types';

/** What matching may take in all, milliseconds. */
const MOST_MS = 2000;
const MAX_LINE = 500;

export type Hit = Omit<SearchMatch, 'file'>;
export type Texts = readonly (readonly [file: string, text: string])[];
export type Found = readonly (readonly [file: string, hits: readonly Hit[]])[];

/** Finds matches in some texts after another. */
export interface Matcher {
  /** At most `most` matches. @throws StudioError `invalid-input` if the expression takes too long */
  find(texts: Texts, most: number): Promise<Found>;
  close(): Promise<void>;
}

/** Matches of one text, line by line; of a long line what is around them. It uses nothing but what it is given. */
function hitsOf(text: string, pattern: RegExp, most: number, maxLine: number): Hit[] {
  const hits: Hit[] = [];
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    for (const match of line.matchAll(pattern)) {
      if (hits.length >= most) return hits;
      if (match[0] === '') continue; // an expression that fits nothing fits everywhere
      const { index } = match;
      const from = line.length <= maxLine ? 0 : Math.max(0, Math.min(index - 100, line.length - maxLine));
      const part = line.slice(from, from + maxLine);
      const length = Math.min(match[0].length, part.length - (index - from));
      hits.push({ line: number + 1, column: index + 1, text: part, start: index - from, length });
    }
  }
  return hits;
}

function all(texts: Texts, most: number, hitsIn: (text: string, left: number) => Hit[]): Found {
  let left = most;
  const found: [string, Hit[]][] = [];
  for (const [file, text] of texts) {
    if (left <= 0) break;
    const hits = hitsIn(text, left);
    left -= hits.length;
    if (hits.length > 0) found.push([file, hits]);
  }
  return found;
}

/** For a pattern that takes no longer than the text is long. */
export function quickMatcher(pattern: RegExp): Matcher {
  const once = new RegExp(pattern.source, pattern.flags.replace('g', ''));
  // Most texts have no match at all, and need not be cut into lines.
  const hitsIn = (text: string, left: number): Hit[] => (once.test(text) ? hitsOf(text, pattern, left, MAX_LINE) : []);
  return { find: (texts, most) => Promise.resolve(all(texts, most, hitsIn)), close: () => Promise.resolve() };
}

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const hitsOf = ${hitsOf.toString()};
const all = ${all.toString()};
const { source, flags, maxLine } = workerData;
const pattern = new RegExp(source, flags);
parentPort.on('message', ({ texts, most }) =>
  parentPort.postMessage(all(texts, most, (text, left) => hitsOf(text, pattern, left, maxLine))),
);
`;

function tooLong(): StudioError {
  return new StudioError('invalid-input', 'The expression takes too long.', {
    hint: 'Repetitions inside repetitions, such as (a+)+, take forever: write it more exactly.',
  });
}

/** For any pattern: matching ends after two seconds in all. */
export function patientMatcher(pattern: RegExp): Matcher {
  const { source, flags } = pattern;
  const worker = new Worker(THREAD, { eval: true, workerData: { source, flags, maxLine: MAX_LINE } });
  let left = MOST_MS;
  return {
    find: (texts, most) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const timer = setTimeout(() => reject(tooLong()), left);
        worker.removeAllListeners();
        worker.once('message', (found: Found) => {
          clearTimeout(timer);
          left = Math.max(1, left - (performance.now() - began));
          resolve(found);
        });
        worker.once('error', (error) => {
          clearTimeout(timer);
          reject(error);
        });
        worker.postMessage({ texts, most });
      }),
    async close() {
      await worker.terminate();
    },
  };
}
