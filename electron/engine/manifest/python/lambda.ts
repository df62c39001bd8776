/** Functions that a manifest defines, and the scopes of their names. */
import type { Node, Parameter } from './ast';
import { PyError } from './errors';
import { PyDict, PyObject, PyTuple, type Value } from './values';

/** Names of a lambda or of a comprehension. */
export class Scope {
  private readonly names = new Map<string, Value>();
  constructor(
    private readonly outer: Scope | undefined,
    private readonly kind: 'function' | 'comprehension',
  ) {}
  get(name: string): Value | undefined {
    const value = this.names.get(name);
    return value === undefined ? this.outer?.get(name) : value;
  }
  set(name: string, value: Value): void {
    this.names.set(name, value);
  }
  /** The innermost function's scope: where `:=` binds. */
  function(): Scope | undefined {
    return this.kind === 'function' ? this : this.outer?.function();
  }
  /** What `locals()` shows here; a comprehension's hidden iterator is `.0`. */
  locals(): PyDict {
    const hidden: [Value, Value][] = this.kind === 'comprehension' ? [['.0', null]] : [];
    return PyDict.from([...hidden, ...this.names]);
  }
}

/** A lambda with the names that it was made among. */
export class Lambda extends PyObject {
  readonly typeName = 'function';
  private readonly defaults = new Map<string, Value>();
  constructor(
    private readonly parameters: readonly Parameter[],
    readonly body: Node,
    readonly globals: PyDict,
    private readonly outer: Scope | undefined,
    value: (node: Node) => Value,
  ) {
    super();
    for (const parameter of parameters)
      if (parameter.default) this.defaults.set(parameter.name, value(parameter.default));
  }

  override repr(): string {
    return '<function <lambda>>';
  }

  /** The scope of one call. @throws PyError TypeError if the arguments do not fit the parameters */
  bind(positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Scope {
    const scope = new Scope(this.outer, 'function');
    const rest = new Map(keywords);
    const queue = [...positional];
    const missing: string[] = [];
    for (const { name, kind } of this.parameters) {
      if (kind === 'star') scope.set(name, new PyTuple(queue.splice(0)));
      else if (kind === 'double-star') {
        scope.set(name, PyDict.from(rest));
        rest.clear();
      } else {
        const given = kind === 'plain' && queue.length > 0 ? queue.shift() : rest.get(name);
        const value = given === undefined ? this.defaults.get(name) : given;
        if (value === undefined) missing.push(`'${name}'`);
        else scope.set(name, value);
        rest.delete(name);
      }
    }
    const [unknown] = rest.keys();
    if (unknown !== undefined)
      throw new PyError('TypeError', `<lambda>() got an unexpected keyword argument '${unknown}'`);
    if (missing.length > 0) {
      const many = missing.length > 1 ? 's' : '';
      throw new PyError(
        'TypeError',
        `<lambda>() missing ${missing.length} required positional argument${many}: ${missing.join(' and ')}`,
      );
    }
    if (queue.length > 0) {
      const wanted = positional.length - queue.length;
      throw new PyError(
        'TypeError',
        `<lambda>() takes ${wanted} positional argument${wanted === 1 ? '' : 's'} but ${positional.length} ${positional.length === 1 ? 'was' : 'were'} given`,
      );
    }
    return scope;
  }
}
