/**
 * The values of Python as the manifest language needs them: an `int` is a bigint, a `float` a number, a `str` a
 * string, a `list` an array (shared and mutable, as in Python); everything else is one of the classes below.
 */
import { BudgetError, PyError } from './errors';

/** Elements that one iteration may give: more than any expression has steps for. */
const MAX_ITERATION = 1_000_000;
const MAX_KEY = 1_000_000;

export type Value = null | boolean | bigint | number | string | Value[] | PyDict | PyTuple | PySet | PyBytes | PyObject;
/** What a Map can tell apart like Python's hash and equality do: 1, 1.0 and True are one key. */
export type Key = string | bigint | number | object;

/** Everything that is neither a scalar nor a built-in container: functions, modules, dates, partitions, packages. */
export abstract class PyObject {
  abstract readonly typeName: string;
  /** The attribute, or undefined if the object has none of that name. */
  attribute(_name: string): Value | undefined {
    return undefined;
  }
  /** Python's `str()`. */
  text(): string {
    return this.repr();
  }
  repr(): string {
    return `<${this.typeName} object>`;
  }
  truth(): boolean {
    return true;
  }
  /** The elements, if the object can be iterated. */
  iterate?(): Iterable<Value>;
  /** `object[key]`, if it can be indexed. */
  item?(key: Value): Value;
  contains?(value: Value): boolean;
  /** The elements, if the object is a kind of tuple: JSON holds it as a list. */
  tuple?(): readonly Value[];
  length?(): number;
}

export class PyTuple {
  constructor(readonly items: readonly Value[]) {}
}

export class PyBytes {
  constructor(readonly bytes: Uint8Array) {}
}

/** A `dict` that keeps the order of insertion. `ordered` marks those that print as OrderedDict. */
export class PyDict {
  /** Entries are never changed, so that a copy may share them. */
  private map = new Map<Key, readonly [Value, Value]>();
  /** Another dict has the same map: it is copied before it is changed. */
  private isShared = false;
  private changes = 0;
  constructor(readonly ordered = false) {}

  static from(entries: Iterable<readonly [Value, Value]>, ordered = false): PyDict {
    const dict = new PyDict(ordered);
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }
  get size(): number {
    return this.map.size;
  }
  /** Another number after each change. */
  get revision(): number {
    return this.changes;
  }
  private change(): void {
    this.changes += 1;
    if (!this.isShared) return;
    this.map = new Map(this.map);
    this.isShared = false;
  }
  get(key: Value): Value | undefined {
    return this.map.get(keyOf(key))?.[1];
  }
  has(key: Value): boolean {
    return this.map.has(keyOf(key));
  }
  /** Adds or replaces; a replaced entry keeps its place and its first key. */
  set(key: Value, value: Value): void {
    const hash = keyOf(key);
    this.change();
    const entry = this.map.get(hash);
    this.map.set(hash, [entry ? entry[0] : key, value]);
  }
  delete(key: Value): boolean {
    const hash = keyOf(key);
    this.change();
    return this.map.delete(hash);
  }
  clear(): void {
    this.change();
    this.map.clear();
  }
  keys(): Value[] {
    return Array.from(this.map.values(), (entry) => entry[0]);
  }
  values(): Value[] {
    return Array.from(this.map.values(), (entry) => entry[1]);
  }
  entries(): [Value, Value][] {
    return Array.from(this.map.values(), ([key, value]) => [key, value]);
  }
  copy(): PyDict {
    const dict = new PyDict(this.ordered);
    dict.map = this.map;
    dict.isShared = true;
    this.isShared = true;
    return dict;
  }
}

export class PySet {
  private readonly map = new Map<Key, Value>();
  constructor(
    items: Iterable<Value> = [],
    readonly frozen = false,
  ) {
    for (const item of items) this.add(item);
  }
  get size(): number {
    return this.map.size;
  }
  add(item: Value): void {
    const key = keyOf(item);
    if (!this.map.has(key)) this.map.set(key, item);
  }
  has(item: Value): boolean {
    return this.map.has(keyOf(item));
  }
  delete(item: Value): boolean {
    return this.map.delete(keyOf(item));
  }
  items(): Value[] {
    return [...this.map.values()];
  }
}

/** @throws PyError TypeError for what Python cannot hash. */
export function keyOf(value: Value): Key {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0s${value}` : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (value === null) return '\0n';
  if (value instanceof PyTuple) return `\0t${value.items.map(partOf).join('')}`;
  if (value instanceof PyBytes) return `\0b${Buffer.from(value.bytes).toString('hex')}`;
  if (value instanceof PySet && value.frozen) return `\0f${value.items().map(partOf).sort().join('')}`;
  if (value instanceof PyObject) return value;
  throw new PyError('TypeError', `unhashable type: '${typeName(value)}'`);
}

function partOf(value: Value): string {
  const key = keyOf(value);
  if (typeof key === 'object') throw new PyError('TypeError', `unhashable type: '${typeName(value)}'`);
  const text = `${typeof key}:${key}`;
  if (text.length > MAX_KEY) throw new BudgetError('a key is longer than a million characters');
  return `${text.length}:${text}`;
}

/** Python's name of a value's type. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'str';
    default:
  }
  if (Array.isArray(value)) return 'list';
  if (value instanceof PyDict) return value.ordered ? 'collections.OrderedDict' : 'dict';
  if (value instanceof PyTuple) return 'tuple';
  if (value instanceof PySet) return value.frozen ? 'frozenset' : 'set';
  if (value instanceof PyBytes) return 'bytes';
  return value.typeName;
}

/** Python's truth value. */
export function truth(value: Value): boolean {
  if (value === null) return false;
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'bigint':
      return value !== 0n;
    case 'number':
      return value !== 0;
    case 'string':
      return value !== '';
    default:
  }
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof PyDict || value instanceof PySet) return value.size > 0;
  if (value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyBytes) return value.bytes.length > 0;
  return value.length ? value.length() > 0 : value.truth();
}

/** Characters of a string as Python counts them: code points. */
export function characters(text: string): string[] {
  return Array.from(text);
}

function* bounded(values: Iterable<Value>): Iterable<Value> {
  let count = 0;
  for (const value of values) {
    if ((count += 1) > MAX_ITERATION) throw new BudgetError('it goes through more than a million elements');
    yield value;
  }
}

/** The elements of an iterable value. @throws PyError TypeError otherwise, in the words of the statement that asks */
export function iterate(value: Value, refusal?: string): Iterable<Value> {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return characters(value);
  if (value instanceof PyDict) return value.keys();
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PySet) return value.items();
  if (value instanceof PyBytes) return Array.from(value.bytes, (byte) => BigInt(byte));
  if (value instanceof PyObject && value.iterate) return bounded(value.iterate());
  const name = typeName(value);
  throw new PyError('TypeError', refusal ? `${refusal} ${name} object` : `'${name}' object is not iterable`);
}
