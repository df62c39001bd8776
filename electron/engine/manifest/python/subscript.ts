/** `object[index]` and slices. */
import { PyError } from './errors';
import { toIndex } from './numbers';
import { asInt } from './operators';
import { repr } from './text';
import { characters, PyBytes, PyDict, PyObject, PyTuple, typeName, type Value } from './values';

/** `from:to:step` between the brackets. */
export class SliceRange extends PyObject {
  readonly typeName = 'slice';
  constructor(
    private readonly from: Value,
    private readonly to: Value,
    private readonly step: Value,
  ) {
    super();
  }
  /** The positions that the slice takes of a sequence. */
  positions(length: number): number[] {
    const { from, to, step } = this.bounds(length);
    const positions: number[] = [];
    for (let at = from; step > 0 ? at < to : at > to; at += step) positions.push(at);
    return positions;
  }

  bounds(length: number): { from: number; to: number; step: number } {
    const number = (value: Value, fallback: number): number => {
      if (value === null) return fallback;
      const int = asInt(value);
      if (int === undefined)
        throw new PyError('TypeError', 'slice indices must be integers or None or have an __index__ method');
      return Number(int);
    };
    const step = number(this.step, 1);
    if (step === 0) throw new PyError('ValueError', 'slice step cannot be zero');
    const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
    const clamp = (value: number): number => Math.min(Math.max(value < 0 ? value + length : value, low), high);
    const from = this.from === null ? (step > 0 ? low : high) : clamp(number(this.from, 0));
    const to = this.to === null ? (step > 0 ? high : low) : clamp(number(this.to, 0));
    return { from, to, step };
  }
}

function pick<T>(items: readonly T[], index: Value, type: string): T | T[] {
  if (index instanceof SliceRange) return index.positions(items.length).map((at) => items[at] as T);
  const int = asInt(index);
  if (int === undefined) {
    const noun = type === 'str' ? 'string indices must be integers' : `${type} indices must be integers or slices`;
    throw new PyError('TypeError', `${noun}, not ${type === 'str' ? `'${typeName(index)}'` : typeName(index)}`);
  }
  const at = toIndex(int);
  const position = at < 0 ? at + items.length : at;
  if (position < 0 || position >= items.length) {
    throw new PyError('IndexError', `${type === 'str' ? 'string' : type} index out of range`);
  }
  return items[position] as T;
}

/** @throws PyError KeyError, IndexError, TypeError */
export function itemOf(object: Value, index: Value): Value {
  if (object instanceof PyDict) {
    const value = object.get(index);
    if (value === undefined) throw new PyError('KeyError', repr(index));
    return value;
  }
  if (typeof object === 'string') {
    const found = pick(characters(object), index, 'str');
    return Array.isArray(found) ? found.join('') : found;
  }
  if (Array.isArray(object)) return pick(object, index, 'list');
  if (object instanceof PyTuple) {
    const found = pick(object.items, index, 'tuple');
    return index instanceof SliceRange ? new PyTuple(found as Value[]) : found;
  }
  if (object instanceof PyBytes) {
    const found = pick([...object.bytes], index, 'bytes');
    return Array.isArray(found) ? new PyBytes(Uint8Array.from(found)) : BigInt(found);
  }
  if (object instanceof PyObject && object.item) return object.item(index);
  throw new PyError('TypeError', `'${typeName(object)}' object is not subscriptable`);
}
