/** Expands the expression directives of a document, in place, and hands its stages to the stage directives. */
import type { ManifestFile } from './manifest-file';
import type { Place } from './places';
import { expressionError, ManifestError } from './problem';
import { PyError } from './python/errors';
import { evaluate } from './python/evaluate';
import { JsonError, parseJson } from './python/json';
import { parseExpression } from './python/parse';
import { parseInt10 } from './python/numbers';
import { str } from './python/text';
import { iterate, PyDict, truth, type Value } from './python/values';
import { processStage } from './stages';

const MAX_DEPTH = 400;
/** In order of priority: the first that a mapping has is the one that counts. */
const DIRECTIVES = [
  'mpp-join',
  'mpp-if',
  'mpp-eval',
  'mpp-format-string',
  'mpp-format-json',
  'mpp-format-int',
] as const;
type Directive = (typeof DIRECTIVES)[number];

/** Where in the document the expansion is: the nearest key above, and the mapping that has it. */
export interface Context {
  readonly key?: string;
  readonly parent?: PyDict;
  readonly depth: number;
}
export const TOP: Context = { depth: 0 };

/** The value is taken out of its mapping or list. */
export const REMOVED = Symbol('removed');

function directiveOf(value: Value): Directive | undefined {
  if (!(value instanceof PyDict)) return undefined;
  return DIRECTIVES.find((directive) => value.has(directive));
}

/** Expands a value that may itself be a directive: its replacement, or REMOVED. */
export async function expand(
  file: ManifestFile,
  value: Value,
  context: Context = TOP,
): Promise<Value | typeof REMOVED> {
  const directive = directiveOf(value);
  if (directive && value instanceof PyDict) return apply(file, value, directive, context);
  await expandInside(file, value, context);
  return value;
}

/** Expands what a mapping or a list holds. */
export async function expandInside(file: ManifestFile, value: Value, context: Context = TOP): Promise<void> {
  if (value === null || typeof value !== 'object') return;
  file.run.visit();
  if (context.depth > MAX_DEPTH)
    throw new ManifestError('The manifest is nested more than 400 deep.', { place: file.run.places.of(value) });
  const depth = context.depth + 1;
  if (Array.isArray(value)) {
    await expandList(file, value, { ...context, depth });
  } else if (value instanceof PyDict) {
    if (context.key === 'stages' && context.parent) await processStage(file, value, context.parent, context);
    for (const key of value.keys()) {
      const inner = value.get(key) ?? null;
      if (inner === null || typeof inner !== 'object') continue;
      const result = await expand(file, inner, { key: typeof key === 'string' ? key : '', parent: value, depth });
      if (result === REMOVED) value.delete(key);
      else if (result !== inner) value.set(key, result);
    }
  }
}

async function expandList(file: ManifestFile, list: Value[], context: Context): Promise<void> {
  const removed: number[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const inner = list[index] ?? null;
    if (inner === null || typeof inner !== 'object') continue;
    const result = await expand(file, inner, context);
    if (result === REMOVED) removed.push(index);
    else if (result !== inner) list[index] = result;
  }
  for (const index of removed.reverse()) list.splice(index, 1);
}

async function apply(
  file: ManifestFile,
  node: PyDict,
  directive: Directive,
  context: Context,
): Promise<Value | typeof REMOVED> {
  file.run.visit();
  const body = node.get(directive) ?? null;
  const place = file.run.places.of(node, directive);
  switch (directive) {
    case 'mpp-join':
      return join(file, body, place, context);
    case 'mpp-if': {
      const key = truth(evaluateCode(file, directive, body, place)) ? 'then' : 'else';
      const chosen = node.get(key);
      return chosen === undefined ? REMOVED : expand(file, chosen, { ...context, depth: context.depth + 1 });
    }
    case 'mpp-eval':
      return evaluateCode(file, directive, body, place);
    default:
      return formatted(file, directive, body, place);
  }
}

async function join(file: ManifestFile, body: Value, place: Place | undefined, context: Context): Promise<Value> {
  await expandInside(file, body, context);
  const joined: Value[] = [];
  try {
    for (const member of iterate(body)) for (const item of iterate(member)) joined.push(item);
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
    throw new ManifestError(`mpp-join failed: ${thrown.message}.`, {
      place,
      hint: 'Every member of mpp-join must be a list.',
      cause: thrown,
    });
  }
  return joined;
}

function evaluateCode(file: ManifestFile, directive: Directive, body: Value, place: Place | undefined): Value {
  const globals = file.globals();
  try {
    if (typeof body !== 'string') throw new PyError('TypeError', 'eval() arg 1 must be a string, bytes or code object');
    return evaluate(parseExpression(body), globals, file.run.host);
  } catch (thrown) {
    throw expressionError(directive, str(body), thrown, place, () => globals.keys().map(str), file.path);
  }
}

function integer(text: string, place: Place | undefined): Value {
  try {
    return parseInt10(text.replace(/\.0$/, ''));
  } catch (thrown) {
    if (!(thrown instanceof PyError)) throw thrown;
    const hint = 'The text must be a decimal number after its {expressions} are filled in.';
    throw new ManifestError(`mpp-format-int did not give a number: ${thrown.message}.`, { place, hint, cause: thrown });
  }
}

function formatted(file: ManifestFile, directive: Directive, body: Value, place: Place | undefined): Value {
  const globals = file.globals();
  const template = str(body);
  try {
    const text = str(evaluate(parseExpression(`f'''${template}'''`), globals, file.run.host));
    if (directive === 'mpp-format-string') return text;
    return directive === 'mpp-format-json' ? parseJson(text) : integer(text, place);
  } catch (thrown) {
    if (thrown instanceof JsonError) {
      const hint = 'The text must be JSON after its {expressions} are filled in; literal braces are written {{ and }}.';
      throw new ManifestError(`mpp-format-json did not give JSON: ${thrown.problem}.`, { place, hint, cause: thrown });
    }
    throw expressionError(directive, template, thrown, place, () => globals.keys().map(str), file.path);
  }
}
