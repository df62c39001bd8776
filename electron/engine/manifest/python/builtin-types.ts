/** Built-in classes: conversions when they are called, checks for isinstance. */
import { attributeOf } from './attributes';
import { PyError } from './errors';
import { type Arguments, PyFunction, PyType, type Machine } from './machine';
import { parseFloatText, parseInt10, truncate } from './numbers';
import { asInt, isNumber } from './operators';
import { all } from './streams';
import { str } from './text';
import { PyBytes, PyDict, PySet, PyTuple, truth, typeName, type Value } from './values';

function toInt(args: Arguments): Value {
  const value = args.optional(0);
  if (value === undefined) return 0n;
  const base = args.end(2).optional(1, 'base');
  if (typeof value === 'string') return parseInt10(value, base === undefined ? 10 : Number(asInt(base) ?? 10n));
  if (typeof value === 'number') return truncate(value);
  const int = asInt(value);
  if (int !== undefined) return int;
  throw new PyError(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

function toFloat(args: Arguments): Value {
  const value = args.end(1).optional(0);
  if (value === undefined) return 0;
  if (typeof value === 'string') return parseFloatText(value);
  if (isNumber(value)) return Number(value);
  throw new PyError('TypeError', `float() argument must be a string or a real number, not '${typeName(value)}'`);
}

function toDict(machine: Machine, args: Arguments): Value {
  const dict = new PyDict();
  const source = args.optional(0);
  if (source instanceof PyDict) for (const [key, value] of source.entries()) dict.set(key, value);
  else if (source !== undefined) {
    all(machine, source).forEach((pair, index) => {
      if (pair === null || isNumber(pair))
        throw new PyError('TypeError', `cannot convert dictionary update sequence element #${index} to a sequence`);
      const items = all(machine, pair);
      const [key, value] = items;
      if (key === undefined || value === undefined || items.length > 2) {
        const { length } = items;
        throw new PyError(
          'ValueError',
          `dictionary update sequence element #${index} has length ${length}; 2 is required`,
        );
      }
      dict.set(key, value);
    });
  }
  for (const [key, value] of args.keywords) dict.set(key, value);
  return dict;
}

/** What a container is made of: nothing if it is made of no argument. */
function elements(machine: Machine, args: Arguments): Value[] {
  const source = args.optional(0);
  return source === undefined ? [] : all(machine, source);
}

export const TYPES: Record<string, PyType> = {
  bool: new PyType(
    'bool',
    (_m, args) => truth(args.optional(0) ?? false),
    (v) => typeof v === 'boolean',
  ),
  bytes: new PyType(
    'bytes',
    (m, args) => {
      const source = args.optional(0) ?? '';
      if (source instanceof PyBytes) return source;
      if (typeof source === 'string') return new PyBytes(Buffer.from(source, 'utf8'));
      return new PyBytes(Uint8Array.from(all(m, source), (item) => Number(asInt(item) ?? 0n)));
    },
    (v) => v instanceof PyBytes,
  ),
  dict: new PyType('dict', toDict, (v) => v instanceof PyDict, {
    fromkeys: new PyFunction('fromkeys', (m, args) =>
      PyDict.from(all(m, args.required(0)).map((key) => [key, args.optional(1) ?? null] as const)),
    ),
  }),
  float: new PyType(
    'float',
    (_m, args) => toFloat(args),
    (v) => typeof v === 'number',
  ),
  frozenset: new PyType(
    'frozenset',
    (m, args) => new PySet(elements(m, args), true),
    (v) => v instanceof PySet && v.frozen,
  ),
  int: new PyType(
    'int',
    (_m, args) => toInt(args),
    (v) => typeof v === 'bigint' || typeof v === 'boolean',
  ),
  list: new PyType(
    'list',
    (m, args) => elements(m, args),
    (v) => Array.isArray(v),
  ),
  object: new PyType(
    'object',
    () => new PySet(),
    () => true,
  ),
  set: new PyType(
    'set',
    (m, args) => new PySet(elements(m, args)),
    (v) => v instanceof PySet && !v.frozen,
  ),
  str: new PyType(
    'str',
    (_m, args) => {
      const value = args.optional(0, 'object');
      return value === undefined ? '' : str(value);
    },
    (v) => typeof v === 'string',
    {
      join: new PyFunction('join', (m, args) =>
        m.call(attributeOf(args.required(0), 'join'), args.positional.slice(1)),
      ),
    },
  ),
  tuple: new PyType(
    'tuple',
    (m, args) => new PyTuple(elements(m, args)),
    (v) => v instanceof PyTuple,
  ),
};

/** `type(value)`. */
export function typeOf(value: Value): Value {
  return (
    TYPES[typeName(value)] ??
    new PyType(
      typeName(value).replace(/^.*\./, ''),
      () => null,
      (other) => typeName(other) === typeName(value),
    )
  );
}
