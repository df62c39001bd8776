/**
 * Evaluates an expression tree. Pure but for the host that is given: no file, no process, no attribute of JavaScript
 * can be reached, and steps, depth and sizes are bounded.
 */
import type { Argument, Clause, Field, FString, Node, Target } from './ast';
import { attributeOf } from './attributes';
import { BUILTINS } from './builtins';
import { BudgetError, PyError } from './errors';
import { format } from './format-spec';
import { Lambda, Scope } from './lambda';
import { Arguments, PyFunction, type ExpressionHost, type Machine } from './machine';
import { binary, compare, unary } from './operators';
import { itemOf, SliceRange } from './subscript';
import { ascii, MAX_TEXT, repr, str } from './text';
import { iterate, PyBytes, PyDict, PyObject, PySet, PyTuple, truth, typeName, type Value } from './values';

const MAX_STEPS = 2_000_000;
const MAX_MILLISECONDS = 5000;
/** Everything that one expression makes, in bytes, roughly. */
const MAX_MADE = 128 * 1024 * 1024;
const MAX_DEPTH = 200;

type OperationKind = 'unary' | 'binary' | 'logic' | 'compare' | 'ternary';

class Ellipsis extends PyObject {
  readonly typeName = 'ellipsis';
  override repr(): string {
    return 'Ellipsis';
  }
}
const ELLIPSIS = new Ellipsis();

/** Elements that are computed as they are asked for. */
class Generator extends PyObject {
  readonly typeName = 'generator';
  constructor(private readonly source: Iterator<Value>) {
    super();
  }
  override *iterate(): Iterable<Value> {
    for (let step = this.source.next(); !step.done; step = this.source.next()) yield step.value;
  }
}

/** Evaluates with `globals` as both global and local names, as `eval(code, globals)` does. */
export function evaluate(node: Node, globals: PyDict, host: ExpressionHost): Value {
  try {
    return new Evaluator(globals, host).value(node, undefined);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    if (/call stack/.test(thrown.message)) throw new PyError('RecursionError', 'maximum recursion depth exceeded');
    throw new BudgetError('a value is too large');
  }
}

export class Evaluator implements Machine {
  private steps = 0;
  private depth = 0;
  private made = 0;
  private readonly started = performance.now();
  constructor(
    private readonly globals: PyDict,
    readonly host: ExpressionHost,
  ) {}

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new BudgetError('it takes more than two million steps');
    if (performance.now() - this.started > MAX_MILLISECONDS) throw new BudgetError('it takes more than five seconds');
  }

  call(callee: Value, positional: readonly Value[], keywords: ReadonlyMap<string, Value> = new Map()): Value {
    this.spend(1);
    if ((this.depth += 1) > MAX_DEPTH) throw new PyError('RecursionError', 'maximum recursion depth exceeded');
    try {
      if (callee instanceof Lambda) {
        const evaluator = callee.globals === this.globals ? this : this.within(callee.globals);
        return evaluator.value(callee.body, callee.bind(positional, keywords));
      }
      if (callee instanceof PyFunction) return callee.run(this, new Arguments(callee.name, positional, keywords));
    } finally {
      this.depth -= 1;
    }
    throw new PyError('TypeError', `'${typeName(callee)}' object is not callable`);
  }

  /** Counts a value that was made. */
  private making<T extends Value>(value: T): T {
    if (typeof value === 'string' && value.length > MAX_TEXT)
      throw new BudgetError('a text is longer than 16 million characters');
    this.made += typeof value === 'string' ? value.length : Array.isArray(value) ? value.length * 8 : 8;
    if (this.made > MAX_MADE) throw new BudgetError('its values fill more memory than any manifest needs');
    return value;
  }

  /** The same budget with other globals: those that a lambda was made with. */
  private within(globals: PyDict): Evaluator {
    const inner = new Evaluator(globals, this.host);
    inner.depth = this.depth;
    inner.spend = (steps) => this.spend(steps);
    inner.making = (value) => this.making(value);
    return inner;
  }

  value(node: Node, scope: Scope | undefined): Value {
    this.spend(1);
    switch (node.kind) {
      case 'none':
        return null;
      case 'bool':
      case 'int':
      case 'float':
      case 'str':
        return node.value;
      case 'bytes':
        return new PyBytes(node.value);
      case 'ellipsis':
        return ELLIPSIS;
      case 'fstring':
        return this.making(this.fstring(node, scope));
      case 'name':
        return this.name(node.name, scope);
      case 'list':
        return this.items(node.items, scope);
      case 'tuple':
        return new PyTuple(this.items(node.items, scope));
      case 'set':
        return new PySet(this.items(node.items, scope));
      case 'dict':
        return this.dict(node.entries, scope);
      case 'comprehension':
        return this.comprehension(node, scope);
      case 'dict-comprehension': {
        const dict = new PyDict();
        const { key, value } = node;
        for (const inner of this.loop(node.clauses, scope)) dict.set(this.value(key, inner), this.value(value, inner));
        return dict;
      }
      case 'unary':
      case 'binary':
      case 'logic':
      case 'compare':
      case 'ternary':
        return this.operation(node, scope);
      case 'lambda':
        return new Lambda(node.parameters, node.body, this.globals, scope, (inner) => this.value(inner, scope));
      case 'attribute':
        return attributeOf(this.value(node.object, scope), node.name);
      case 'subscript':
        return this.making(itemOf(this.value(node.object, scope), this.value(node.index, scope)));
      case 'slice': {
        const bound = (part: Node | undefined): Value => (part ? this.value(part, scope) : null);
        return new SliceRange(bound(node.from), bound(node.to), bound(node.step));
      }
      case 'call':
        return this.making(this.callNode(node.callee, node.arguments, scope));
      case 'walrus':
        return this.bind(node.name, this.value(node.value, scope), scope);
      case 'starred':
        throw new PyError('SyntaxError', "can't use starred expression here");
    }
  }

  private bind(name: string, value: Value, scope: Scope | undefined): Value {
    const owner = scope?.function();
    if (owner) owner.set(name, value);
    else this.globals.set(name, value);
    return value;
  }

  private operation(node: Extract<Node, { kind: OperationKind }>, scope: Scope | undefined): Value {
    switch (node.kind) {
      case 'unary': {
        const operand = this.value(node.operand, scope);
        return node.operator === 'not' ? !truth(operand) : unary(node.operator, operand);
      }
      case 'binary':
        return this.making(binary(node.operator, this.value(node.left, scope), this.value(node.right, scope)));
      case 'logic': {
        const left = this.value(node.left, scope);
        return truth(left) === (node.operator === 'and') ? this.value(node.right, scope) : left;
      }
      case 'compare':
        return this.chain(node, scope);
      case 'ternary':
        return this.value(truth(this.value(node.condition, scope)) ? node.then : node.else, scope);
    }
  }

  private name(name: string, scope: Scope | undefined): Value {
    const local = scope?.get(name);
    if (local !== undefined) return local;
    const global = this.globals.get(name);
    if (global !== undefined) return global;
    const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (builtin === undefined) throw new PyError('NameError', `name '${name}' is not defined`);
    return builtin;
  }

  private items(nodes: readonly Node[], scope: Scope | undefined): Value[] {
    const values: Value[] = [];
    for (const node of nodes) {
      if (node.kind === 'starred') for (const value of this.each(this.value(node.value, scope))) values.push(value);
      else values.push(this.value(node, scope));
    }
    return values;
  }

  /** The elements of a value, each counted. */
  private *each(value: Value): Iterable<Value> {
    for (const item of iterate(value)) {
      this.spend(1);
      yield item;
    }
  }

  private dict(entries: readonly { key?: Node; value: Node }[], scope: Scope | undefined): PyDict {
    const dict = new PyDict();
    for (const { key, value } of entries) {
      if (key) {
        dict.set(this.value(key, scope), this.value(value, scope));
        continue;
      }
      const other = this.value(value, scope);
      if (!(other instanceof PyDict)) throw new PyError('TypeError', `'${typeName(other)}' object is not a mapping`);
      for (const [name, item] of other.entries()) dict.set(name, item);
    }
    return dict;
  }

  private comprehension(node: Extract<Node, { kind: 'comprehension' }>, scope: Scope | undefined): Value {
    const values = this.map(node.element, this.loop(node.clauses, scope));
    if (node.of === 'generator') return new Generator(values[Symbol.iterator]());
    return node.of === 'set' ? new PySet(values) : [...values];
  }
  private *map(element: Node, scopes: Iterable<Scope>): Iterable<Value> {
    for (const scope of scopes) yield this.value(element, scope);
  }

  /** One scope for each round of the clauses; the first iterable is evaluated outside, as in Python. */
  private loop(clauses: readonly Clause[], outer: Scope | undefined): Iterable<Scope> {
    const scope = new Scope(outer, 'comprehension');
    const [first] = clauses;
    return this.rounds(clauses, 0, scope, first ? this.value(first.iterable, outer) : []);
  }
  private *rounds(clauses: readonly Clause[], index: number, scope: Scope, values: Value): Iterable<Scope> {
    const clause = clauses[index];
    if (!clause) {
      yield scope;
      return;
    }
    for (const value of this.each(values)) {
      this.assign(clause.target, value, scope);
      if (!clause.conditions.every((condition) => truth(this.value(condition, scope)))) continue;
      const next = clauses[index + 1];
      if (next) yield* this.rounds(clauses, index + 1, scope, this.value(next.iterable, scope));
      else yield scope;
    }
  }

  private assign(target: Target, value: Value, scope: Scope): void {
    if (target.kind === 'name') return scope.set(target.name, value);
    if (target.kind === 'starred')
      throw new PyError('SyntaxError', 'starred assignment target must be in a list or tuple');
    const values = [...iterate(value, 'cannot unpack non-iterable')];
    const star = target.items.findIndex((item) => item.kind === 'starred');
    const wanted = target.items.length;
    if (star < 0 && values.length > wanted)
      throw new PyError('ValueError', `too many values to unpack (expected ${wanted})`);
    if (values.length < wanted - (star < 0 ? 0 : 1)) {
      const least = star < 0 ? `${wanted}` : `at least ${wanted - 1}`;
      throw new PyError('ValueError', `not enough values to unpack (expected ${least}, got ${values.length})`);
    }
    const surplus = values.length - wanted;
    target.items.forEach((item, index) => {
      if (item.kind === 'starred') this.assign(item.target, values.slice(index, index + surplus + 1), scope);
      else this.assign(item, values[star >= 0 && index > star ? index + surplus : index] ?? null, scope);
    });
  }

  private chain(node: Extract<Node, { kind: 'compare' }>, scope: Scope | undefined): boolean {
    let left = this.value(node.left, scope);
    for (const { operator, right } of node.rest) {
      const value = this.value(right, scope);
      if (!compare(operator, left, value)) return false;
      left = value;
    }
    return true;
  }

  private callNode(calleeNode: Node, nodes: readonly Argument[], scope: Scope | undefined): Value {
    const callee = this.value(calleeNode, scope);
    const positional: Value[] = [];
    const keywords = new Map<string, Value>();
    for (const node of nodes) {
      const value = this.value(node.value, scope);
      if (node.kind === 'plain') positional.push(value);
      else if (node.kind === 'star') {
        for (const item of this.each(value)) positional.push(item);
      } else if (node.kind === 'keyword') keywords.set(node.name ?? '', value);
      else if (value instanceof PyDict) for (const [name, item] of value.entries()) keywords.set(str(name), item);
      else throw new PyError('TypeError', `argument after ** must be a mapping, not ${typeName(value)}`);
    }
    if (callee === BUILTINS.locals) return scope ? scope.locals() : this.globals;
    if (callee === BUILTINS.globals) return this.globals;
    return this.call(callee, positional, keywords);
  }

  private fstring(node: FString, scope: Scope | undefined): string {
    return node.parts.map((part) => (typeof part === 'string' ? part : this.field(part, scope))).join('');
  }
  private field(field: Field, scope: Scope | undefined): string {
    const value = this.value(field.value, scope);
    const converted =
      field.conversion === undefined
        ? value
        : field.conversion === 's'
          ? str(value)
          : field.conversion === 'r'
            ? repr(value)
            : ascii(value);
    return format(converted, field.spec ? this.fstring(field.spec, scope) : '');
  }
}
