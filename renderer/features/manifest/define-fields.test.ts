import { expect, test } from 'vitest';
import type { Problem, Variable } from '../../../shared/manifest/types';
import {
  allProblems,
  assumedValue,
  listDefine,
  parseLine,
  parseValue,
  splitNames,
  suggestNames,
  valueText,
} from './define-fields';

const variable = (name: string, value: unknown, more: Partial<Variable> = {}): Variable => ({
  name,
  value,
  settings: [],
  origin: 'manifest',
  file: 'include/defaults.ipp.yml',
  line: 7,
  ...more,
});
const variables = [
  variable('extra_rpms', ['vim']),
  variable('image_size', '2147483648'),
  variable('hostname', 'starter'),
];

test('versions are text, though they look like numbers', () => {
  expect(parseValue('2', assumedValue('distro_version'))).toBe('2');
  expect(parseValue('2', assumedValue('other'))).toBe(2);
});

test('a list is the person’s, else the manifest’s', () => {
  expect(listDefine('extra_rpms', { extra_rpms: ['curl', 1] }, variables)).toEqual(['curl']);
  expect(listDefine('extra_rpms', {}, variables)).toEqual(['vim']);
  expect(listDefine('extra_rpms', { extra_rpms: 'curl' }, variables)).toEqual([]);
});

test.each([
  ['2', '1', '2'],
  ['2', 1, 2],
  ['["a"]', undefined, ['a']],
  ['plain words', undefined, 'plain words'],
  ['true', false, true],
  ['', 'x', ''],
  ['["curl"]', 'curl', ['curl']],
  ['"2"', 1, '2'],
  ['[broken', 'x', '[broken'],
])('%j typed over %j is %j', (text, before, value) => expect(parseValue(text, before)).toEqual(value));

test.each([
  [undefined, ''],
  ['a b', 'a b'],
  ['2', '2'],
  ['["a"]', '"[\\"a\\"]"'],
  [['a'], '["a"]'],
  [{ a: null }, '{"a":null}'],
])('%j is shown as %j', (value, text) => expect(valueText(value)).toBe(text));

test('pasted names', () => {
  expect(splitNames(' curl, strace\nvim curl ')).toEqual(['curl', 'strace', 'vim']);
  expect(splitNames('quiet console=ttyS0,115200', false)).toEqual(['quiet', 'console=ttyS0,115200']);
});

test('defines that are typed or pasted', () => {
  expect(parseLine('a=1 b')).toEqual({ a: 1, b: true });
  expect(parseLine(`DEFINES='motd="it'\\''s\\ here" list=["a\\ b"]'`)).toEqual({ motd: "it's here", list: ['a b'] });
  expect(() => parseLine('a=b')).toThrow(/not JSON/);
});

test('names that begin with what was typed come first, then those that have it, then near ones', () => {
  const known = ['image_rpms', 'rpms', 'extra_rpms', 'hostname', 'distro_version'];
  expect(suggestNames('rpm', known)).toEqual(['rpms', 'extra_rpms', 'image_rpms']);
  expect(suggestNames('distro_verison', known)).toEqual(['distro_version']);
  expect(suggestNames('hostname', known)).toEqual([]);
  expect(suggestNames('', known)).toEqual([]);
});

test('each problem once, errors first', () => {
  const warning: Problem = { severity: 'warning', message: 'odd', define: 'a' };
  const error: Problem = { severity: 'error', message: 'broken', file: 'a.yml', line: 3 };
  expect(allProblems([warning], [warning, error])).toEqual([error, warning]);
});
