import { expect, test } from 'vitest';
import { RawWords } from './raw-words';

test('words have the number of their first sight, however many there are', () => {
  const words = new RawWords();
  const all = Array.from(
    { length: 200_000 },
    (_none, at) => `name="package-${at % 70_000}" flags="EQ" ver="é${at % 7}"`,
  );
  const known = new Map<string, number>();
  for (const word of all) {
    const text = `before ${word} after`;
    const expected = known.get(word) ?? known.size;
    known.set(word, expected);
    if (words.numberOf(text, 7, 7 + word.length) !== expected) throw new Error(`${word} has another number`);
  }
  expect(words.size).toBe(known.size);
});

test('words that do not fit into bytes are left to others, and the empty one is a word', () => {
  const words = new RawWords();
  expect(words.numberOf('a…', 0, 2)).toBe(-1);
  expect([words.numberOf('', 0, 0), words.numberOf('ab', 0, 1), words.numberOf('xx', 1, 1)]).toEqual([0, 1, 0]);
});
