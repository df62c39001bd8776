import { expect, it } from 'vitest';
import { changesBetween, mergeTexts } from './document-merge';

const base = 'a: 1\nb: 2\nc: 3\nd: 4\n';

it('joins changes of different lines', () => {
  expect(mergeTexts(base, base.replace('a: 1', 'a: 10'), base.replace('d: 4', 'd: 40'))).toEqual({
    text: 'a: 10\nb: 2\nc: 3\nd: 40\n',
    conflicts: 0,
  });
});

it('takes the same change of both once', () => {
  const both = base.replace('b: 2', 'b: 20');
  expect(mergeTexts(base, both, both)).toEqual({ text: both, conflicts: 0 });
});

it('keeps mine where both changed the same line, and says so', () => {
  expect(
    mergeTexts(base, base.replace('b: 2', 'b: mine'), base.replace('b: 2', 'b: theirs').replace('d: 4', 'd: 40')),
  ).toEqual({
    text: 'a: 1\nb: mine\nc: 3\nd: 40\n',
    conflicts: 1,
  });
});

it('gives texts back that do not end with a line', () => {
  expect(mergeTexts('a\nb', 'a\nb', 'a\nc').text).toBe('a\nc');
  expect(mergeTexts('', 'mine', '').text).toBe('mine');
});

it('changes only what differs, in several places', () => {
  const after = base.replace('a: 1', 'a: 10').replace('d: 4', 'd: 40');
  const changes = changesBetween(base, after);
  expect(changes).toHaveLength(2);
  expect(changesBetween(base, base)).toEqual([]);
  const apply = [...changes]
    .reverse()
    .reduce((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), base);
  expect(apply).toBe(after);
});

it('takes changes that touch as colliding, and those with a line between them as not', () => {
  expect(mergeTexts(base, base.replace('b: 2\n', 'b: 20\n'), base.replace('c: 3\n', 'c: 30\n')).conflicts).toBe(1);
  expect(mergeTexts(base, base.replace('a: 1\n', ''), base.replace('c: 3\n', 'c: 30\n'))).toEqual({
    text: 'b: 2\nc: 30\nd: 4\n',
    conflicts: 0,
  });
});

it('merges long texts of equal lines in a moment', () => {
  const long = Array.from({ length: 20_000 }, (_, index) =>
    index % 5 === 0 ? `- path: /usr/${index}\n` : '  mode: 493\n',
  ).join('');
  const mine = `${long.slice(0, 100_000)}mine\n${long.slice(100_000)}`;
  const before = performance.now();
  expect(mergeTexts(long, mine, `theirs\n${long}`)).toEqual({ text: `theirs\n${mine}`, conflicts: 0 });
  expect(performance.now() - before).toBeLessThan(2000);
});
