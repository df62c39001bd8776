/** Methods of `dict`. */
import type { Methods } from './attributes';
import { PyError } from './errors';
import type { Arguments } from './machine';
import { repr } from './text';
import { iterate, PyDict, PyObject, PySet, PyTuple, type Value } from './values';

/** What `keys()`, `values()` and `items()` give: a live view. */
class View extends PyObject {
  constructor(
    readonly typeName: string,
    private readonly read: () => Value[],
  ) {
    super();
  }
  override iterate(): Iterable<Value> {
    return this.read();
  }
  override length(): number {
    return this.read().length;
  }
  override contains(value: Value): boolean {
    return new PySet(this.read()).has(value);
  }
  override repr(): string {
    return `${this.typeName}(${repr(this.read())})`;
  }
}

function view(dict: PyDict, what: string, read: () => Value[]): View {
  return new View(`${dict.ordered ? 'odict' : 'dict'}_${what}`, read);
}

function update(self: PyDict, args: Arguments): null {
  const other = args.end(1).optional(0);
  if (other instanceof PyDict) for (const [key, value] of other.entries()) self.set(key, value);
  else if (other !== undefined) {
    for (const pair of iterate(other)) {
      const [key, value] = [...iterate(pair)];
      if (key === undefined || value === undefined)
        throw new PyError('ValueError', 'dictionary update sequence element has wrong length');
      self.set(key, value);
    }
  }
  for (const [key, value] of args.keywords) self.set(key, value);
  return null;
}

function optional(args: Arguments): Value {
  const value = args.optional(1);
  return value === undefined ? null : value;
}

export const DICT_METHODS: Methods<PyDict> = {
  clear: (self) => {
    self.clear();
    return null;
  },
  copy: (self) => self.copy(),
  get: (self, args) => {
    const value = self.get(args.end(2).required(0));
    return value === undefined ? optional(args) : value;
  },
  items: (self) => view(self, 'items', () => self.entries().map((entry) => new PyTuple(entry))),
  keys: (self) => view(self, 'keys', () => self.keys()),
  pop: (self, args) => {
    const key = args.required(0);
    const value = self.get(key);
    if (value === undefined) {
      const fallback = args.end(2).optional(1);
      if (fallback === undefined) throw new PyError('KeyError', repr(key));
      return fallback;
    }
    self.delete(key);
    return value;
  },
  popitem: (self) => {
    const last = self.entries().at(-1);
    if (!last) throw new PyError('KeyError', "'popitem(): dictionary is empty'");
    self.delete(last[0]);
    return new PyTuple(last);
  },
  setdefault: (self, args) => {
    const key = args.end(2).required(0);
    const value = self.get(key);
    if (value !== undefined) return value;
    self.set(key, optional(args));
    return optional(args);
  },
  update: (self, args) => {
    const keywords = new Set(args.keywords.keys());
    for (const keyword of keywords) args.optional(-1, keyword);
    return update(self, args);
  },
  values: (self) => view(self, 'values', () => self.values()),
};
