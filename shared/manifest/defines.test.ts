import { expect, test } from 'vitest';
import { formatDefines, parseDefines } from './defines';

test('what the Makefile is given', () => {
  expect(parseDefines('extra_rpms=["curl"] distro_version="2"  static_uuids')).toEqual({
    extra_rpms: ['curl'],
    distro_version: '2',
    static_uuids: true,
  });
});

test.each([
  ['a=["x","y\\ z"]', { a: ['x', 'y z'] }],
  ['a=["x", "y"] b=1', { a: ['x', 'y'], b: 1 }],
  ['', {}],
])('%s', (text, defines) => expect(parseDefines(text)).toEqual(defines));

test('there and back', () => {
  const defines = { extra_rpms: ['a b', '"quoted"'], n: 1.5, none: null, back: 'a\\b' };
  expect(parseDefines(formatDefines(defines))).toEqual(defines);
});

test.each(['distro_version=2a', '=1', 'x='])('%s is refused with what to do', (text) =>
  expect(() => parseDefines(text)).toThrow(/not JSON|no define/),
);
