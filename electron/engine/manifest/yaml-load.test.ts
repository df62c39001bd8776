import { describe, expect, test } from 'vitest';
import { Places } from './places';
import type { ManifestError } from './problem';
import { repr } from './python/text';
import { PyDict, type Value } from './python/values';
import { loadYaml } from './yaml-load';

function load(text: string): Value {
  return loadYaml(text, 'a.mpp.yml', new Places());
}
const valueOf = (text: string): string => {
  const root = load(`v: ${text}\n`);
  return repr(root instanceof PyDict ? (root.get('v') ?? null) : root);
};
function failure(text: string): ManifestError {
  try {
    load(text);
  } catch (thrown) {
    return thrown as ManifestError;
  }
  throw new Error('it was read');
}

describe('scalars are those of YAML 1.1', () => {
  test.for([
    ['yes', 'True'],
    ['Off', 'False'],
    ['y', "'y'"],
    ['~', 'None'],
    ['', 'None'],
    ['010', '8'],
    ['08', "'08'"],
    ['0o10', "'0o10'"],
    ['0x1F', '31'],
    ['1_000', '1000'],
    ['1:30', '90'],
    ['1e3', "'1e3'"],
    ['1.0e+3', '1000.0'],
    ['.inf', 'inf'],
    ['"yes"', "'yes'"],
    ['!!str 12', "'12'"],
    ['[a, 1]', "['a', 1]"],
    ['|\n  two\n  lines', "'two\\nlines\\n'"],
  ] as const)('%s', ([text, expected]) => expect(valueOf(text)).toBe(expected));
});

describe('documents', () => {
  test('the last of equal keys wins, at the place of the first', () => {
    expect(repr(load('a: 1\nb: 2\na: 3\n'))).toBe("OrderedDict([('a', 3), ('b', 2)])");
  });

  test('an alias is the same object', () => {
    const root = load('a: &x [1]\nb: *x\n') as PyDict;
    expect(root.get('a')).toBe(root.get('b'));
  });

  test('an anchor that contains itself does not hang', () => {
    const root = load('a: &x\n  b: *x\n') as PyDict;
    expect((root.get('a') as PyDict).get('b')).toBe(root.get('a'));
  });
});

describe('what cannot be read is told with its file, line and column', () => {
  test.for([
    ['a:\n\tb: 1\n', 2, 1, 'cannot start any token', /spaces/],
    ['a: !foo 5\n', 1, 4, "constructor for the tag '!foo'", /Remove the tag/],
    ['version: 2\nb:\n  <<: {a: 1}\n', 3, 3, 'merge', /mpp-join/],
    ['a: *nowhere\n', 1, 4, 'nowhere', /./],
    ['a: "open\n', 2, 1, '', /./],
    ['a: 1\n---\nb: 2\n', 2, 1, 'a single document', /file of its own/],
    ['? [1, 2]\n: x\n', 1, 3, 'unhashable key', /text or a number/],
  ] as const)('%j', ([text, line, column, message, hint]) => {
    const error = failure(text);
    expect(error).toMatchObject({ code: 'invalid-input', detail: { file: 'a.mpp.yml', line, column } });
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(hint);
  });

  test('a text that is nested without end', () => {
    expect(failure(`a: ${'['.repeat(20_000)}`).code).toBe('invalid-input');
  });
});
