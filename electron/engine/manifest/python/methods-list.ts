/** Methods of `list`, `tuple`, `set` and the numbers. */
import type { Methods } from './attributes';
import { BudgetError, PyError } from './errors';
import type { Arguments, Machine } from './machine';
import { toIndex } from './numbers';
import { asInt, compare, equal, MAX_ITEMS, order } from './operators';
import { repr } from './text';
import { iterate, PyBytes, PySet, type PyTuple, truth, typeName, type Value } from './values';

function room(list: readonly Value[]): void {
  if (list.length > MAX_ITEMS) throw new BudgetError('a list has more than a million elements');
}

function indexOf(items: readonly Value[], value: Value, type: string): bigint {
  const at = items.findIndex((item) => equal(item, value));
  if (at < 0)
    throw new PyError(
      'ValueError',
      type === 'list' ? `${repr(value)} is not in list` : 'tuple.index(x): x not in tuple',
    );
  return BigInt(at);
}

function position(value: Value | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const int = asInt(value);
  if (int === undefined)
    throw new PyError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
  return toIndex(int);
}

/** The elements in order, stable, as `sorted()` gives them. */
export function sorted(items: Iterable<Value>, args: Arguments, machine: Machine): Value[] {
  const key = args.optional(-1, 'key') ?? null;
  const down = truth(args.optional(-1, 'reverse') ?? false);
  const rows = Array.from(items, (item) => ({ item, key: key === null ? item : machine.call(key, [item]) }));
  machine.spend(rows.length);
  rows.sort((a, b) => (down ? order(b.key, a.key) : order(a.key, b.key)));
  return rows.map((row) => row.item);
}

export const LIST_METHODS: Methods<Value[]> = {
  append: (self, args) => {
    self.push(args.end(1).required(0));
    room(self);
    return null;
  },
  clear: (self) => {
    self.length = 0;
    return null;
  },
  copy: (self) => [...self],
  count: (self, args) => BigInt(self.filter((item) => equal(item, args.required(0))).length),
  extend: (self, args) => {
    for (const item of [...iterate(args.end(1).required(0))]) self.push(item);
    room(self);
    return null;
  },
  index: (self, args) => indexOf(self, args.required(0), 'list'),
  insert: (self, args) => {
    self.splice(position(args.required(0), 0), 0, args.end(2).required(1));
    room(self);
    return null;
  },
  pop: (self, args) => {
    if (self.length === 0) throw new PyError('IndexError', 'pop from empty list');
    const at = position(args.end(1).optional(0), -1);
    const [value] = at >= self.length || at < -self.length ? [] : self.splice(at, 1);
    if (value === undefined) throw new PyError('IndexError', 'pop index out of range');
    return value;
  },
  remove: (self, args) => {
    const at = self.findIndex((item) => equal(item, args.required(0)));
    if (at < 0) throw new PyError('ValueError', 'list.remove(x): x not in list');
    self.splice(at, 1);
    return null;
  },
  reverse: (self) => {
    self.reverse();
    return null;
  },
  sort: (self, args, machine) => {
    sorted([...self], args, machine).forEach((item, index) => (self[index] = item));
    return null;
  },
};

export const TUPLE_METHODS: Methods<PyTuple> = {
  count: (self, args) => BigInt(self.items.filter((item) => equal(item, args.required(0))).length),
  index: (self, args) => indexOf(self.items, args.required(0), 'tuple'),
};

function others(args: Arguments): PySet[] {
  return args.positional.map((value) => (value instanceof PySet ? value : new PySet(iterate(value))));
}
function change(act: (self: PySet, item: Value) => void) {
  return (self: PySet, args: Arguments): null => {
    if (self.frozen) throw new PyError('AttributeError', "'frozenset' object has no such attribute");
    act(self, args.end(1).required(0));
    return null;
  };
}

export const SET_METHODS: Methods<PySet> = {
  add: change((self, item) => self.add(item)),
  copy: (self) => new PySet(self.items(), self.frozen),
  difference: (self, args) =>
    new PySet(
      self.items().filter((item) => !others(args).some((other) => other.has(item))),
      self.frozen,
    ),
  discard: change((self, item) => void self.delete(item)),
  intersection: (self, args) =>
    new PySet(
      self.items().filter((item) => others(args).every((other) => other.has(item))),
      self.frozen,
    ),
  isdisjoint: (self, args) => !others(args).some((other) => self.items().some((item) => other.has(item))),
  issubset: (self, args) => compare('<=', self, others(args)[0] ?? new PySet()),
  issuperset: (self, args) => compare('>=', self, others(args)[0] ?? new PySet()),
  remove: change((self, item) => {
    if (!self.delete(item)) throw new PyError('KeyError', repr(item));
  }),
  symmetric_difference: (self, args) => {
    const other = others(args)[0] ?? new PySet();
    return new PySet(
      [...self.items().filter((i) => !other.has(i)), ...other.items().filter((i) => !self.has(i))],
      self.frozen,
    );
  },
  union: (self, args) => new PySet([...self.items(), ...others(args).flatMap((other) => other.items())], self.frozen),
  update: (self, args) => {
    if (self.frozen) throw new PyError('AttributeError', "'frozenset' object has no attribute 'update'");
    for (const other of others(args)) for (const item of other.items()) self.add(item);
    return null;
  },
};

export const NUMBER_METHODS: Methods<bigint | number | boolean> = {
  bit_length: (self) => {
    const int = asInt(self) ?? 0n;
    return int === 0n ? 0n : BigInt((int < 0n ? -int : int).toString(2).length);
  },
  conjugate: (self) => self,
  is_integer: (self) => typeof self !== 'number' || Number.isInteger(self),
  to_bytes: (self, args) => {
    const length = position(args.optional(0, 'length'), 1);
    if (length > 4096) throw new BudgetError('more than 4096 bytes');
    const hex = (asInt(self) ?? 0n).toString(16);
    if (hex.startsWith('-') || hex.length > length * 2) throw new PyError('OverflowError', 'int too big to convert');
    const bytes = Buffer.from(hex.padStart(length * 2, '0'), 'hex');
    return new PyBytes(args.optional(1, 'byteorder') === 'little' ? bytes.reverse() : bytes);
  },
};
