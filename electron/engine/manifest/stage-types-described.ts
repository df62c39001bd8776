/** What each option of the built-in stages means, added to the schemas for people: checking needs none of it. */
import { OPTION_WORDS } from './stage-types-words';

type Schema = Readonly<Record<string, unknown>>;

const DEEPEST = 12;

/**
 * A schema with a `description` (and a `default` where there is one) at each option that has words here or in another
 * schema of the same stage.
 */
export function described(type: string, schema: Schema, other: Schema | undefined): Record<string, unknown> {
  return walk(schema, OPTION_WORDS[type] ?? {}, other, '', 0);
}

function walk(
  schema: Schema,
  words: Readonly<Record<string, string>>,
  other: Schema | undefined,
  path: string,
  depth: number,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...schema };
  if (depth > DEEPEST) return result;
  const into = (child: unknown, theirs: unknown, name: string): unknown =>
    isObject(child) ? walk(child, words, isObject(theirs) ? theirs : undefined, name, depth + 1) : child;
  if (isObject(schema.items)) result.items = into(schema.items, other?.items, `${path}[]`);
  for (const part of ['properties', 'patternProperties'] as const) {
    const entries = schema[part];
    if (!isObject(entries)) continue;
    const theirs = other?.[part];
    result[part] = Object.fromEntries(
      Object.entries(entries).map(([name, child]) => {
        const step = part === 'patternProperties' ? '*' : name;
        const at = path === '' ? step : `${path}.${step}`;
        return [name, into(child, isObject(theirs) ? theirs[name] : undefined, at)];
      }),
    );
  }
  // The kinds that an option may be of have its path.
  if (Array.isArray(schema.oneOf))
    result.oneOf = schema.oneOf.map((kind: unknown) =>
      isObject(kind) && kind.properties ? into(kind, undefined, path) : kind,
    );
  const text = words[path] ?? (typeof other?.description === 'string' ? other.description : undefined);
  if (text !== undefined) result.description ??= text;
  if (schema.default === undefined && isPlain(other?.default)) result.default = other.default;
  return result;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
