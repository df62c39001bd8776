/** The variables of manifest files, found without running them: which names are set or read, and of what type. */
import { Places, type Place } from './places';
import type { Node } from './python/ast';
import { BUILTINS } from './python/builtins';
import { PyError } from './python/errors';
import { parseExpression } from './python/parse';
import { PyDict, type Value } from './python/values';
import { substitutedNames } from './substitute';
import { loadYaml } from './yaml-load';
import type { composeYaml } from './yaml/compose';

export type VariableType = 'text' | 'boolean' | 'number' | 'list' | 'list of texts' | 'mapping';

export interface KnownVariable {
  name: string;
  /** Of its literal default, if it has one. */
  type?: VariableType;
  /** Where it is set; unset for a name that is only read. */
  place?: Place;
}

const CODE = ['mpp-eval', 'mpp-if', 'mpp-format-string', 'mpp-format-json', 'mpp-format-int'];

/** What a literal of a manifest is. */
export function typeOfValue(value: Value): VariableType | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'bigint' || typeof value === 'number') return 'number';
  if (value instanceof PyDict) return 'mapping';
  if (!Array.isArray(value)) return undefined;
  return value.length > 0 && value.every((item) => typeof item === 'string') ? 'list of texts' : 'list';
}

function typeOfNode(node: Node | undefined): VariableType | undefined {
  switch (node?.kind) {
    case 'str':
    case 'fstring':
      return 'text';
    case 'bool':
      return 'boolean';
    case 'int':
    case 'float':
      return 'number';
    case 'list':
      return node.items.length > 0 && node.items.every((item) => item.kind === 'str') ? 'list of texts' : 'list';
    case 'dict':
      return 'mapping';
    default:
      return undefined;
  }
}

/** Names that a file sets or reads. A file that cannot be read has none: loading it says why. */
export function scanVariables(
  text: string,
  file: string,
  compose?: typeof composeYaml,
  parse = parseExpression,
): KnownVariable[] {
  const places = new Places();
  const scan = new Scan(places, parse);
  try {
    scan.value(loadYaml(text, file, places, compose), 0);
  } catch {
    return [];
  }
  return scan.found();
}

class Scan {
  private readonly known = new Map<string, KnownVariable>();
  constructor(
    private readonly places: Places,
    private readonly parse: typeof parseExpression,
  ) {}

  found(): KnownVariable[] {
    return [...this.known.values()];
  }

  private add(name: string, type?: VariableType, place?: Place): void {
    const before = this.known.get(name);
    this.known.set(name, {
      name,
      ...((before?.type ?? type) ? { type: before?.type ?? (type as VariableType) } : {}),
      ...((before?.place ?? place) ? { place: before?.place ?? (place as Place) } : {}),
    });
  }

  value(value: Value, depth: number): void {
    if (depth > 100) return;
    if (typeof value === 'string') for (const name of substitutedNames(value)) this.add(name);
    else if (Array.isArray(value)) for (const item of value) this.value(item, depth + 1);
    else if (value instanceof PyDict) this.mapping(value, depth);
  }

  private mapping(dict: PyDict, depth: number): void {
    const variables = dict.get('mpp-vars');
    if (variables instanceof PyDict) {
      for (const [name, value] of variables.entries()) {
        const directive =
          value instanceof PyDict && value.keys().some((key) => typeof key === 'string' && key.startsWith('mpp-'));
        const type =
          value instanceof PyDict && value.has('mpp-join') ? 'list' : directive ? undefined : typeOfValue(value);
        if (typeof name === 'string') this.add(name, type, this.places.of(variables, name));
      }
    }
    if (dict.has('mpp-define-image')) this.add('image');
    this.images(dict.get('mpp-define-images'));
    for (const [key, value] of dict.entries()) {
      if (typeof value === 'string' && typeof key === 'string' && CODE.includes(key)) {
        this.code(key.startsWith('mpp-format') ? `f'''${value}'''` : value);
      }
      this.value(value, depth + 1);
    }
  }

  private images(list: Value | undefined): void {
    if (!Array.isArray(list)) return;
    for (const image of list) {
      const id = image instanceof PyDict ? image.get('id') : undefined;
      if (typeof id === 'string') this.add(id);
    }
  }

  private code(source: string): void {
    try {
      this.node(this.parse(source));
    } catch (thrown) {
      if (!(thrown instanceof PyError) && !(thrown instanceof RangeError)) throw thrown;
    }
  }

  private node(node: Node): void {
    if (node.kind === 'name' && !Object.hasOwn(BUILTINS, node.name)) this.add(node.name);
    if (node.kind === 'call' && node.callee.kind === 'attribute' && isLocals(node.callee.object)) {
      const [name, fallback] = node.arguments;
      if (node.callee.name === 'get' && name?.value.kind === 'str')
        this.add(name.value.value, typeOfNode(fallback?.value));
    }
    if (node.kind === 'compare' && node.left.kind === 'str' && node.rest.some(({ right }) => isLocals(right)))
      this.add(node.left.value);
    if (node.kind === 'subscript' && isLocals(node.object) && node.index.kind === 'str') this.add(node.index.value);
    this.children(node);
  }

  private children(part: object): void {
    for (const child of Object.values(part) as unknown[]) {
      if (Array.isArray(child)) for (const item of child as unknown[]) this.child(item);
      else this.child(child);
    }
  }
  private child(child: unknown): void {
    if (typeof child !== 'object' || child === null || child instanceof Uint8Array) return;
    if ('kind' in child && isNode(child)) this.node(child);
    else this.children(child);
  }
}

/** Arguments, targets and parameters have a kind too, but are no nodes of their own. */
function isNode(part: { kind: unknown }): part is Node {
  return !['plain', 'star', 'double-star', 'keyword', 'keyword-only', 'targets', 'field'].includes(String(part.kind));
}

function isLocals(node: Node): boolean {
  return (
    node.kind === 'call' &&
    node.callee.kind === 'name' &&
    (node.callee.name === 'locals' || node.callee.name === 'globals')
  );
}
