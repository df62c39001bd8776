/** Values that come one after the other: what `iter`, `map`, `filter`, `zip` and `enumerate` give. */
import { BudgetError, PyError } from './errors';
import type { Arguments, Machine } from './machine';
import { MAX_ITEMS } from './operators';
import { Range } from './range';
import { iterate, PyObject, PyTuple, truth, typeName, type Value } from './values';

/** A stream of values that is read once: what `map`, `filter` and `zip` give. */
export class Stream extends PyObject {
  private readonly source: Iterator<Value>;
  constructor(
    readonly typeName: string,
    source: Iterable<Value>,
  ) {
    super();
    this.source = source[Symbol.iterator]();
  }
  override *iterate(): Iterable<Value> {
    for (let step = this.source.next(); !step.done; step = this.source.next()) yield step.value;
  }
  next(): Value | undefined {
    const step = this.source.next();
    return step.done ? undefined : step.value;
  }
}

/** All elements as a list, each counted. @throws BudgetError for more than a million */
export function all(machine: Machine, value: Value): Value[] {
  const items: Value[] = [];
  for (const item of iterate(value)) {
    machine.spend(1);
    if (items.push(item) > MAX_ITEMS) throw new BudgetError('a list has more than a million elements');
  }
  return items;
}

export function* mapped(machine: Machine, callee: Value, sources: readonly Value[]): Iterable<Value> {
  for (const row of zipped(machine, sources)) yield machine.call(callee, row);
}
export function* zipped(machine: Machine, sources: readonly Value[]): Iterable<Value[]> {
  const iterators = sources.map((source) => iterate(source)[Symbol.iterator]());
  for (;;) {
    machine.spend(1);
    const row: Value[] = [];
    for (const iterator of iterators) {
      const step = iterator.next();
      if (step.done) return;
      row.push(step.value);
    }
    if (row.length === 0) return;
    yield row;
  }
}
export function* tuples(rows: Iterable<Value[]>): Iterable<Value> {
  for (const row of rows) yield new PyTuple(row);
}
export function* filtered(machine: Machine, test: Value, source: Value): Iterable<Value> {
  for (const item of iterate(source)) if (truth(test === null ? item : machine.call(test, [item]))) yield item;
}
export function* numbered(source: Value, start: bigint): Iterable<Value> {
  let index = start;
  for (const item of iterate(source)) yield new PyTuple([index++, item]);
}

/** `next(source)` and `next(source, default)`. */
export function nextOf(args: Arguments): Value {
  const source = args.required(0);
  const value = source instanceof Stream ? source.next() : firstOf(source);
  if (value !== undefined) return value;
  const fallback = args.optional(1);
  if (fallback !== undefined) return fallback;
  throw new PyError('StopIteration', '');
}
function firstOf(source: Value): Value | undefined {
  if (!(source instanceof PyObject) || source instanceof Range)
    throw new PyError('TypeError', `'${typeName(source)}' object is not an iterator`);
  for (const value of iterate(source)) return value;
  return undefined;
}
