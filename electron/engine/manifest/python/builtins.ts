/** Built-in functions. https://docs.python.org/3.11/library/functions.html */
import { attributeOf, findAttribute } from './attributes';
import { TYPES, typeOf } from './builtin-types';
import { PyError, PyExit } from './errors';
import { format } from './format-spec';
import { type Arguments, PyFunction, PyType, type Machine, type Native } from './machine';
import { sorted } from './methods-list';
import { importModule, Module } from './modules';
import { toIndex, truncate } from './numbers';
import { asInt, binary, isNumber, order } from './operators';
import { Range } from './range';
import { fixed } from './rounding';
import { all, filtered, mapped, nextOf, numbered, Stream, tuples, zipped } from './streams';
import { ascii, repr, str } from './text';
import { characters, iterate, PyBytes, PyDict, PyObject, PySet, PyTuple, truth, typeName, type Value } from './values';

function length(value: Value): bigint {
  if (typeof value === 'string') return BigInt(characters(value).length);
  if (Array.isArray(value)) return BigInt(value.length);
  if (value instanceof PyDict || value instanceof PySet) return BigInt(value.size);
  if (value instanceof PyTuple) return BigInt(value.items.length);
  if (value instanceof PyBytes) return BigInt(value.bytes.length);
  if (value instanceof PyObject && value.length) return BigInt(value.length());
  throw new PyError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

function extreme(name: string, wanted: number): Native {
  return (machine, args) => {
    const items = args.count === 1 ? all(machine, args.required(0)) : [...args.positional];
    const key = args.optional(-1, 'key') ?? null;
    const of = (value: Value): Value => (key === null ? value : machine.call(key, [value]));
    if (items.length === 0) {
      const fallback = args.optional(-1, 'default');
      if (fallback !== undefined) return fallback;
      throw new PyError('ValueError', `${name}() arg is an empty sequence`);
    }
    return items.reduce((best, item) => (Math.sign(order(of(item), of(best))) === wanted ? item : best));
  };
}

function integerOf(value: Value): bigint {
  const int = asInt(value);
  if (int !== undefined) return int;
  throw new PyError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

function range(args: Arguments): Value {
  const numbers = args.end(3).positional.map(integerOf);
  const [first = 0n, second, step = 1n] = numbers;
  if (step === 0n) throw new PyError('ValueError', 'range() arg 3 must not be zero');
  return second === undefined ? new Range(0n, first, 1n) : new Range(first, second, step);
}

function round(args: Arguments): Value {
  const value = args.required(0, 'number');
  const digits = args.end(2).optional(1, 'ndigits') ?? null;
  if (!isNumber(value)) throw new PyError('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  const places = digits === null ? 0 : toIndex(asInt(digits) ?? 0n);
  const int = asInt(value);
  if (int !== undefined && places >= 0) return int;
  if (digits !== null && places >= 0 && Number.isFinite(value)) {
    const size = Number(fixed(Math.abs(Number(value)), places));
    return Number(value) < 0 || Object.is(value, -0) ? -size : size;
  }
  const scale = 10 ** places;
  const scaled = Number(value) * scale;
  const floor = Math.floor(scaled);
  const nearest = scaled - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(scaled);
  return digits === null || int !== undefined ? truncate(nearest / scale) : Number((nearest / scale).toPrecision(17));
}

function isInstance(value: Value, type: Value): boolean {
  if (type instanceof PyTuple) return type.items.some((item) => isInstance(value, item));
  if (type instanceof PyType) return type.matches(value);
  throw new PyError('TypeError', 'isinstance() arg 2 must be a type, a tuple of types, or a union');
}

const exit: Native = (_m, args) => {
  throw new PyExit(Number(asInt(args.optional(0) ?? 0n) ?? 1n));
};

function print(machine: Machine, args: Arguments): null {
  const [separator, end, file] = [args.optional(-1, 'sep'), args.optional(-1, 'end'), args.optional(-1, 'file')];
  const text = args.positional.map(str).join(str(separator ?? ' ')) + str(end ?? '\n');
  machine.host.print(text, file instanceof Module && file.name === 'stderr' ? 'stderr' : 'stdout');
  return null;
}

const FUNCTIONS: Record<string, Native> = {
  __import__: (_m, args) => importModule(args.required(0)),
  abs: (_m, args) => {
    const value = args.end(1).required(0);
    if (!isNumber(value)) throw new PyError('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
    const int = asInt(value);
    return int === undefined ? Math.abs(Number(value)) : int < 0n ? -int : int;
  },
  all: (m, args) => all(m, args.required(0)).every(truth),
  any: (m, args) => all(m, args.required(0)).some(truth),
  ascii: (_m, args) => ascii(args.required(0)),
  bin: (_m, args) => format(integerOf(args.required(0)), '#b'),
  callable: (_m, args) => ['function', 'builtin_function_or_method', 'type'].includes(typeName(args.required(0))),
  chr: (_m, args) => {
    const code = integerOf(args.required(0));
    if (code < 0n || code > 0x10ffffn) throw new PyError('ValueError', 'chr() arg not in range(0x110000)');
    return String.fromCodePoint(Number(code));
  },
  divmod: (_m, args) =>
    new PyTuple([binary('//', args.required(0), args.required(1)), binary('%', args.required(0), args.required(1))]),
  enumerate: (_m, args) =>
    new Stream('enumerate', numbered(args.required(0), asInt(args.optional(1, 'start') ?? 0n) ?? 0n)),
  exit,
  filter: (m, args) => new Stream('filter', filtered(m, args.required(0), args.required(1))),
  format: (_m, args) => format(args.required(0), str(args.optional(1) ?? '')),
  getattr: (_m, args) => {
    const value = findAttribute(args.required(0), str(args.required(1)));
    const fallback = args.optional(2);
    return value !== undefined
      ? value
      : fallback !== undefined
        ? fallback
        : attributeOf(args.required(0), str(args.required(1)));
  },
  globals: () => null, // the evaluator answers it: it knows the names
  hasattr: (_m, args) => findAttribute(args.required(0), str(args.required(1))) !== undefined,
  hex: (_m, args) => format(integerOf(args.required(0)), '#x'),
  isinstance: (_m, args) => isInstance(args.required(0), args.required(1)),
  iter: (_m, args) => new Stream('iterator', iterate(args.required(0))),
  len: (_m, args) => length(args.end(1).required(0)),
  locals: () => null, // likewise
  map: (m, args) => new Stream('map', mapped(m, args.required(0), args.positional.slice(1))),
  max: extreme('max', 1),
  min: extreme('min', -1),
  next: (_m, args) => nextOf(args),
  oct: (_m, args) => format(integerOf(args.required(0)), '#o'),
  ord: (_m, args) => {
    const text = args.required(0);
    if (typeof text !== 'string')
      throw new PyError('TypeError', `ord() expected string of length 1, but ${typeName(text)} found`);
    const { length } = characters(text);
    if (length !== 1)
      throw new PyError('TypeError', `ord() expected a character, but string of length ${length} found`);
    return BigInt(text.codePointAt(0) ?? 0);
  },
  pow: (_m, args) => binary('**', args.required(0), args.required(1)),
  print,
  quit: exit,
  range: (_m, args) => range(args),
  repr: (_m, args) => repr(args.required(0)),
  reversed: (m, args) => new Stream('reversed', all(m, args.required(0)).reverse()),
  round: (_m, args) => round(args),
  sorted: (m, args) => sorted(all(m, args.required(0)), args, m),
  sum: (m, args) =>
    all(m, args.required(0)).reduce(
      (total, item) => {
        m.spend(Array.isArray(total) ? 1 + total.length : 1); // each round copies the list
        return binary('+', total, item);
      },
      args.optional(1, 'start') ?? 0n,
    ),
  type: (_m, args) => typeOf(args.required(0)),
  zip: (m, args) => new Stream('zip', tuples(zipped(m, args.positional))),
};

/** Every built-in name. `open`, `eval`, `exec`, `input` and `compile` are not among them. */
export const BUILTINS: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, run]) => [name, new PyFunction(name, run)])),
  ...TYPES,
};
