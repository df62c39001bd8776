/** Edits of the files that the studio ships, and of generated ones: what was not edited stays as it was. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
import { removeOption, setOption } from './stage-option-text';
import { addStage, disableStage, duplicateStage, enableStage, moveStage, removeStage } from './stage-text';

type OptionPath = (string | number)[];
interface Found {
  readonly place: { file: string; line: number; column: number };
  readonly path: OptionPath;
  readonly list: number;
  readonly index: number;
  readonly options: OptionPath[];
}
const VALUES = ['new: text', 7, ['a', { b: 'c' }], { k: { l: 'm' } }, 'two\nlines\n', ''];

const read = (text: string): unknown =>
  parseDocument(text, { version: '1.1', strict: false, uniqueKeys: false }).toJS({ maxAliasCount: -1 }) as unknown;
const comments = (text: string): string[] => (text.match(/(^|\s)#.*$/gm) ?? []).map((line) => line.trim()).sort();

/** Paths of words that no directive makes. */
function optionsOf(node: unknown, at: OptionPath = []): OptionPath[] {
  if (isScalar(node)) return [at];
  if (isSeq(node)) return node.items.flatMap((item, index) => optionsOf(item, [...at, index]));
  if (!isMap(node) || node.items.some(({ key }) => isScalar(key) && String(key.value).startsWith('mpp-'))) return [];
  return node.items.flatMap(({ key, value }) => (isScalar(key) ? optionsOf(value, [...at, String(key.value)]) : []));
}

function stagesIn(text: string): Found[] {
  const counter = new LineCounter();
  const doc = parseDocument(text, { lineCounter: counter, version: '1.1', strict: false, uniqueKeys: false });
  const found: Found[] = [];
  visit(doc, {
    Pair(_, pair, parents) {
      if (!isScalar(pair.key) || pair.key.value !== 'stages' || !isSeq(pair.value)) return;
      const { items } = pair.value;
      const own = [...parents, pair].flatMap((node, index, all): OptionPath => {
        const next = all[index + 1];
        if (isSeq(node)) return [node.items.indexOf(next)];
        return 'key' in node && isScalar(node.key) ? [String(node.key.value)] : [];
      });
      const list = items[0] && isMap(items[0]) ? (items[0].range?.[0] ?? 0) : 0;
      items.forEach((item, index) => {
        if (!isMap(item) || !item.range) return;
        const { line, col } = counter.linePos(item.range[0]);
        const place = { file: 'a.yml', line, column: col };
        found.push({ place, path: [...own, index], list, index, options: optionsOf(item.get('options')) });
      });
    },
  });
  return found;
}

/** A document with a value set, or taken away if it is undefined. */
function assigned(doc: unknown, [part, ...rest]: OptionPath, value: unknown): unknown {
  if (part === undefined) return value;
  const copy = (Array.isArray(doc) ? [...(doc as unknown[])] : { ...(doc as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length > 0 || value !== undefined) copy[part] = assigned(copy[part], rest, value);
  else if (Array.isArray(copy)) copy.splice(Number(part), 1);
  else delete copy[part];
  return copy;
}

function checkStages(source: string, most: number): void {
  const stages = stagesIn(source).slice(0, most);
  const all = stagesIn(source).length;
  const before = comments(source);
  for (const { place, list, index } of stages) {
    const off = disableStage(source, place);
    expect(comments(off)).toEqual(before);
    expect(enableStage(off, place)).toBe(source);
    expect(stagesIn(duplicateStage(source, place))).toHaveLength(all + 1);
    const added = addStage(source, place, { type: 'x.y', options: { a: ['b', { c: 1 }] } });
    expect(comments(added)).toEqual(before);
    expect(stagesIn(added)).toHaveLength(all + 1);
    expect(stagesIn(removeStage(source, place))).toHaveLength(all - 1);
    const other = stages.filter((each) => each.list === list && each.index > index).at(-1);
    if (!other) continue;
    const moved = moveStage(source, place, other.place, true);
    expect(comments(moved)).toEqual(before);
    const now = stagesIn(moved);
    const at = (wanted: number) => now[stages.findIndex((each) => each.list === list) + wanted]!.place;
    expect(moveStage(moved, at(other.index), at(index), false)).toBe(source);
  }
}

function checkOptions(source: string, most: number): void {
  const doc = read(source);
  for (const stage of stagesIn(source).slice(0, most))
    for (const option of stage.options.slice(0, 4)) {
      const whole = [...stage.path, 'options', ...option];
      for (const value of VALUES) {
        const text = setOption(source, stage.place, option, value);
        expect(read(text), `${option.join('.')} = ${JSON.stringify(value)}\n${text}`).toEqual(
          assigned(doc, whole, value),
        );
      }
      const text = removeOption(source, stage.place, option);
      expect(read(text), `without ${option.join('.')}\n${text}`).toEqual(assigned(doc, whole, undefined));
    }
}

describe('the files of the starter', () => {
  const root = path.join(import.meta.dirname, '../../../assets/starter/workspace');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[mi]pp\.yml$/.test(file));
  const source = (file: string) => readFileSync(path.join(root, file), 'utf8');
  test.for(files.map((file) => [file] as const))('%s', { timeout: 60_000 }, ([file]) => {
    checkStages(source(file), 5);
    checkOptions(source(file), 5);
  });

  test('with line ends of Windows keep them', () => {
    const text = source('include/image.ipp.yml').replaceAll('\n', '\r\n');
    const [stage] = stagesIn(text);
    const place = { ...stage!.place };
    for (const changed of [
      disableStage(text, place),
      addStage(text, place, { type: 'x', options: { a: 1 } }),
      setOption(text, place, ['new'], { a: 1 }),
    ])
      expect(changed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(enableStage(disableStage(text, place), place)).toBe(text);
  });
});

/** A generator of its own, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function manifest(seed: number): unknown {
  const next = random(seed);
  const value = (depth: number): unknown => {
    const kind = Math.floor(next() * (depth > 2 ? 4 : 6));
    const size = 1 + Math.floor(next() * 3);
    if (kind === 4) return Array.from({ length: size }, () => value(depth + 1));
    if (kind === 5) return Object.fromEntries(Array.from({ length: size }, (_, n) => [`k${n}`, value(depth + 1)]));
    return [
      ['a: b', 'yes', 'x # y', 'two\nlines', "it's", ''][Math.floor(next() * 6)],
      Math.floor(next() * 99),
      true,
      null,
    ][kind];
  };
  const stage = (n: number) => ({ type: `org.osbuild.s${n}`, options: { a: value(0), b: value(0) } });
  return {
    version: '2',
    pipelines: [0, 1].map((n) => ({ name: `p${n}`, stages: Array.from({ length: 3 }, (_, at) => stage(at)) })),
  };
}
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed + 1);

describe('generated manifests', () => {
  const forms: [string, (doc: unknown) => string][] = [
    ['YAML', (doc) => stringify(doc, { version: '1.1', lineWidth: 0, indentSeq: false })],
    [
      'YAML with indented lists, without a last line end',
      (doc) => stringify(doc, { version: '1.1', lineWidth: 0 }).trimEnd(),
    ],
    [
      'YAML with comments and blank lines',
      (doc) =>
        stringify(doc, { version: '1.1', indentSeq: false }).replace(/^( *)- type/gm, '\n$1# about the next\n$1- type'),
    ],
    ['YAML in braces', (doc) => stringify(doc, { version: '1.1', collectionStyle: 'flow' })],
    ['JSON', (doc) => JSON.stringify(doc, null, 2)],
    ['JSON with tabs', (doc) => `${JSON.stringify(doc, null, '\t')}\n`],
    ['JSON on one line', (doc) => JSON.stringify(doc)],
  ];
  test.for(forms)('%s', { timeout: 60_000 }, ([form, write]) => {
    for (const seed of SEEDS) {
      // In one line, what looks like a comment would reach to its end.
      const source = write(manifest(seed)).replaceAll('x # y', /braces|one line/.test(form) ? 'x' : 'x # y');
      checkStages(source, 6);
      checkOptions(source, 6);
      const place = stagesIn(source)[1]!.place;
      if (form.startsWith('JSON'))
        for (const text of [setOption(source, place, ['a', 'new'], [1]), disableStage(source, place)])
          expect(() => JSON.parse(text) as unknown).not.toThrow();
    }
  });
});

test('what is made by an expression, or shared, is not changed here', () => {
  const source = `stages:\n- type: a\n  options:\n    x: &one {y: 1}\n    z: *one\n    e: {mpp-eval: a}\n`;
  const place = { file: 'a.yml', line: 2, column: 3 };
  expect(() => setOption(source, place, ['z', 'y'], 2)).toThrow('alias');
  expect(() => setOption(source, place, ['e', 'k'], 2)).toThrow('expression');
});
