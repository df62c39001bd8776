/**
 * Order of RPM versions, as rpm itself has it.
 * https://rpm-software-management.github.io/rpm/manual/dependencies.html ("Versioning"), rpm-version(7)
 */

/** Epoch, version and release of a package. Without a release any release fits, as in a dependency. */
export interface Evr {
  readonly epoch: number;
  readonly version: string;
  readonly release?: string;
}

export type Order = -1 | 0 | 1;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isAlpha = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const TILDE = 126;
const CARET = 94;

/** Index of the next character that counts: a letter, a digit, a tilde or a caret (only ASCII ones do). */
function skipSeparators(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isAlpha(code) || code === TILDE || code === CARET) break;
  }
  return at;
}

function endOfRun(text: string, from: number, belongs: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && belongs(text.charCodeAt(at))) at += 1;
  return at;
}

function compareText(a: string, b: string): Order {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareNumbers(a: string, b: string): Order {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return compareText(left, right);
}

/** Order by a tilde (before everything, also the end) or a caret (after the end, before everything else). */
function compareMarks(a: number | undefined, b: number | undefined): Order | 'both' | 'none' {
  if (a === TILDE || b === TILDE) return a !== TILDE ? 1 : b !== TILDE ? -1 : 'both';
  if (a !== CARET && b !== CARET) return 'none';
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a !== CARET ? 1 : b !== CARET ? -1 : 'both';
}

/**
 * Compares two version or release strings (rpm's `rpmvercmp`): runs of digits as numbers, runs of letters as text,
 * digits after letters, `~` before the end, `^` after it. Everything else separates and is otherwise ignored.
 */
export function rpmvercmp(a: string, b: string): Order {
  if (a === b) return 0;
  let left = 0;
  let right = 0;
  for (;;) {
    left = skipSeparators(a, left);
    right = skipSeparators(b, right);
    const mark = compareMarks(codeAt(a, left), codeAt(b, right));
    if (mark === 'both') {
      left += 1;
      right += 1;
      continue;
    }
    if (mark !== 'none') return mark;
    if (left >= a.length || right >= b.length) break;
    const numeric = isDigit(a.charCodeAt(left));
    const belongs = numeric ? isDigit : isAlpha;
    const leftEnd = endOfRun(a, left, belongs);
    const rightEnd = endOfRun(b, right, belongs);
    if (rightEnd === right) return numeric ? 1 : -1;
    const order = (numeric ? compareNumbers : compareText)(a.slice(left, leftEnd), b.slice(right, rightEnd));
    if (order !== 0) return order;
    left = leftEnd;
    right = rightEnd;
  }
  if (left >= a.length && right >= b.length) return 0;
  return left >= a.length ? -1 : 1;
}

function codeAt(text: string, at: number): number | undefined {
  return at < text.length ? text.charCodeAt(at) : undefined;
}

/** Compares epoch, then version, then release; a release that is absent on one side does not count. */
export function compareEvr(a: Evr, b: Evr): Order {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
  const byVersion = rpmvercmp(a.version, b.version);
  if (byVersion !== 0 || a.release === undefined || b.release === undefined) return byVersion;
  return rpmvercmp(a.release, b.release);
}
