/** JSON as Python's json module reads and writes it: int and float apart, big numbers exact, NaN and Infinity. */
import { BudgetError, PyError } from './errors';
import { floatRepr } from './numbers';
import { compareText } from './operators';
import { PyDict, PyObject, PyTuple, typeName, type Value } from './values';

const MAX_DEPTH = 500;
const MAX_OUTPUT = 256 * 1024 * 1024;
const MAX_CHUNK = 4096;

/** A syntax error of JSON with its place, both counted from one. */
export class JsonError extends PyError {
  constructor(
    readonly problem: string,
    readonly line: number,
    readonly column: number,
    offset: number,
  ) {
    super('json.decoder.JSONDecodeError', `${problem}: line ${line} column ${column} (char ${offset})`);
  }
}

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][+-]?\d+)?/y;
const STRING_CHUNK = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4}))/y;
const CONSTANTS: Record<string, Value> = {
  null: null,
  true: true,
  false: false,
  NaN,
  Infinity,
  '-Infinity': -Infinity,
};

/**
 * Reads a JSON text.
 *
 * @param ordered whether mappings print as OrderedDict, as those of manifest files do
 * @param onKey is told the offset of each mapping's keys, for messages that name a place
 * @throws JsonError
 */
export function parseJson(
  text: string,
  ordered = false,
  onKey?: (dict: PyDict, key: string, offset: number) => void,
): Value {
  const reader = new JsonReader(text, ordered, onKey);
  return reader.document();
}

class JsonReader {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly ordered: boolean,
    private readonly onKey?: (dict: PyDict, key: string, offset: number) => void,
  ) {}

  document(): Value {
    if (this.text.startsWith('\ufeff')) this.fail('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0);
    const result = this.value(0);
    this.blank();
    if (this.at < this.text.length) this.fail('Extra data');
    return result;
  }

  private fail(problem: string, offset = this.at): never {
    const before = this.text.slice(0, offset);
    throw new JsonError(problem, before.split('\n').length, offset - before.lastIndexOf('\n'), offset);
  }
  private blank(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }
  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  private string(): string {
    const from = this.at;
    this.at += 1;
    let out = '';
    for (;;) {
      STRING_CHUNK.lastIndex = this.at;
      const chunk = STRING_CHUNK.exec(this.text)?.[0] ?? '';
      out += chunk;
      this.at += chunk.length;
      if (this.at >= this.text.length) this.fail('Unterminated string starting at', from);
      if (this.take('"')) return out;
      if (this.text[this.at] !== '\\') this.fail('Invalid control character at');
      out += this.escape();
    }
  }
  private escape(): string {
    ESCAPE.lastIndex = this.at;
    const match =
      ESCAPE.exec(this.text) ??
      this.fail(this.text[this.at + 1] === 'u' ? 'Invalid \\uXXXX escape' : 'Invalid \\escape');
    this.at += match[0].length;
    return match[1] ? (JSON.parse(`"${match[0]}"`) as string) : String.fromCharCode(parseInt(match[2] ?? '', 16));
  }

  private object(depth: number): PyDict {
    const dict = new PyDict(this.ordered);
    this.at += 1;
    this.blank();
    if (this.take('}')) return dict;
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') this.fail('Expecting property name enclosed in double quotes');
      const offset = this.at;
      const key = this.string();
      this.onKey?.(dict, key, offset);
      this.blank();
      if (!this.take(':')) this.fail("Expecting ':' delimiter");
      dict.set(key, this.value(depth + 1));
      this.blank();
      if (this.take('}')) return dict;
      if (!this.take(',')) this.fail("Expecting ',' delimiter");
    }
  }

  private array(depth: number): Value[] {
    const list: Value[] = [];
    this.at += 1;
    this.blank();
    if (this.take(']')) return list;
    for (;;) {
      list.push(this.value(depth + 1));
      this.blank();
      if (this.take(']')) return list;
      if (!this.take(',')) this.fail("Expecting ',' delimiter");
    }
  }

  private value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new PyError('RecursionError', 'maximum recursion depth exceeded');
    this.blank();
    const char = this.text[this.at];
    if (char === '"') return this.string();
    if (char === '{') return this.object(depth);
    if (char === '[') return this.array(depth);
    for (const [word, constant] of Object.entries(CONSTANTS)) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return constant;
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text) ?? this.fail('Expecting value');
    this.at += number[0].length;
    return number[2] === undefined && number[3] === undefined ? BigInt(number[0]) : Number(number[0]);
  }
}

export interface JsonLayout {
  /** Spaces (or text) of one level; undefined writes everything in one line. */
  indent?: string;
  sortKeys?: boolean;
  asciiOnly?: boolean;
  itemSeparator?: string;
  keySeparator?: string;
  /** Characters that the text may have. */
  most?: number;
  /** Gives a substitute for a value that JSON does not know. */
  fallback?: (value: Value) => Value;
}

/** Writes a value. @throws PyError TypeError for what JSON cannot hold */
export function writeJson(root: Value, layout: JsonLayout = {}): string {
  const { indent, sortKeys = false, asciiOnly = true, keySeparator = ': ' } = layout;
  const comma = layout.itemSeparator ?? (indent === undefined ? ', ' : ',');
  const most = layout.most ?? MAX_OUTPUT;
  const whole: string[] = [];
  const parts: string[] = [];
  const open = new Set<object>();
  let size = 0;
  const add = (text: string): void => {
    size += text.length;
    if (size > most) throw new BudgetError(`its JSON is longer than ${most} characters`);
    if (parts.push(text) === MAX_CHUNK) whole.push(parts.splice(0).join('')); // millions of tiny texts do not fit
  };
  const newline = (depth: number): void => {
    if (indent !== undefined) add(`\n${indent.repeat(depth)}`);
  };
  const list = (items: readonly Value[], depth: number): void => {
    if (items.length === 0) return add('[]');
    add('[');
    items.forEach((item, index) => {
      if (index > 0) add(comma);
      newline(depth + 1);
      write(item, depth + 1);
    });
    newline(depth);
    add(']');
  };
  const dict = (value: PyDict, depth: number): void => {
    if (value.size === 0) return add('{}');
    add('{');
    const entries = value.entries();
    if (sortKeys) entries.sort(([a], [b]) => compareKeys(a, b));
    entries.forEach(([key, item], index) => {
      if (index > 0) add(comma);
      newline(depth + 1);
      add(jsonString(keyText(key), asciiOnly) + keySeparator);
      write(item, depth + 1);
    });
    newline(depth);
    add('}');
  };
  const write = (value: Value, depth: number): void => {
    if (typeof value === 'string') return add(jsonString(value, asciiOnly));
    if (value === null || typeof value !== 'object') return add(scalarText(value));
    if (depth > MAX_DEPTH) throw new PyError('RecursionError', 'maximum recursion depth exceeded');
    if (open.has(value)) throw new PyError('ValueError', 'Circular reference detected');
    open.add(value);
    if (Array.isArray(value)) list(value, depth);
    else if (value instanceof PyTuple) list(value.items, depth);
    else if (value instanceof PyDict) dict(value, depth);
    else if (value instanceof PyObject && value.tuple) list(value.tuple(), depth);
    else if (layout.fallback) write(layout.fallback(value), depth);
    else throw new PyError('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
    open.delete(value);
  };
  write(root, 0);
  return whole.join('') + parts.join('');
}

function scalarText(value: null | boolean | bigint | number): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isFinite(value)) return floatRepr(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null || typeof key !== 'object') return scalarText(key);
  throw new PyError('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function compareKeys(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a !== 'string' && typeof b !== 'string' && a !== null && b !== null) return Number(a) - Number(b);
  throw new PyError('TypeError', `'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function jsonString(text: string, asciiOnly: boolean): string {
  const quoted = JSON.stringify(text);
  if (!asciiOnly) return quoted;
  return quoted.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
