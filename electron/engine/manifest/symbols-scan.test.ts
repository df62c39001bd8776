import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { scanSymbols, type Named } from './symbols-scan';

/** The text at each place: what a person sees selected. */
function shown(source: string, found: readonly Named[]): string[] {
  const lines = source.split(/\r\n|\r|\n/);
  return found.map(({ name, line, column }) => {
    expect(lines[line - 1]?.slice(column - 1, column - 1 + name.length)).toBe(name);
    return `${name} ${line}:${column}`;
  });
}
const uses = (source: string) => shown(source, scanSymbols(source).uses);

describe('definitions', () => {
  test('are the keys of mpp-vars, and images', () => {
    const source = `version: '2'
mpp-vars:
  a: 1
  "b": text
  'c-d': {mpp-eval: a}
mpp-define-images:
- id: disk
  size: '1'
pipelines:
- name: x
  stages:
  - options:
      mpp-vars: {not: one}
`;
    expect(shown(source, scanSymbols(source).definitions)).toEqual(['a 3:3', 'b 4:4', 'c-d 5:4', 'disk 7:7']);
  });

  test('in JSON that is indented by tabs', () => {
    const source = '{\n\t"mpp-vars": {\n\t\t"a": "x $b",\n\t\t"b": 1\n\t}\n}';
    expect(shown(source, scanSymbols(source).definitions)).toEqual(['a 3:4', 'b 4:4']);
    expect(uses(source)).toEqual(['b 3:12']);
  });
});

describe('uses with $', () => {
  test('only where it is replaced, not in comments, not $$', () => {
    const source = `mpp-vars:
  a: $b/\${c}-$$d   # $comment
pipelines:
- mpp-import-pipelines: {path: "include/$file.ipp.yml"}
- name: $not
  stages:
  - type: org.osbuild.rpm
    options: {x: $not}
    inputs:
      packages:
        mpp-depsolve:
          architecture: $arch
          $key: 1
`;
    expect(uses(source)).toEqual(['b 2:7', 'c 2:11', 'file 4:42', 'arch 12:26']);
  });
});

describe('expressions', () => {
  test.for([
    ['plain', 'x: {mpp-eval: a + len(b)}', ['a 1:15', 'len 1:19', 'b 1:23']],
    ['quoted', "x: {mpp-eval: 'a + ''b'' + c'}", ['a 1:16', 'c 1:28']],
    ['double quotes', 'x: {mpp-eval: "a + \\"b\\u0063\\" + d"}', ['a 1:16', 'd 1:34']],
    ['folded over lines', 'x:\n  mpp-eval: a\n    + b\n    + c', ['a 2:13', 'b 3:7', 'c 4:7']],
    ['block', 'x:\n  mpp-if: |\n    a and\n      b\n  then: 1', ['a 3:5', 'b 4:7']],
    ['folded block', 'x:\n  mpp-if: >-\n\n    a\n\n    and b\n  then: 1', ['a 4:5', 'b 6:9']],
    ['an anchor and a tag', 'x:\n  mpp-eval: &one !!str a', ['a 2:24']],
    ['a comment in the code', 'x:\n  mpp-eval: |\n    [a, # b\n    c]', ['a 3:6', 'c 4:5']],
    ['attributes and names of arguments', 'x: {mpp-eval: "a.b(c=d)"}', ['a 1:16', 'd 1:22']],
    ['comparisons are no arguments', 'x: {mpp-eval: "f(a==b)"}', ['f 1:16', 'a 1:18', 'b 1:21']],
    ['bound names', 'x: {mpp-eval: "[i for i in a] + list(map(lambda k: k + b, c))"}', null],
    ['strings', `x: {mpp-eval: "'a' + f'{b}'"}`, ['b 1:25']],
    ['JSON', '{"x": {"mpp-eval": "a + b"}}', ['a 1:21', 'b 1:25']],
  ] as const)('%s', ([, source, expected]) => {
    if (expected) expect(uses(source)).toEqual(expected);
    else expect(scanSymbols(source).uses.map(({ name }) => name)).toEqual(['a', 'list', 'map', 'b', 'c']);
  });

  test('names in the table of names count, other texts do not', () => {
    const source = `x:
  mpp-eval: |
    locals().get('a', 'no') if 'b' in locals() and 'c-d' not in globals() else locals()["e"] + d['f']`;
    expect(uses(source).map((use) => use.split(' ')[0])).toEqual(['locals', 'a', 'b', 'locals', 'c-d', 'globals', 'locals', 'e', 'd']); // prettier-ignore
  });

  test('braces of format texts', () => {
    const source = 'x: {mpp-format-string: \'a {b} {{c}} {d!r} {e:>{f}} {g["h"]} {i != j}\'}';
    expect(uses(source).map((use) => use.split(' ')[0])).toEqual(['b', 'd', 'e', 'f', 'g', 'i', 'j']);
  });

  test('with variables that are replaced in them', () => {
    expect(uses('mpp-vars:\n  x:\n    mpp-eval: $a + b')).toEqual(['a 3:16', 'b 3:20']);
    expect(uses('mpp-vars:\n  x:\n    mpp-eval: "\'$a\' in ${b}"')).toEqual(['a 3:18', 'b 3:26']);
  });

  test('half written', () => {
    expect(uses('x:\n  mpp-eval: a + (b')).toEqual(['a 2:13', 'b 2:18']);
    expect(uses("x:\n  mpp-eval: a + 'b")).toContain('a 2:13');
  });
});

test('imports have the place of their path', () => {
  const source =
    'pipelines:\n- mpp-import-pipelines:\n    path: a/$b.ipp.yml\n- mpp-import-pipeline: {path: "c", id: d}';
  expect(scanSymbols(source).imports).toEqual([
    { path: 'a/$b.ipp.yml', line: 3, column: 11 },
    { path: 'c', line: 4, column: 32 },
  ]);
});

test('an aliased part is read once', () => {
  const source = 'mpp-vars:\n  a: &one {b: $c}\n  d: *one';
  expect(uses(source)).toEqual(['c 2:16']);
});

describe('broken texts give what can be had', () => {
  test.for([
    ['a bad line', 'mpp-vars:\n  a: $b\n  c: [\n  d: $e\n'],
    ['a key without a colon', 'mpp-vars:\n  a: $b\n  half\n  d: $e\n'],
    ['a tab', 'mpp-vars:\n  a: $b\n  \tc: 1\n  d: $e\n'],
  ] as const)('%s', ([, source]) => {
    expect(scanSymbols(source).definitions.map(({ name }) => name)).toContain('a');
    expect(uses(source)).toContain('b 2:7');
  });

  test('hostile ones give nothing, in no time', () => {
    const started = performance.now();
    for (const text of ['', '\0', '['.repeat(50_000), '{'.repeat(5000), '- '.repeat(20_000), 'a: "'])
      expect(scanSymbols(text).definitions).toEqual([]);
    expect(scanSymbols(`x: {mpp-eval: "${'('.repeat(5000)}"}`).uses).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

test('line ends of Windows and a mark at the beginning do not move places', () => {
  expect(uses('\ufeffmpp-vars:\r\n  a: $b\r\n')).toEqual(['b 2:7']);
});

test('every file of the starter has places that hold', () => {
  const root = path.join(import.meta.dirname, '../../../assets/starter/workspace');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[mi]pp\.yml$/.test(file));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const source = readFileSync(path.join(root, file), 'utf8');
    const found = scanSymbols(source);
    shown(source, [...found.definitions.filter(({ name }) => name !== 'image'), ...found.uses]);
  }
});
