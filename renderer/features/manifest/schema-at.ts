/** Reading JSON schemas of stage options: what stands at a place, in words for a person. */

export type Schema = Readonly<Record<string, unknown>>;

/** A name in a path of keys; undefined for an item of a list. */
export type SchemaStep = string | undefined;

export interface Property {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

const ALTERNATIVES = ['oneOf', 'anyOf', 'allOf'] as const;
/** Schemas that refer to themselves end here. */
const DEEPEST = 12;
const MOST = 500;

/** The schemas that a value at a path may follow: all alternatives. */
export function schemasAt(root: Schema, path: readonly SchemaStep[]): readonly Schema[] {
  let now = expand(root, root);
  for (const step of path) {
    const next = now.flatMap((schema) => inner(schema, step)).flatMap((schema) => expand(schema, root));
    now = [...new Set(next)].slice(0, MOST);
  }
  return now;
}

/** The keys that a mapping at these schemas can have, each once. */
export function propertiesOf(schemas: readonly Schema[]): Property[] {
  const found = new Map<string, Property>();
  for (const schema of schemas) {
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    for (const [name, entry] of Object.entries(asObject(schema['properties']) ?? {})) {
      const own = asObject(entry);
      const before = found.get(name);
      if (own)
        found.set(name, {
          name,
          schema: before?.schema ?? own,
          required: required.includes(name) || before?.required === true,
        });
    }
  }
  return [...found.values()];
}

/** Values that are named: enum, const and the two of a boolean. */
export function valuesOf(schemas: readonly Schema[]): { value: string; schema: Schema }[] {
  const found = new Map<string, Schema>();
  for (const schema of schemas) {
    const named = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : [];
    for (const value of named) found.set(String(value), schema);
    if (schema['type'] === 'boolean') for (const value of ['true', 'false']) found.set(value, schema);
  }
  return [...found].map(([value, schema]) => ({ value, schema }));
}

/** `string`, `list of string`, `one of a, b`. */
export function typeWords(schema: Schema, root: Schema = schema, depth = 0): string {
  if (depth > DEEPEST / 3) return '';
  const followed = follow(schema, root);
  if (Array.isArray(followed['enum'])) return `one of ${followed['enum'].slice(0, 8).map(String).join(', ')}`;
  const type = followed['type'];
  const items = asObject(followed['items']);
  if (type === 'array') return items ? listOf(typeWords(items, root, depth + 1)) : 'list';
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return type.map(String).join(' or ');
  for (const key of ALTERNATIVES) {
    const options = followed[key];
    if (Array.isArray(options)) {
      const words = options
        .flatMap((option) => listed(option))
        .slice(0, DEEPEST)
        .map((option) => typeWords(option, root, depth + 1));
      return [...new Set(words)].filter((word) => word !== '').join(' or ');
    }
  }
  return asObject(followed['properties']) ? 'object' : '';
}

function listOf(words: string): string {
  return words === '' ? 'list' : `list of ${words}`;
}

/** True if a value of this schema is written under its key, not behind it. */
export function isNested(schema: Schema, root: Schema): 'list' | 'object' | undefined {
  const followed = follow(schema, root);
  if (followed['type'] === 'array') return 'list';
  return followed['type'] === 'object' || asObject(followed['properties']) ? 'object' : undefined;
}

function inner(schema: Schema, step: SchemaStep): Schema[] {
  if (step === undefined) {
    const items = schema['items'];
    return Array.isArray(items) ? items.flatMap((item) => listed(item)) : listed(items);
  }
  const own = asObject(asObject(schema['properties'])?.[step]);
  if (own) return [own];
  const patterns = Object.entries(asObject(schema['patternProperties']) ?? {})
    .filter(([pattern]) => matches(pattern, step))
    .flatMap(([, entry]) => listed(entry));
  return patterns.length > 0 ? patterns : listed(schema['additionalProperties']);
}

/** A schema and all its alternatives, each once: schemas may refer to themselves. */
function expand(schema: Schema, root: Schema): Schema[] {
  const found = new Set<Schema>();
  const waiting = [schema];
  for (let next = waiting.shift(); next && found.size < MOST; next = waiting.shift()) {
    const followed = follow(next, root);
    if (found.has(followed)) continue;
    found.add(followed);
    for (const key of ALTERNATIVES) {
      const options = followed[key];
      if (Array.isArray(options)) waiting.push(...options.flatMap((option) => listed(option)));
    }
  }
  return [...found];
}

function follow(schema: Schema, root: Schema): Schema {
  let now = schema;
  for (let turn = 0; turn < DEEPEST && typeof now['$ref'] === 'string'; turn += 1) {
    const next = now['$ref']
      .replace(/^#\/?/, '')
      .split('/')
      .filter((name, _, names) => name !== '' || names.length > 1)
      .reduce<unknown>((at, name) => asObject(at)?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], root);
    const found = asObject(next);
    if (!found) break;
    now = found;
  }
  return now;
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    // Python's dialect has what JavaScript's does not.
    return true;
  }
}

function listed(value: unknown): Schema[] {
  const schema = asObject(value);
  return schema ? [schema] : [];
}

function asObject(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}
