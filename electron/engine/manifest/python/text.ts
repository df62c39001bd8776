/** `str()` and `repr()`. */
import { BudgetError } from './errors';
import { floatRepr } from './numbers';
import { PyBytes, PyDict, PyObject, type PySet, PyTuple, type Value } from './values';

/** Longest text that an expression may make, in UTF-16 units. */
export const MAX_TEXT = 16 * 1024 * 1024;
const MAX_CHUNK = 4096;

/** Python's `str(value)`. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof PyObject) return value.text();
  return repr(value);
}

/** Python's `ascii(value)`: its repr with escapes for everything else. */
export function ascii(value: Value): string {
  return repr(value).replace(/[^\x00-\x7f]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const [mark, digits] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
    return `\\${mark}${code.toString(16).padStart(digits, '0')}`;
  });
}

/** Python's `repr(value)`. Containers within themselves print as `...`. */
export function repr(value: Value): string {
  const writer = new Writer();
  writer.write(value);
  return writer.text();
}

class Writer {
  private readonly whole: string[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  private readonly open = new Set<object>();

  private add(text: string): void {
    this.length += text.length;
    if (this.length > MAX_TEXT) throw new BudgetError('its text is longer than 16 million characters');
    if (this.parts.push(text) === MAX_CHUNK) this.whole.push(this.parts.splice(0).join(''));
  }

  text(): string {
    return this.whole.join('') + this.parts.join('');
  }

  write(value: Value): void {
    if (value === null) return this.add('None');
    switch (typeof value) {
      case 'boolean':
        return this.add(value ? 'True' : 'False');
      case 'bigint':
        return this.add(value.toString());
      case 'number':
        return this.add(floatRepr(value));
      case 'string':
        return this.add(quote(value));
      default:
    }
    if (value instanceof PyBytes) return this.add(bytesRepr(value.bytes));
    if (value instanceof PyObject) return this.add(value.repr());
    if (this.open.has(value)) return this.add(Array.isArray(value) ? '[...]' : '{...}');
    this.open.add(value);
    this.container(value);
    this.open.delete(value);
  }

  private container(value: Value[] | PyDict | PyTuple | PySet): void {
    if (Array.isArray(value)) this.list('[', value, ']');
    else if (value instanceof PyTuple) this.list('(', value.items, value.items.length === 1 ? ',)' : ')');
    else if (value instanceof PyDict) this.dict(value);
    else if (value.size === 0) this.add(value.frozen ? 'frozenset()' : 'set()');
    else this.list(value.frozen ? 'frozenset({' : '{', value.items(), value.frozen ? '})' : '}');
  }

  private list(start: string, items: readonly Value[], end: string): void {
    this.add(start);
    items.forEach((item, index) => {
      if (index > 0) this.add(', ');
      this.write(item);
    });
    this.add(end);
  }

  private dict(dict: PyDict): void {
    if (dict.ordered && dict.size === 0) return this.add('OrderedDict()');
    const [start, colon, end] = dict.ordered ? ['(', ', ', ')'] : ['', ': ', ''];
    this.add(dict.ordered ? 'OrderedDict([' : '{');
    dict.entries().forEach(([key, value], index) => {
      this.add(index > 0 ? `, ${start}` : start);
      this.write(key);
      this.add(colon);
      this.write(value);
      this.add(end);
    });
    this.add(dict.ordered ? '])' : '}');
  }
}

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** `repr()` of a str: single quotes unless only double ones need no escape. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\'"\p{C}\p{Z}]/gu, (char) => {
    if (char === ' ' || ((char === "'" || char === '"') && char !== mark)) return char;
    return SHORT[char] ?? (char === mark ? `\\${char}` : hexEscape(char.codePointAt(0) ?? 0));
  });
  return mark + body + mark;
}

function hexEscape(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

function bytesRepr(bytes: Uint8Array): string {
  let body = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (SHORT[char] !== undefined) body += SHORT[char];
    else body += byte >= 0x20 && byte < 0x7f ? char : hexEscape(byte);
  }
  const mark = body.includes("'") && !body.includes('"') ? '"' : "'";
  return `b${mark}${mark === "'" ? body.replaceAll("'", "\\'") : body}${mark}`;
}
