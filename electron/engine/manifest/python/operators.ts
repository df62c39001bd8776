/** Operators on values. https://docs.python.org/3.11/reference/expressions.html */
import type { Comparison, Operator } from './ast';
import { BudgetError, PyError } from './errors';
import { percentFormat } from './percent';
import { toIndex } from './numbers';
import { MAX_TEXT } from './text';
import { characters, iterate, PyBytes, PyDict, PyObject, PySet, PyTuple, typeName, type Value } from './values';

/** Most elements of a list that an operator may make. */
export const MAX_ITEMS = 1_000_000;
const MAX_BITS = 100_000;
const MAX_COMPARE_DEPTH = 500;

function unsupported(operator: string, left: Value, right: Value): PyError {
  const name = operator === '**' ? '** or pow()' : operator;
  const types = `'${typeName(left)}' and '${typeName(right)}'`;
  return new PyError('TypeError', `unsupported operand type(s) for ${name}: ${types}`);
}

export function isNumber(value: Value): value is bigint | number | boolean {
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
}
export function asInt(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? BigInt(value) : undefined;
}

/** `left operator right`. @throws PyError TypeError, ZeroDivisionError, BudgetError */
export function binary(operator: Operator, left: Value, right: Value): Value {
  if (operator === '%' && typeof left === 'string') return percentFormat(left, right);
  if (left instanceof PyObject && left.tuple) return binary(operator, new PyTuple(left.tuple()), right);
  if (isNumber(left) && isNumber(right)) return arithmetic(operator, left, right);
  if (operator === '+') return concatenate(left, right);
  if (operator === '*') {
    const [sequence, times] = asInt(right) === undefined ? [right, asInt(left)] : [left, asInt(right)];
    if (
      times !== undefined &&
      (typeof sequence === 'string' || Array.isArray(sequence) || sequence instanceof PyTuple)
    ) {
      return repeat(sequence, times);
    }
    const other = isSequence(left) ? right : isSequence(right) ? left : undefined;
    if (other !== undefined)
      throw new PyError('TypeError', `can't multiply sequence by non-int of type '${typeName(other)}'`);
  }
  if (operator === '|' && left instanceof PyDict && right instanceof PyDict) {
    return PyDict.from([...left.entries(), ...right.entries()], left.ordered);
  }
  if (left instanceof PySet && right instanceof PySet) {
    const set = setOperation(operator, left, right);
    if (set) return set;
  }
  throw unsupported(operator, left, right);
}

function isSequence(value: Value): boolean {
  return typeof value === 'string' || Array.isArray(value) || value instanceof PyTuple || value instanceof PyBytes;
}

function concatenate(left: Value, right: Value): Value {
  if (typeof left === 'string') {
    if (typeof right !== 'string')
      throw new PyError('TypeError', `can only concatenate str (not "${typeName(right)}") to str`);
    if (left.length + right.length > MAX_TEXT) throw new BudgetError('a text is longer than 16 million characters');
    return left + right;
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right))
      throw new PyError('TypeError', `can only concatenate list (not "${typeName(right)}") to list`);
    limit(left.length + right.length);
    return [...left, ...right];
  }
  if (left instanceof PyTuple) {
    if (!(right instanceof PyTuple))
      throw new PyError('TypeError', `can only concatenate tuple (not "${typeName(right)}") to tuple`);
    limit(left.items.length + right.items.length);
    return new PyTuple([...left.items, ...right.items]);
  }
  if (left instanceof PyBytes && right instanceof PyBytes) {
    if (left.bytes.length + right.bytes.length > MAX_TEXT) throw new BudgetError('bytes are longer than 16 million');
    return new PyBytes(Buffer.concat([left.bytes, right.bytes]));
  }
  throw unsupported('+', left, right);
}

function limit(items: number): void {
  if (items > MAX_ITEMS) throw new BudgetError('a list has more than a million elements');
}

function repeat(sequence: string | Value[] | PyTuple, times: bigint): Value {
  const count = times > 0n ? toIndex(times) : 0;
  if (typeof sequence === 'string') {
    if (sequence.length * count > MAX_TEXT) throw new BudgetError('a text is longer than 16 million characters');
    return sequence.repeat(count);
  }
  const items = Array.isArray(sequence) ? sequence : sequence.items;
  limit(items.length * count);
  const result: Value[] = [];
  for (let round = 0; items.length > 0 && round < count; round += 1) for (const item of items) result.push(item);
  return Array.isArray(sequence) ? result : new PyTuple(result);
}

function setOperation(operator: Operator, left: PySet, right: PySet): PySet | undefined {
  const items = left.items();
  if (operator === '|') return new PySet([...items, ...right.items()], left.frozen);
  if (operator === '&')
    return new PySet(
      items.filter((item) => right.has(item)),
      left.frozen,
    );
  if (operator === '-')
    return new PySet(
      items.filter((item) => !right.has(item)),
      left.frozen,
    );
  if (operator !== '^') return undefined;
  return new PySet([...items.filter((i) => !right.has(i)), ...right.items().filter((i) => !left.has(i))], left.frozen);
}

function arithmetic(operator: Operator, left: bigint | number | boolean, right: bigint | number | boolean): Value {
  const [a, b] = [asInt(left), asInt(right)];
  if (a !== undefined && b !== undefined)
    return integers(operator, a, b, typeof left === 'boolean' && typeof right === 'boolean');
  if ('&|^<<>>'.includes(operator)) throw unsupported(operator, left, right);
  return floats(operator, toFloat(left), toFloat(right));
}

function toFloat(value: bigint | number | boolean): number {
  if (typeof value === 'bigint' && !Number.isFinite(Number(value)))
    throw new PyError('OverflowError', 'int too large to convert to float');
  return Number(value);
}

const bits = (value: bigint): number => value.toString(16).length * 4;

function integers(operator: Operator, a: bigint, b: bigint, bools: boolean): Value {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      if (bits(a) + bits(b) > MAX_BITS) throw new BudgetError('a number has more than 100000 bits');
      return a * b;
    case '/':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'division by zero');
      return Number(a) / Number(b);
    case '//':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'integer division or modulo by zero');
      return (a - modulo(a, b)) / b;
    case '%':
      if (b === 0n) throw new PyError('ZeroDivisionError', 'integer modulo by zero');
      return modulo(a, b);
    case '**':
      if (b < 0n) return floats('**', Number(a), Number(b));
      if (a !== 0n && a !== 1n && a !== -1n && BigInt(bits(a)) * b > MAX_BITS)
        throw new BudgetError('a number has more than 100000 bits');
      return a ** b;
    case '<<':
    case '>>':
      if (b < 0n) throw new PyError('ValueError', 'negative shift count');
      if (operator === '<<' && b > MAX_BITS) throw new BudgetError('a number has more than 100000 bits');
      return operator === '<<' ? a << b : a >> b;
    case '&':
      return bools ? Boolean(a & b) : a & b;
    case '|':
      return bools ? Boolean(a | b) : a | b;
    case '^':
      return bools ? Boolean(a ^ b) : a ^ b;
    default:
      throw unsupported(operator, a, b);
  }
}

function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function floats(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new PyError('ZeroDivisionError', 'float division by zero');
      return a / b;
    case '//':
    case '%': {
      if (b === 0)
        throw new PyError('ZeroDivisionError', operator === '%' ? 'float modulo' : 'float floor division by zero');
      const rest = a % b;
      const wrapped = rest === 0 ? Math.sign(b) * 0 : rest < 0 !== b < 0 ? rest + b : rest;
      return operator === '%' ? wrapped : Math.floor((a - wrapped) / b);
    }
    case '**':
      if (a === 0 && b < 0) throw new PyError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
      return a ** b;
    default:
      throw unsupported(operator, a, b);
  }
}

/** `operator operand`. */
export function unary(operator: '+' | '-' | '~', operand: Value): Value {
  const int = asInt(operand);
  if (int !== undefined) return operator === '-' ? -int : operator === '~' ? ~int : int;
  if (typeof operand === 'number' && operator !== '~') return operator === '-' ? -operand : operand;
  throw new PyError('TypeError', `bad operand type for unary ${operator}: '${typeName(operand)}'`);
}

/** `left == right`. @throws PyError RecursionError, BudgetError for values that hold themselves, or others too often */
export function equal(left: Value, right: Value): boolean {
  return new Comparer().equal(left, right);
}

class Comparer {
  private left = 2_000_000;
  private depth = 0;

  equal(left: Value, right: Value): boolean {
    if (left === right) return true;
    if (left instanceof PyObject && left.tuple) return this.equal(new PyTuple(left.tuple()), right);
    if (right instanceof PyObject && right.tuple) return this.equal(left, new PyTuple(right.tuple()));
    if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
    if (left instanceof PyBytes) return right instanceof PyBytes && Buffer.from(left.bytes).equals(right.bytes);
    if (left instanceof PySet)
      return right instanceof PySet && left.size === right.size && left.items().every((item) => right.has(item));
    if ((this.left -= 1) < 0) throw new BudgetError('it compares more than two million values');
    if ((this.depth += 1) > MAX_COMPARE_DEPTH)
      throw new PyError('RecursionError', 'maximum recursion depth exceeded in comparison');
    const same = this.containers(left, right);
    this.depth -= 1;
    return same;
  }

  private containers(left: Value, right: Value): boolean {
    if (Array.isArray(left)) return Array.isArray(right) && this.items(left, right);
    if (left instanceof PyTuple) return right instanceof PyTuple && this.items(left.items, right.items);
    if (!(left instanceof PyDict) || !(right instanceof PyDict) || left.size !== right.size) return false;
    if (left.ordered && right.ordered && !this.items(left.keys(), right.keys())) return false;
    return left.entries().every(([key, value]) => {
      const other = right.get(key);
      return other !== undefined && this.equal(value, other);
    });
  }

  private items(left: readonly Value[], right: readonly Value[]): boolean {
    return left.length === right.length && left.every((item, index) => this.equal(item, right[index] ?? null));
  }
}
function compareNumbers(left: bigint | number | boolean, right: bigint | number | boolean): number {
  const [a, b] = [typeof left === 'boolean' ? BigInt(left) : left, typeof right === 'boolean' ? BigInt(right) : right];
  if (a < b) return -1; // a bigint and a number compare exactly
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? NaN : 0;
}

/** Code point order, as Python compares texts. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  // UTF-16 order differs from code point order only where surrogates meet the private use area
  if (/^[\u0000-\ud7ff]*$/.test(left) && /^[\u0000-\ud7ff]*$/.test(right)) return left < right ? -1 : 1;
  const [a, b] = [characters(left), characters(right)];
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Negative, zero or positive, as `left` stands to `right`. @throws PyError TypeError if they have no order */
export function order(left: Value, right: Value, operator = '<'): number {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (left instanceof PyBytes && right instanceof PyBytes) return Buffer.compare(left.bytes, right.bytes);
  const [a, b] = [left, right].map((v) => (Array.isArray(v) ? v : v instanceof PyTuple ? v.items : undefined));
  if (!a || !b || Array.isArray(left) !== Array.isArray(right)) {
    throw new PyError(
      'TypeError',
      `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
    );
  }
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (!equal(a[i] ?? null, b[i] ?? null)) return order(a[i] ?? null, b[i] ?? null, operator);
  }
  return a.length - b.length;
}

function contains(container: Value, value: Value): boolean {
  if (typeof container === 'string') {
    if (typeof value === 'string') return container.includes(value);
    throw new PyError('TypeError', `'in <string>' requires string as left operand, not ${typeName(value)}`);
  }
  if (container instanceof PyDict || container instanceof PySet) return container.has(value);
  if (container instanceof PyObject && container.contains) return container.contains(value);
  if (container === null || isNumber(container))
    throw new PyError('TypeError', `argument of type '${typeName(container)}' is not iterable`);
  for (const item of iterate(container)) if (equal(item, value)) return true;
  return false;
}

function subset(left: PySet, right: PySet): boolean {
  return left.items().every((item) => right.has(item));
}

/** One link of a comparison chain. */
export function compare(operator: Comparison, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    case 'is':
      return Object.is(left, right);
    case 'is not':
      return !Object.is(left, right);
    default:
  }
  if (left instanceof PySet && right instanceof PySet) {
    const [small, big] = operator.startsWith('<') ? [left, right] : [right, left];
    return subset(small, big) && (operator.endsWith('=') || small.size < big.size);
  }
  const sign = order(left, right, operator);
  if (operator === '<') return sign < 0;
  if (operator === '<=') return sign <= 0;
  return operator === '>' ? sign > 0 : sign >= 0;
}
