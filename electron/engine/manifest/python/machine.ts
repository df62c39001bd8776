/** What functions of the expression language may use: calls, the budget, and the little of the world that is let in. */
import { PyError } from './errors';
import { PyObject, type Value } from './values';

/** The impure parts, given from outside: everything else of an expression is a function of the variables. */
export interface ExpressionHost {
  /** Seconds since the epoch. */
  now(): number;
  uuid4(): string;
  /** Text that an expression wrote, with its line ends. */
  print(text: string, stream: 'stdout' | 'stderr'): void;
}

export interface CallArguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

export interface Machine {
  readonly host: ExpressionHost;
  /** Counts work; too much is a BudgetError. */
  spend(steps: number): void;
  call(callee: Value, positional: readonly Value[], keywords?: ReadonlyMap<string, Value>): Value;
}

export type Native = (machine: Machine, args: Arguments) => Value;

/** A function that is not written in the manifest. */
export class PyFunction extends PyObject {
  readonly typeName: string = 'builtin_function_or_method';
  constructor(
    readonly name: string,
    readonly run: Native,
  ) {
    super();
  }
  override attribute(name: string): Value | undefined {
    return name === '__name__' ? this.name : undefined;
  }
  override repr(): string {
    return `<built-in function ${this.name}>`;
  }
}

/** A class: calling it makes a value, `isinstance` asks it. */
export class PyType extends PyFunction {
  override readonly typeName = 'type';
  constructor(
    name: string,
    run: Native,
    readonly matches: (value: Value) => boolean,
    private readonly members: Readonly<Record<string, Value>> = {},
  ) {
    super(name, run);
  }
  override attribute(name: string): Value | undefined {
    return Object.hasOwn(this.members, name) ? this.members[name] : super.attribute(name);
  }
  override repr(): string {
    return `<class '${this.name}'>`;
  }
}

/** Reads the arguments of a call by position or keyword, as a signature names them. */
export class Arguments {
  private readonly used = new Set<string>();
  constructor(
    private readonly name: string,
    readonly positional: readonly Value[],
    readonly keywords: ReadonlyMap<string, Value> = new Map(),
  ) {}

  get count(): number {
    return this.positional.length;
  }

  /** The argument at `index`, or the one called `keyword`; undefined if neither is given. */
  optional(index: number, keyword?: string): Value | undefined {
    if (index >= 0 && index < this.positional.length) return this.positional[index];
    if (keyword === undefined) return undefined;
    this.used.add(keyword);
    return this.keywords.get(keyword);
  }

  required(index: number, keyword?: string): Value {
    const value = this.optional(index, keyword);
    if (value !== undefined) return value;
    throw new PyError(
      'TypeError',
      `${this.name}() missing required argument${keyword ? `: '${keyword}'` : ''} (pos ${index + 1})`,
    );
  }

  /** @throws PyError TypeError if there are more arguments than `most`, or keywords that nothing asked for. */
  end(most: number): this {
    if (this.positional.length > most) {
      throw new PyError(
        'TypeError',
        `${this.name}() takes at most ${most} arguments (${this.positional.length} given)`,
      );
    }
    for (const keyword of this.keywords.keys()) {
      if (!this.used.has(keyword)) {
        throw new PyError('TypeError', `${this.name}() got an unexpected keyword argument '${keyword}'`);
      }
    }
    return this;
  }
}
