/** Expands the expression directives of a document, in place, and hands its stages to the stage directives. */
import type { Reason } from '../../../shared/manifest/types';
import type { ManifestFile } from './manifest-file';
import type { Place, Slot } from './places';
import { expressionError, ManifestError } from './problem';
import type { Node } from './python/ast';
import { PyError } from './python/errors';
import { evaluate } from './python/evaluate';
import { JsonError, parseJson } from './python/json';
import { parseExpression } from './python/parse';
import { parseInt10 } from './python/numbers';
import { str } from './python/text';
import { KEYWORDS } from './python/token-reader';
import { iterate, PyDict, truth, type Value } from './python/values';
import { directiveReason } from './run';
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
  /** What led from the root manifest to this part, outermost first. */
  readonly reasons: readonly Reason[];
}
export const TOP: Context = { depth: 0, reasons: [] };

/** What a directive's value is: filled in while it is expanded. */
export interface Trail {
  place?: Place | undefined;
  reasons: Reason[];
  whole: boolean;
}

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
  trail: Trail = { reasons: [], whole: false },
): Promise<Value | typeof REMOVED> {
  const directive = directiveOf(value);
  if (directive && value instanceof PyDict) return apply(file, value, directive, context, trail);
  await expandInside(file, value, context);
  return value;
}

/** Expands what a mapping or a list holds. */
export async function expandInside(file: ManifestFile, value: Value, context: Context = TOP): Promise<void> {
  if (value === null || typeof value !== 'object') return;
  file.run.visit();
  if (context.depth > MAX_DEPTH)
    throw new ManifestError('The manifest is nested more than 400 deep.', {
      place: file.run.places.of(value),
      hint: 'Does an anchor contain itself?',
    });
  const depth = context.depth + 1;
  if (Array.isArray(value)) {
    await expandList(file, value, { ...context, depth });
  } else if (value instanceof PyDict) {
    if (context.key === 'stages' && context.parent) await processStage(file, value, context.parent, context);
    for (const key of value.keys()) {
      const inner = value.get(key) ?? null;
      if (inner === null || typeof inner !== 'object') continue;
      const slot = file.run.places.slot(value, key);
      const reasons = reasonsBelow(context.reasons, slot);
      const trail: Trail = { reasons: [], whole: false };
      const inside = { key: typeof key === 'string' ? key : '', parent: value, depth, reasons };
      const result = await expand(file, inner, inside, trail);
      if (result === REMOVED) value.delete(key);
      else if (result !== inner) {
        value.set(key, result);
        file.run.places.put(value, key, slotOf(trail, slot));
      }
    }
  }
}

function reasonsBelow(above: readonly Reason[], slot: Slot | undefined): readonly Reason[] {
  return slot && slot.reasons.length > 0 ? [...above, ...slot.reasons] : above;
}

/** The slot of a directive's value, where the directive stood. */
function slotOf({ place, reasons, whole }: Trail, before: Slot | undefined): Slot {
  return { place: place ?? before?.place, reasons: [...(before?.reasons ?? []), ...reasons], whole };
}

async function expandList(file: ManifestFile, list: Value[], context: Context): Promise<void> {
  const removed: number[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const inner = list[index] ?? null;
    if (inner === null || typeof inner !== 'object') continue;
    const slot = file.run.places.slot(list, index);
    const trail: Trail = { reasons: [], whole: false };
    const result = await expand(file, inner, { ...context, reasons: reasonsBelow(context.reasons, slot) }, trail);
    if (result === REMOVED) removed.push(index);
    else if (result !== inner) {
      list[index] = result;
      file.run.places.put(list, index, slotOf(trail, slot));
    }
  }
  if (removed.length > 0) file.run.places.removeFrom(list, removed);
}

async function apply(
  file: ManifestFile,
  node: PyDict,
  directive: Directive,
  context: Context,
  trail: Trail,
): Promise<Value | typeof REMOVED> {
  file.run.visit();
  const body = node.get(directive) ?? null;
  const place = file.run.places.of(node, directive);
  const made = (reasons: readonly Reason[], at: Place | undefined, whole: boolean): Context => {
    trail.reasons.push(...reasons);
    Object.assign(trail, { place: at, whole });
    return { ...context, reasons: [...context.reasons, ...reasons] };
  };
  switch (directive) {
    case 'mpp-join':
      return join(file, body, place, made(directiveReason(directive, place), place, false));
    case 'mpp-if': {
      const branch = truth(evaluateCode(file, directive, body, place)) ? 'then' : 'else';
      const chosen = node.get(branch);
      if (chosen === undefined) return REMOVED;
      const reasons: Reason[] = place ? [{ kind: 'if', code: str(body), branch, place }] : [];
      const inside = made(reasons, file.run.places.of(node, branch), false);
      return expand(file, chosen, { ...inside, depth: context.depth + 1 }, trail);
    }
    default:
      made(directiveReason(directive, place, str(body)), place, true);
      return directive === 'mpp-eval'
        ? evaluateCode(file, directive, body, place)
        : formatted(file, directive, body, place);
  }
}

async function join(file: ManifestFile, body: Value, place: Place | undefined, context: Context): Promise<Value> {
  const { places } = file.run;
  await expandInside(file, body, context);
  const joined: Value[] = [];
  try {
    let index = 0;
    for (const member of iterate(body)) {
      const outer = Array.isArray(body) ? places.slot(body, index) : undefined;
      index += 1;
      let at = 0;
      for (const item of iterate(member)) {
        const slot = Array.isArray(member) ? joinedSlot(outer, places.slot(member, at)) : outer;
        at += 1;
        if (slot) places.put(joined, joined.length, slot);
        joined.push(item);
      }
    }
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

/** An element of a list that was joined: what led to the list leads to the element. */
function joinedSlot(list: Slot | undefined, element: Slot | undefined): Slot | undefined {
  if (!list || list.whole) return list ?? element;
  if (!element) return list;
  return element.reasons.length === 0 && list.reasons.length === 0
    ? element
    : { ...element, reasons: [...list.reasons, ...element.reasons] };
}

/** Half of all expressions are the name of a variable: no table is made for them. */
function variable(file: ManifestFile, body: Value): Value | undefined {
  const isName = typeof body === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(body) && !KEYWORDS.has(body);
  return isName ? file.lookup(body) : undefined;
}

function evaluateCode(file: ManifestFile, directive: Directive, body: Value, place: Place | undefined): Value {
  const known = variable(file, body);
  if (known !== undefined) return known;
  const globals = file.globals();
  try {
    if (typeof body !== 'string') throw new PyError('TypeError', 'eval() arg 1 must be a string, bytes or code object');
    return evaluate(parsed(file, body), globals, file.run.host);
  } catch (thrown) {
    throw expressionError(
      directive,
      str(body),
      thrown,
      place,
      () => globals.keys().map(str),
      file.path,
      sourceAt(file, place),
    );
  }
}

/** The tree of an expression, as the run reads it. */
function parsed(file: ManifestFile, source: string): Node {
  return (file.run.request.parseExpression ?? parseExpression)(source);
}

/** The text of the file that has a place, for a closer look at it. */
function sourceAt({ run }: ManifestFile, place: Place | undefined): string | undefined {
  return place && run.texts.get(place.file);
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
    const text = str(evaluate(parsed(file, `f'''${template}'''`), globals, file.run.host));
    if (directive === 'mpp-format-string') return text;
    return directive === 'mpp-format-json' ? parseJson(text) : integer(text, place);
  } catch (thrown) {
    if (thrown instanceof JsonError) {
      const hint = 'The text must be JSON after its {expressions} are filled in; literal braces are written {{ and }}.';
      throw new ManifestError(`mpp-format-json did not give JSON: ${thrown.problem}.`, { place, hint, cause: thrown });
    }
    throw expressionError(
      directive,
      template,
      thrown,
      place,
      () => globals.keys().map(str),
      file.path,
      sourceAt(file, place),
    );
  }
}
