import { describe, expect, it } from 'vitest';
import { emptyValue, kindOf, objectFields, plainSchema } from './schema-form-kinds';

describe('kinds', () => {
  const kind = (schema: Record<string, unknown>, value: unknown) => kindOf(plainSchema(schema, schema, value), value);
  it.each([
    ['text', { type: 'string' }, 'a'],
    ['text', {}, 'a'],
    ['number', { type: 'integer' }, 1],
    ['boolean', { type: 'boolean' }, true],
    ['enum', { enum: ['a', 'b'] }, 'a'],
    ['list', { type: 'array' }, []],
    ['object', { properties: { a: {} } }, {}],
    ['map', { type: 'object', patternProperties: { '.': {} } }, { a: 1 }],
    ['raw', {}, null],
  ])('%s', (expected, schema, value) => {
    expect(kind(schema, value)).toBe(expected);
  });

  it('are what the value is where it does not fit', () => {
    expect(kind({ type: 'string' }, ['a'])).toBe('list');
    expect(kind({ type: 'object', properties: {} }, 'a')).toBe('text');
  });

  it('follow references and the alternative that fits', () => {
    const schema = {
      definitions: { many: { type: 'array', items: { type: 'string' } } },
      oneOf: [{ type: 'string' }, { $ref: '#/definitions/many' }],
    };
    expect(kind(schema, ['a'])).toBe('list');
    expect(kind(schema, 'a')).toBe('text');
    expect(kind({ $ref: '#' }, 'a')).toBe('text');
  });
});

describe('what a stage begins with', () => {
  it('is what is required', () => {
    const schema = {
      required: ['filename', 'mode', 'config'],
      properties: {
        filename: { type: 'string' },
        mode: { enum: ['a', 'b'] },
        more: { type: 'string' },
        config: {
          type: 'array',
          minItems: 1,
          items: { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 3 } } },
        },
      },
    };
    expect(emptyValue(schema, schema)).toEqual({ filename: '', mode: 'a', config: [{ n: 3 }] });
  });

  it('ends, though a schema names itself', () => {
    const schema = {
      $ref: '#/definitions/a',
      definitions: { a: { required: ['a'], properties: { a: { $ref: '#/definitions/a' } } } },
    };
    expect(JSON.stringify(emptyValue(schema, schema)).length).toBeLessThan(200);
  });
});

describe('fields', () => {
  it('stand in the order of the schema, then what it does not know', () => {
    const schema = { properties: { a: {}, b: {}, c: {} } };
    expect(objectFields(schema, { z: 1, b: 1, a: 1 })).toEqual({ present: ['a', 'b', 'z'], addable: ['c'] });
  });
});
