import { describe, expect, it } from 'vitest';
import { originAt, pointerAtLine, pointerOf } from './json-pointer';

const value = {
  version: '2',
  pipelines: [{ name: 'a', stages: [{ type: 'x', options: { 'a/b': [1, { c: 2 }, []] } }] }],
};
const lines = JSON.stringify(value, null, 2).split('\n');
const at = (part: string, nth = 0) =>
  lines.map((line, index) => [line, index + 1] as const).filter(([line]) => line.includes(part))[nth]![1];
const pointer = (line: number) => pointerAtLine((number) => lines[number - 1] ?? '', line);

describe('the value on a line', () => {
  it('is named by keys and indexes', () => {
    expect(pointer(1)).toBe('');
    expect(pointer(at('"version"'))).toBe('/version');
    expect(pointer(at('"type"'))).toBe('/pipelines/0/stages/0/type');
    expect(pointer(at('"a/b"'))).toBe('/pipelines/0/stages/0/options/a~1b');
    expect(pointer(at('"c"'))).toBe('/pipelines/0/stages/0/options/a~1b/1/c');
    expect(pointer(at('[]'))).toBe('/pipelines/0/stages/0/options/a~1b/2');
  });

  it('is what a closing bracket closes', () => {
    expect(pointer(lines.length)).toBe('');
    expect(pointer(lines.length - 1)).toBe('/pipelines');
    expect(pointer(lines.length - 2)).toBe('/pipelines/0');
  });
});

describe('origins', () => {
  const place = (line: number) => ({ place: { file: 'a.yml', line, column: 1 }, reasons: [] });
  it('come from the nearest value above', () => {
    const origins = { '/pipelines/0': place(1), '/pipelines/0/stages/1': place(2) };
    expect(originAt(origins, pointerOf('pipelines', 0, 'stages', 1, 'options', 'x'))?.place.line).toBe(2);
    expect(originAt(origins, '/pipelines/0/stages/0')?.place.line).toBe(1);
    expect(originAt(origins, '/sources')).toBeUndefined();
  });
});
