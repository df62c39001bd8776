import { describe, expect, it } from 'vitest';
import { FormatError, parseType, readVariant } from './gvariant';
import { printVariant } from './gvariant-text';
import { parseCommit, parseDirTree, parseFileHeader } from './objects';

const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('types', () => {
  it.each([
    '',
    'a',
    'z',
    '(s',
    's)',
    'ss',
    '{sv}x',
    '{vs}',
    '{s}',
    '{sss}',
    'm',
    `${'a'.repeat(40)}s`,
    '('.repeat(300),
  ])('refuses %j', (text) => {
    expect(() => parseType(text)).toThrow(FormatError);
  });

  it('reads nested ones', () => {
    expect(parseType('a{s(ayv)}').text).toBe('a{s(ayv)}');
  });
});

describe('values', () => {
  // After the specification's own examples, with numbers as OSTree has them.
  it.each([
    ['s', '68656c6c6f20776f726c6400', "'hello world'"],
    ['ms', '68656c6c6f20776f726c640000', "@ms 'hello world'"],
    ['ms', '', '@ms nothing'],
    ['ab', '01000001 01', '[true, false, false, true, true]'],
    ['(si)', '666f6f00 ffffffff 04', "('foo', -1)"],
    ['as', '69006800 6100 020406', "['i', 'h', 'a']"],
    ['ay', '04050607', '[byte 0x04, 0x05, 0x06, 0x07]'],
    ['ay', '61622700', `b"ab'"`],
    ['a{sv}', '', '@a{sv} {}'],
    ['v', '0000000700 75', '<uint32 7>'],
    ['t', '0000000000000007', 'uint64 7'],
    ['x', 'ffffffffffffffff', 'int64 -1'],
    ['d', '3ff8000000000000', '1.5'],
    ['d', '4000000000000000', '2.0'],
    ['(i(yy))', '00000001 0203 0000', '(1, (byte 0x02, byte 0x03))'],
  ] as const)('%s %s', (type, hex, text) => {
    expect(printVariant(readVariant(bytes(hex), type))).toBe(text);
  });

  it('escapes what cannot be printed', () => {
    const value = readVariant(Buffer.from("it's \\ \n é \u0001\u202e\u{e0001}\0"), 's');
    expect(printVariant(value)).toBe(`"it's \\\\ \\n é \\u0001\\u202e\\U000e0001"`);
  });

  it('cuts what is too long', () => {
    const text = printVariant(readVariant(Buffer.alloc(1_000_000, 1), 'ay'));
    expect(text.length).toBeLessThan(20_000);
    expect(text.endsWith('…')).toBe(true);
  });

  it.each([
    ['s', ''],
    ['s', '61'],
    ['s', '610061 00'],
    ['s', 'ff00'],
    ['u', '000000'],
    ['au', '0000000000'],
    ['as', '6100 ff'],
    ['as', '610062 00 0302'],
    ['(ss)', '6100 09'],
    ['(su)', '6100 00'],
    ['v', '00'],
    ['v', ''],
    ['v', '610073'],
    ['v', '61 00 61'],
  ])('refuses a damaged %s %j', (type, hex) => {
    expect(() => printVariant(readVariant(bytes(hex), type))).toThrow(FormatError);
  });

  it('refuses variants in variants without end', () => {
    expect(() => printVariant(readVariant(bytes('00 00'.concat('76 00'.repeat(200), '76')), 'v'))).toThrow(FormatError);
  });
});

describe('objects', () => {
  it('never throws anything but a FormatError, whatever the bytes', () => {
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 3000; round += 1) {
      const noise = Buffer.from(Array.from({ length: random(300) }, () => random(256)));
      for (const parse of [parseCommit, parseDirTree, parseFileHeader]) {
        try {
          parse(noise);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FormatError);
        }
      }
    }
  });

  it('refuses names that lead elsewhere', () => {
    const dirtree = (name: string): Buffer => {
      const text = Buffer.from(`${name}\0`);
      const entry = Buffer.concat([text, Buffer.alloc(32), Buffer.from([text.length])]);
      const files = Buffer.concat([entry, Buffer.from([entry.length])]);
      return Buffer.concat([files, Buffer.from([files.length])]);
    };
    expect(parseDirTree(dirtree('passwd')).files).toEqual([{ name: 'passwd', checksum: '0'.repeat(64) }]);
    for (const name of ['', '.', '..', '../passwd', 'a/b'])
      expect(() => parseDirTree(dirtree(name))).toThrow(FormatError);
  });
});
