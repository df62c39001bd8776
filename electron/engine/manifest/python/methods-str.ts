/** Methods of `str`. https://docs.python.org/3.11/library/stdtypes.html#string-methods */
import type { Methods } from './attributes';
import { BudgetError, PyError } from './errors';
import { format } from './format-spec';
import { formatMethod } from './format-method';
import type { Arguments } from './machine';
import { toIndex } from './numbers';
import { asInt } from './operators';
import { MAX_TEXT } from './text';
import { SliceRange } from './subscript';
import { characters, iterate, PyBytes, PyDict, PyTuple, typeName, type Value } from './values';

function textOf(value: Value | undefined, what = 'argument'): string {
  if (typeof value === 'string') return value;
  throw new PyError('TypeError', `${what} must be str, not ${value === undefined ? 'missing' : typeName(value)}`);
}
function countOf(value: Value | undefined, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const int = asInt(value);
  if (int === undefined)
    throw new PyError('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
  return toIndex(int);
}

function escape(text: string): string {
  return text.replace(/[\\\]^-]/g, '\\$&');
}
function strip(self: string, args: Arguments, left: boolean, right: boolean): string {
  const chars = args.end(1).optional(0);
  if (chars !== undefined && chars !== null && typeof chars !== 'string')
    throw new PyError('TypeError', `${left && right ? '' : left ? 'l' : 'r'}strip arg must be None or str`);
  const set = chars === undefined || chars === null ? '\\s\\x1c-\\x1f\\x85' : escape(textOf(chars));
  if (set === '') return self;
  let text = left ? self.replace(new RegExp(`^[${set}]+`, 'u'), '') : self;
  if (right) {
    const inSet = new RegExp(`^[${set}]$`, 'u');
    const all = characters(text);
    while (all.length > 0 && inSet.test(all.at(-1) ?? '')) all.pop();
    text = all.join('');
  }
  return text;
}

function split(self: string, args: Arguments, fromRight: boolean): Value {
  const separator = args.optional(0, 'sep') ?? null;
  const most = countOf(args.optional(1, 'maxsplit'), -1);
  args.end(2);
  if (separator === null) return words(self, most, fromRight);
  const parts = self.split(needle(separator));
  if (most < 0 || parts.length - 1 <= most) return parts;
  const sep = textOf(separator);
  const keep = fromRight ? parts.length - most : most;
  const [head, tail] = [parts.slice(0, keep), parts.slice(keep)];
  return fromRight ? [head.join(sep), ...tail] : [...head, tail.join(sep)];
}
/** The words; what is left after `most` of them keeps its blanks at the far side. */
function words(self: string, most: number, fromRight: boolean): string[] {
  const found = Array.from(self.matchAll(/\S+/gu), (match) => ({ text: match[0], at: match.index }));
  if (most < 0 || found.length - 1 <= most) return found.map(({ text }) => text);
  const kept = (fromRight ? found.slice(found.length - most) : found.slice(0, most)).map(({ text }) => text);
  const rest = fromRight ? found[found.length - most - 1] : found[most];
  if (!rest) return kept;
  return fromRight ? [self.slice(0, rest.at + rest.text.length), ...kept] : [...kept, self.slice(rest.at)];
}
function needle(separator: Value): string {
  if (typeof separator !== 'string') throw new PyError('TypeError', `must be str or None, not ${typeName(separator)}`);
  const text = separator;
  if (text === '') throw new PyError('ValueError', 'empty separator');
  return text;
}

function affix(self: string, args: Arguments, test: (text: string, part: string) => boolean): boolean {
  const part = args.required(0);
  const window = slice(self, args.optional(1), args.optional(2));
  if (typeof part === 'string') return test(window, part);
  if (part instanceof PyTuple) return part.items.some((item) => test(window, textOf(item)));
  throw new PyError('TypeError', `first arg must be str or a tuple of str, not ${typeName(part)}`);
}
function slice(self: string, from?: Value, to?: Value): string {
  if (from === undefined && to === undefined) return self;
  const all = characters(self);
  return new SliceRange(from ?? null, to ?? null, null)
    .positions(all.length)
    .map((at) => all[at])
    .join('');
}

function find(self: string, args: Arguments, last: boolean): number {
  const window = slice(self, args.optional(1), args.optional(2));
  const part = textOf(args.end(3).required(0));
  const at = last ? window.lastIndexOf(part) : window.indexOf(part);
  if (at < 0) return -1;
  const offset = args.count > 1 ? countOf(args.optional(1), 0) : 0;
  return characters(window.slice(0, at)).length + (offset < 0 ? Math.max(offset + characters(self).length, 0) : offset);
}
function found(at: number): bigint {
  if (at < 0) throw new PyError('ValueError', 'substring not found');
  return BigInt(at);
}

function partition(self: string, separator: string, last: boolean): PyTuple {
  const at = last ? self.lastIndexOf(separator) : self.indexOf(separator);
  if (at < 0) return new PyTuple(last ? ['', '', self] : [self, '', '']);
  return new PyTuple([self.slice(0, at), separator, self.slice(at + separator.length)]);
}

function replace(self: string, args: Arguments): string {
  const [old, now] = [textOf(args.required(0)), textOf(args.required(1))];
  const most = countOf(args.end(3).optional(2), -1);
  if (most === 0) return self;
  const pieces = old === '' ? ['', ...characters(self), ''] : self.split(old);
  const times = most < 0 ? pieces.length - 1 : Math.min(most, pieces.length - 1);
  if (self.length + times * now.length > MAX_TEXT) throw new BudgetError('a text is longer than 16 million characters');
  return (
    pieces.slice(0, times + 1).join(now) +
    pieces
      .slice(times + 1)
      .map((piece) => old + piece)
      .join('')
  );
}

function join(self: string, values: Value): string {
  const parts: string[] = [];
  let length = 0;
  for (const value of iterate(values)) {
    if (typeof value !== 'string') {
      throw new PyError('TypeError', `sequence item ${parts.length}: expected str instance, ${typeName(value)} found`);
    }
    length += value.length + self.length;
    if (length > MAX_TEXT) throw new BudgetError('a text is longer than 16 million characters');
    parts.push(value);
  }
  return parts.join(self);
}

function justify(align: string) {
  return (self: string, args: Arguments): string => {
    const fill = textOf(args.optional(1) ?? ' ');
    if (characters(fill).length !== 1)
      throw new PyError('TypeError', 'The fill character must be exactly one character long');
    const width = Math.max(countOf(args.end(2).required(0), 0), 0);
    const missing = width - characters(self).length;
    // an odd blank goes to the left only if the width is odd
    const uneven = align === '^' && missing > 0 && missing % 2 === 1 && width % 2 === 1;
    return (uneven ? fill : '') + format(self, `${fill}${align}${uneven ? width - 1 : width}`);
  };
}
function isAll(pattern: RegExp) {
  return (self: string): boolean => pattern.test(self);
}
const title = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) => {
    const [first = '', ...rest] = characters(word);
    return first.toUpperCase() + rest.join('').toLowerCase();
  });
const swap = (text: string): string =>
  characters(text)
    .map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()))
    .join('');

export const STR_METHODS: Methods<string> = {
  capitalize: (self) => {
    const [first = '', ...rest] = characters(self);
    return first.toUpperCase() + rest.join('').toLowerCase();
  },
  casefold: (self) => self.toLowerCase().replaceAll('ß', 'ss'),
  center: justify('^'),
  count: (self, args) => {
    const part = textOf(args.required(0));
    const window = slice(self, args.optional(1), args.optional(2));
    return BigInt(part === '' ? characters(window).length + 1 : window.split(part).length - 1);
  },
  encode: (self) => new PyBytes(Buffer.from(self, 'utf8')),
  endswith: (self, args) => affix(self, args, (text, part) => text.endsWith(part)),
  expandtabs: (self, args) => {
    const size = Math.min(countOf(args.optional(0, 'tabsize'), 8), 100_000);
    return self
      .split('\n')
      .map((line) =>
        line
          .split('\t')
          .reduce((text, piece) => text + ' '.repeat(size > 0 ? size - (characters(text).length % size) : 0) + piece),
      )
      .join('\n');
  },
  find: (self, args) => BigInt(find(self, args, false)),
  format: (self, args, machine) => formatMethod(self, args, machine),
  index: (self, args) => found(find(self, args, false)),
  isalnum: isAll(/^[\p{L}\p{N}]+$/u),
  isalpha: isAll(/^\p{L}+$/u),
  isascii: (self) => /^\p{ASCII}*$/u.test(self),
  isdecimal: isAll(/^\p{Nd}+$/u),
  isdigit: isAll(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u),
  isidentifier: isAll(/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u),
  islower: (self) => /\p{Ll}/u.test(self) && !/[\p{Lu}\p{Lt}]/u.test(self),
  isnumeric: isAll(/^\p{N}+$/u),
  isprintable: (self) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(self),
  isspace: isAll(/^\s+$/u),
  istitle: (self) => /\p{L}/u.test(self) && self === title(self),
  isupper: (self) => /\p{Lu}/u.test(self) && !/\p{Ll}/u.test(self),
  join: (self, args) => join(self, args.end(1).required(0)),
  ljust: justify('<'),
  lower: (self) => self.toLowerCase(),
  lstrip: (self, args) => strip(self, args, true, false),
  partition: (self, args) => partition(self, needle(args.required(0)), false),
  removeprefix: (self, args) => {
    const part = textOf(args.required(0));
    return self.startsWith(part) ? self.slice(part.length) : self;
  },
  removesuffix: (self, args) => {
    const part = textOf(args.required(0));
    return part !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self;
  },
  replace,
  rfind: (self, args) => BigInt(find(self, args, true)),
  rindex: (self, args) => found(find(self, args, true)),
  rjust: justify('>'),
  rpartition: (self, args) => partition(self, needle(args.required(0)), true),
  rsplit: (self, args) => split(self, args, true),
  rstrip: (self, args) => strip(self, args, false, true),
  split: (self, args) => split(self, args, false),
  splitlines: (self, args) => {
    const keep = args.optional(0, 'keepends') === true;
    const lines =
      self.match(
        /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
      ) ?? [];
    return keep ? [...lines] : lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''));
  },
  startswith: (self, args) => affix(self, args, (text, part) => text.startsWith(part)),
  strip: (self, args) => strip(self, args, true, true),
  swapcase: swap,
  title,
  translate: (self, args) => {
    const table = args.required(0);
    if (!(table instanceof PyDict)) throw new PyError('TypeError', `'${typeName(table)}' object is not subscriptable`);
    return characters(self)
      .map((char) => {
        const value = table.get(BigInt(char.codePointAt(0) ?? 0));
        if (value === undefined) return char;
        return value === null
          ? ''
          : typeof value === 'string'
            ? value
            : String.fromCodePoint(Number(asInt(value) ?? 0n));
      })
      .join('');
  },
  upper: (self) => self.toUpperCase(),
  zfill: (self, args) => {
    const sign = /^[+-]/.exec(self)?.[0] ?? '';
    return sign + format(self.slice(sign.length), `0>${Math.max(countOf(args.required(0), 0) - sign.length, 0)}`);
  },
};
