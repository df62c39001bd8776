/**
 * How well `query` fits `text`: its letters in order, better at the beginnings of words and in one run. Undefined if
 * it does not fit; every word of the query has to.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  let score = 0;
  const lower = text.toLowerCase();
  for (const word of query.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const found = wordScore(word, lower);
    if (found === undefined) return undefined;
    score += found;
  }
  // Of two that fit alike the shorter is meant.
  return score - text.length / 1000;
}

function wordScore(word: string, text: string): number | undefined {
  const whole = text.indexOf(word);
  if (whole >= 0) return 100 + word.length * 2 + (isWordStart(text, whole) ? 50 : 0) + (whole === 0 ? 25 : 0);
  let score = 0;
  let at = -1;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    score += next === at + 1 ? 3 : isWordStart(text, next) ? 4 : -Math.min(3, (next - at) / 8);
    at = next;
  }
  return score > 0 ? score : undefined;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '');
}
