/** Values of the manifest language as plain JSON values, and back. */
import { PyDict, PyTuple, PyObject, type Value } from './python/values';
import { str } from './python/text';

/** JSON value of a manifest's value; objects that JSON cannot hold become their text. */
export function toPlain(value: Value): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof PyTuple) return value.items.map(toPlain);
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [str(key), toPlain(item)]));
  if (value instanceof PyObject && value.tuple) return value.tuple().map(toPlain);
  return value instanceof PyObject ? value.text() : str(value);
}

/** The manifest language's value of a JSON value; a number without a fraction is an int, as in `-D name=1`. */
export function fromPlain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(fromPlain);
  return PyDict.from(Object.entries(value).map(([key, item]) => [key, fromPlain(item)] as const));
}
