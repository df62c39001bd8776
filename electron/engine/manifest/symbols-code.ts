/**
 * Names of variables in Python expressions, with their places. Who reads what is told by the parser; where it stands,
 * by a scanner that also gets through text in the middle of being typed.
 */
import type { Clause, Node, Parameter, Target } from './python/ast';
import { PyError } from './python/errors';
import { parseExpression } from './python/parse';
import { KEYWORDS } from './python/token-reader';

export interface NameInCode {
  readonly name: string;
  /** Offset in the code, in UTF-16 units. */
  readonly at: number;
}

interface Part {
  readonly text: string;
  readonly at: number;
  /** Of a string: where its body begins and what it is; undefined for everything else. */
  readonly body?: { readonly at: number; readonly text: string; readonly format: boolean };
}

const STRINGS = `'''(?:[^\\\\]|\\\\[^])*?'''|"""(?:[^\\\\]|\\\\[^])*?"""|'(?:[^'\\\\\\n]|\\\\[^])*'|"(?:[^"\\\\\\n]|\\\\[^])*"`;
const PART = new RegExp(
  `#[^\\n]*|((?:[rR][bBfF]?|[bBfF][rR]?|[uU])?)(${STRINGS})|[\\p{L}_][\\p{L}\\p{N}_]*|\\d[\\w.]*|[=!<>:]=|\\s+|[^]`,
  'gu',
);
const NAME = /^[\p{L}_]/u;
const MOST_DEPTH = 20;

/** The names that an expression reads; `$name` in it is left out. */
export function namesInCode(code: string): NameInCode[] {
  const source = withoutVariables(code);
  return distinct(namesIn(source, freeNames(source), 0));
}

/** The names that the `{expressions}` of a format text read. */
export function namesInFormat(text: string): NameInCode[] {
  const source = withoutVariables(text);
  return distinct(
    fieldsOf(source).flatMap((field) =>
      namesIn(field.code, freeNames(field.code), 0).map(({ name, at }) => ({ name, at: field.at + at })),
    ),
  );
}

/** `$name` is replaced before the code is read: a number of the same length stands for it. */
function withoutVariables(code: string): string {
  if (!code.includes('$')) return code;
  return code.replace(/\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/g, (all) => '0'.padEnd(all.length));
}

function distinct(names: readonly NameInCode[]): NameInCode[] {
  const seen = new Set<number>();
  return [...names].sort((a, b) => a.at - b.at).filter(({ at }) => !seen.has(at) && seen.add(at));
}

function namesIn(code: string, free: ReadonlySet<string> | undefined, depth: number): NameInCode[] {
  if (depth > MOST_DEPTH) return [];
  const parts = partsOf(code);
  return parts.flatMap((part, index): NameInCode[] => {
    const { body } = part;
    if (body?.format)
      return fieldsOf(body.text).flatMap((field) =>
        namesIn(field.code, free, depth + 1).map(({ name, at }) => ({ name, at: body.at + field.at + at })),
      );
    if (body) return isTableKey(parts, index) ? [{ name: body.text, at: body.at }] : [];
    if (!NAME.test(part.text) || KEYWORDS.has(part.text) || parts[index - 1]?.text === '.') return [];
    // The name of an argument; a comparison is a part of its own.
    if (parts[index + 1]?.text === '=' && ['(', ','].includes(parts[index - 1]?.text ?? '')) return [];
    return free && !free.has(part.text) ? [] : [{ name: part.text, at: part.at }];
  });
}

function partsOf(code: string): Part[] {
  const parts: Part[] = [];
  for (const match of code.matchAll(PART)) {
    const [text, prefix = '', quoted] = match;
    if (text.startsWith('#') || /^\s/.test(text)) continue;
    const part = { text, at: match.index };
    if (quoted === undefined) parts.push(part);
    else {
      const length = quoted.length >= 6 && /^('''|""")/.test(quoted) ? 3 : 1;
      const body = quoted.slice(length, -length);
      parts.push({
        ...part,
        body: { at: match.index + prefix.length + length, text: body, format: /f/i.test(prefix) },
      });
    }
  }
  return parts;
}

/** `locals().get('x'`, `locals()['x']`, `'x' in locals()`, and the same with `globals()`. */
function isTableKey(parts: readonly Part[], index: number): boolean {
  const text = (offset: number): string => parts[index + offset]?.text ?? '';
  const isTable = (offset: number): boolean =>
    /^(?:locals|globals)$/.test(text(offset)) && text(offset + 1) === '(' && text(offset + 2) === ')';
  if (text(1) === 'in' && isTable(2)) return true;
  if (text(1) === 'not' && text(2) === 'in' && isTable(3)) return true;
  if (text(-1) === '[' && isTable(-4)) return true;
  return text(-1) === '(' && /^(?:get|pop|setdefault)$/.test(text(-2)) && text(-3) === '.' && isTable(-6);
}

/** The expressions in the braces of a format text, also those in format specifications. */
function fieldsOf(text: string): { code: string; at: number }[] {
  const fields: { code: string; at: number }[] = [];
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    if (text[at + 1] === '{') {
      at += 2;
      continue;
    }
    const end = endOfField(text, at + 1);
    fields.push({ code: text.slice(at + 1, end), at: at + 1 });
    // What follows a colon is text with fields of its own.
    at = end;
  }
  return fields;
}

/** The brace, conversion or specification that ends an expression. */
function endOfField(text: string, from: number): number {
  let depth = 0;
  const pattern = new RegExp(`${STRINGS}|[^]`, 'gy');
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [part] = match;
    if ('([{'.includes(part)) depth += 1;
    else if (depth === 0 && (part === '}' || part === ':')) return match.index;
    else if (depth === 0 && part === '!' && text[match.index + 1] !== '=') return match.index;
    else if (')]}'.includes(part)) depth -= 1;
  }
  return text.length;
}

/** Names that are read and not bound in the expression itself; undefined if it is not one yet. */
function freeNames(code: string): ReadonlySet<string> | undefined {
  try {
    const free = new Set<string>();
    visit(parseExpression(code.trimEnd()), new Set(), free);
    return free;
  } catch (thrown) {
    if (thrown instanceof PyError || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

type Names = ReadonlySet<string>;

function visit(node: Node, bound: Names, free: Set<string>): void {
  switch (node.kind) {
    case 'name':
      if (!bound.has(node.name)) free.add(node.name);
      return;
    case 'lambda':
      for (const parameter of node.parameters) if (parameter.default) visit(parameter.default, bound, free);
      visit(node.body, withParameters(bound, node.parameters), free);
      return;
    case 'comprehension': {
      visit(node.element, clauses(node.clauses, bound, free), free);
      return;
    }
    case 'dict-comprehension': {
      const inner = clauses(node.clauses, bound, free);
      visit(node.key, inner, free);
      visit(node.value, inner, free);
      return;
    }
    default:
      for (const child of Object.values(node) as unknown[]) children(child, bound, free);
  }
}

function clauses(list: readonly Clause[], bound: Names, free: Set<string>): Names {
  let inner = bound;
  for (const { target, iterable, conditions } of list) {
    visit(iterable, inner, free);
    inner = new Set([...inner, ...namesOf(target)]);
    for (const condition of conditions) visit(condition, inner, free);
  }
  return inner;
}

function namesOf(target: Target): string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'starred' ? namesOf(target.target) : target.items.flatMap(namesOf);
}

function withParameters(bound: Names, parameters: readonly Parameter[]): Names {
  return new Set([...bound, ...parameters.map(({ name }) => name)]);
}

const OWN_KINDS = new Set(['plain', 'star', 'double-star', 'keyword', 'keyword-only', 'field']);

/** Arguments, entries and fields hold nodes, but are none. */
function children(part: unknown, bound: Names, free: Set<string>): void {
  if (Array.isArray(part)) for (const item of part as unknown[]) children(item, bound, free);
  else if (typeof part === 'object' && part !== null && !(part instanceof Uint8Array)) {
    if ('kind' in part && !OWN_KINDS.has(String(part.kind))) visit(part as Node, bound, free);
    else for (const child of Object.values(part) as unknown[]) children(child, bound, free);
  }
}
