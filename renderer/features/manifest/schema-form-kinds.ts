/** What a JSON schema (draft 4 to 7) says about a value, as far as a form needs it. What it does not understand is raw JSON. */
import { record } from './stage-summary';

export type Schema = Readonly<Record<string, unknown>>;
export type FieldKind = 'text' | 'number' | 'boolean' | 'enum' | 'list' | 'object' | 'map' | 'raw';

/** Depth of references that are followed: a schema may name itself. */
const DEEPEST = 12;

/** The schema itself: references followed, parts joined, and of alternatives the one that fits the value. */
export function plainSchema(schema: unknown, root: Schema, value: unknown, depth = 0): Schema {
  const here = record(schema);
  if (depth > DEEPEST) return {};
  const again = (inner: unknown) => plainSchema(inner, root, value, depth + 1);
  const reference = here['$ref'];
  if (typeof reference === 'string') return again(referenced(reference, root));
  if (Array.isArray(here['allOf'])) {
    const { allOf, ...rest } = here;
    return (allOf as unknown[]).map(again).reduce(joinSchemas, rest);
  }
  const alternatives = here['oneOf'] ?? here['anyOf'];
  if (Array.isArray(alternatives)) {
    const { oneOf: _one, anyOf: _any, ...rest } = here;
    // Alternatives that only say what is required together say nothing about kinds.
    const typed = (alternatives as unknown[]).map(again).filter((entry) => kindBySchema(entry) !== undefined);
    const fitting = typed.find((entry) => fits(entry, value)) ?? (value === undefined ? typed[0] : undefined);
    return fitting ? joinSchemas(rest, fitting) : kindBySchema(rest) === undefined ? {} : rest;
  }
  return here;
}

/** How a value is edited. A value that is not what its schema says is shown as what it is. */
export function kindOf(schema: Schema, value: unknown): FieldKind {
  const kind = kindBySchema(schema) ?? kindByValue(value);
  return value === undefined || fits(schema, value) ? kind : kindByValue(value);
}

/** A value to begin with: what is required, and nothing else. */
export function emptyValue(schema: unknown, root: Schema, depth = 0): unknown {
  const plain = plainSchema(schema, root, undefined);
  if (plain['default'] !== undefined) return plain['default'];
  if (Array.isArray(plain['enum'])) return (plain['enum'] as unknown[])[0];
  if (plain['const'] !== undefined) return plain['const'];
  switch (kindBySchema(plain)) {
    case 'number':
      return typeof plain['minimum'] === 'number' ? plain['minimum'] : 0;
    case 'boolean':
      return false;
    case 'list': {
      const least = typeof plain['minItems'] === 'number' ? Math.min(plain['minItems'], 4) : 0;
      return depth > DEEPEST ? [] : Array.from({ length: least }, () => emptyValue(plain['items'], root, depth + 1));
    }
    case 'object':
    case 'map': {
      const properties = record(plain['properties']);
      const required = requiredOf(plain).filter((name) => Object.hasOwn(properties, name));
      if (depth > DEEPEST) return {};
      return Object.fromEntries(required.map((name) => [name, emptyValue(properties[name], root, depth + 1)]));
    }
    default:
      return '';
  }
}

/** Names that must be there. */
export function requiredOf(schema: Schema): string[] {
  const names = schema['required'];
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}

/** Fields of an object: what it has in the schema's order, then what the schema does not know; and what could be added. */
export function objectFields(schema: Schema, value: Readonly<Record<string, unknown>>) {
  const known = Object.keys(record(schema['properties']));
  const here = known.filter((name) => Object.hasOwn(value, name));
  const others = Object.keys(value).filter((name) => !known.includes(name));
  return { present: [...here, ...others], addable: known.filter((name) => !Object.hasOwn(value, name)) };
}

/** The schema of an object's field or a map's entry. */
export function fieldSchema(schema: Schema, name: string): unknown {
  const properties = record(schema['properties']);
  if (Object.hasOwn(properties, name)) return properties[name];
  const patterns = Object.entries(record(schema['patternProperties']));
  return patterns.find(([pattern]) => matches(pattern, name))?.[1] ?? record(schema['additionalProperties']);
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return true; // a pattern of another dialect: its only entry is what is meant
  }
}

function referenced(reference: string, root: Schema): unknown {
  if (reference === '#') return root;
  const parts = reference.startsWith('#/') ? reference.slice(2).split('/') : [];
  let at: unknown = parts.length > 0 ? root : {};
  for (const part of parts) at = record(at)[part.replace(/~1/g, '/').replace(/~0/g, '~')];
  return at;
}

function joinSchemas(a: Schema, b: Schema): Schema {
  const properties = { ...record(a['properties']), ...record(b['properties']) };
  const required = [...new Set([...requiredOf(a), ...requiredOf(b)])];
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function kindBySchema(schema: Schema): FieldKind | undefined {
  if (Array.isArray(schema['enum']))
    return (schema['enum'] as unknown[]).every((entry) => typeof entry === 'string') ? 'enum' : 'raw';
  switch (typeOf(schema)) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'list';
    case 'object':
      return isMap(schema) ? 'map' : 'object';
    default:
      return schema['properties'] ? 'object' : schema['items'] ? 'list' : isMap(schema) ? 'map' : undefined;
  }
}

function isMap(schema: Schema): boolean {
  const free = schema['patternProperties'] ?? schema['additionalProperties'];
  return !schema['properties'] && typeof free === 'object' && free !== null;
}

/** Of several types the first that is not null. */
function typeOf(schema: Schema): unknown {
  const { type } = schema;
  return Array.isArray(type) ? (type as unknown[]).find((entry) => entry !== 'null') : type;
}

function fits(schema: Schema, value: unknown): boolean {
  const kind = kindBySchema(schema);
  if (kind === undefined || kind === 'raw') return true;
  if (kind === 'enum') return typeof value === 'string';
  if (kind !== kindByValue(value) && !(kind === 'map' && kindByValue(value) === 'object')) return false;
  // Of two objects the one that knows what is there.
  if (kind === 'object')
    return Object.keys(value as object).every(
      (name) => name in record(schema['properties']) || schema['additionalProperties'] !== false,
    );
  if (kind === 'list') return (value as unknown[]).slice(0, 1).every((entry) => fits(record(schema['items']), entry));
  return true;
}

function kindByValue(value: unknown): FieldKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'object':
      return value === null ? 'raw' : Array.isArray(value) ? 'list' : 'object';
    default:
      return 'raw';
  }
}
