/** `$name` substitution, as Python's string.Template.safe_substitute does it. */
import { str } from './python/text';
import { PyDict, type Value } from './python/values';

const TEMPLATE = /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/g;
const MAX_DEPTH = 500;

/** Gives a variable's value, or undefined for an unknown name. */
export type Lookup = (name: string) => Value | undefined;

/** `$name` and `${name}` replaced, `$$` made `$`; unknown names stay as they are. */
export function substituteText(text: string, lookup: Lookup): string {
  if (!text.includes('$')) return text;
  return text.replace(TEMPLATE, (all, dollar?: string, plain?: string, braced?: string) => {
    if (dollar !== undefined) return '$';
    const value = lookup(plain ?? braced ?? '');
    return value === undefined ? all : str(value);
  });
}

/** Substitutes every text of a value, in place where it is a mapping or a list; mapping keys stay. */
export function substitute(value: Value, lookup: Lookup, depth = 0): Value {
  if (typeof value === 'string') return substituteText(value, lookup);
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      value[index] = substitute(value[index] ?? null, lookup, depth + 1);
  } else if (value instanceof PyDict) {
    for (const key of value.keys()) value.set(key, substitute(value.get(key) ?? null, lookup, depth + 1));
  }
  return value;
}

/** The names that a text reads with `$`. */
export function substitutedNames(text: string): string[] {
  return [...text.matchAll(TEMPLATE)].flatMap(([, , plain, braced]) => plain ?? braced ?? []);
}
