import { describe, expect, test } from 'vitest';
import { propertiesOf, schemasAt, typeWords, valuesOf, type Schema } from './schema-at';

const SCHEMA: Schema = {
  type: 'object',
  required: ['uuid'],
  definitions: {
    mode: { type: 'string', enum: ['a', 'b'] },
    node: { properties: { child: { $ref: '#/definitions/node' } } },
  },
  properties: {
    uuid: { type: 'string', description: 'its name' },
    mode: { $ref: '#/definitions/mode' },
    tree: { $ref: '#/definitions/node' },
    paths: {
      type: 'array',
      items: { oneOf: [{ properties: { from: { type: 'string' } } }, { properties: { to: { type: 'integer' } } }] },
    },
  },
  patternProperties: { '^x-': { type: 'boolean' } },
};

describe('schemas of options', () => {
  test('are found along a path, through references, lists and alternatives', () => {
    expect(propertiesOf(schemasAt(SCHEMA, [])).map(({ name, required }) => [name, required])).toEqual([
      ['uuid', true],
      ['mode', false],
      ['tree', false],
      ['paths', false],
    ]);
    expect(valuesOf(schemasAt(SCHEMA, ['mode'])).map(({ value }) => value)).toEqual(['a', 'b']);
    expect(propertiesOf(schemasAt(SCHEMA, ['paths', undefined])).map(({ name }) => name)).toEqual(['from', 'to']);
    expect(valuesOf(schemasAt(SCHEMA, ['x-y'])).map(({ value }) => value)).toEqual(['true', 'false']);
    expect(schemasAt(SCHEMA, ['nothing'])).toEqual([]);
    expect(propertiesOf(schemasAt(SCHEMA, ['tree', 'child', 'child'])).map(({ name }) => name)).toEqual(['child']);
  });

  test('are told in words', () => {
    expect(typeWords({ type: 'array', items: { type: 'string' } })).toBe('list of string');
    expect(typeWords({ anyOf: [{ type: 'string' }, { type: 'integer' }] })).toBe('string or integer');
  });
});

test('schemas that refer to themselves end', () => {
  const itself = Array.from({ length: 20 }, () => ({ $ref: '#' }));
  const hostile: Schema = {
    anyOf: itself,
    oneOf: itself,
    items: { anyOf: itself },
    properties: { a: { anyOf: itself } },
  };
  const started = performance.now();
  expect(propertiesOf(schemasAt(hostile, ['a', 'a', undefined, 'a'])).map(({ name }) => name)).toEqual(['a']);
  expect(typeWords(hostile)).toBe('');
  expect(typeWords({ $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/a' } } })).toBe('');
  const list: Schema = { type: 'array', items: { $ref: '#' } };
  expect(typeWords(list)).toMatch(/^list of list/);
  expect(performance.now() - started).toBeLessThan(1000);
});
