/** `format(value, spec)`. https://docs.python.org/3.11/library/string.html#format-specification-mini-language */
import { BudgetError, PyError } from './errors';
import { floatRepr } from './numbers';
import { asInt } from './operators';
import { exponential, fixed } from './rounding';
import { str } from './text';
import { characters, typeName, type Value } from './values';

const SPEC = /^(?:(.)?([<>=^]))?([+\- ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

interface Spec {
  fill: string;
  align: string;
  sign: string;
  alternate: boolean;
  width: number;
  group: string;
  precision: number | undefined;
  type: string;
}

function parseSpec(text: string, value: Value): Spec {
  const match = SPEC.exec(text);
  if (!match) {
    if (/\.(?!\d)/.test(text)) throw new PyError('ValueError', 'Format specifier missing precision');
    throw new PyError('ValueError', `Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  }
  const [, fill, align, sign, negativeZero, alternate, zero, width, group, precision, type] = match;
  const [wide, exact] = [Number(width ?? 0), precision === undefined ? undefined : Number(precision)];
  if (wide > 100_000 || (exact ?? 0) > 1000) throw new BudgetError('a format is wider than 100000 characters');
  const numeric = typeof value !== 'string';
  if (group !== undefined && type !== undefined && !`deEfFgG%${group === '_' ? 'boxX' : ''}`.includes(type))
    throw new PyError('ValueError', `Cannot specify '${group}' with '${type}'.`);
  if (!numeric) refuse(sign, negativeZero, alternate);
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero && numeric ? '=' : numeric ? '>' : '<'),
    sign: sign ?? '-',
    alternate: alternate !== undefined,
    width: wide,
    group: group ?? '',
    precision: exact,
    type: type ?? '',
  };
}

/** What a text cannot have. */
function refuse(sign: string | undefined, negativeZero: string | undefined, alternate: string | undefined): void {
  const what =
    sign !== undefined
      ? sign === ' '
        ? 'Space'
        : 'Sign'
      : negativeZero !== undefined
        ? 'Negative zero coercion (z)'
        : alternate !== undefined
          ? 'Alternate form (#)'
          : undefined;
  if (what) throw new PyError('ValueError', `${what} not allowed in string format specifier`);
}

/** @throws PyError ValueError, TypeError */
export function format(value: Value, spec: string): string {
  if (spec === '') return str(value);
  if (typeof value === 'string') return formatText(value, parseSpec(spec, value));
  const int = asInt(value);
  if (int === undefined && typeof value !== 'number') {
    throw new PyError('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
  }
  const parsed = parseSpec(spec, value);
  if (parsed.type !== '' && !'bcdoxXneEfFgG%'.includes(parsed.type))
    throw new PyError('ValueError', `Unknown format code '${parsed.type}' for object of type '${typeName(value)}'`);
  if (int !== undefined && !'eEfFgG%'.includes(parsed.type || ' ')) return formatInt(int, parsed);
  return formatFloat(Number(value), parsed);
}

function formatText(value: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's')
    throw new PyError('ValueError', `Unknown format code '${spec.type}' for object of type 'str'`);
  if (spec.align === '=') throw new PyError('ValueError', "'=' alignment not allowed in string format specifier");
  const text = spec.precision === undefined ? value : characters(value).slice(0, spec.precision).join('');
  return pad('', text, spec);
}

function pad(sign: string, body: string, spec: Spec): string {
  const missing = spec.width - characters(sign + body).length;
  if (missing <= 0) return sign + body;
  if (spec.align === '=') return sign + spec.fill.repeat(missing) + body;
  if (spec.align === '<') return sign + body + spec.fill.repeat(missing);
  const left = spec.align === '^' ? Math.floor(missing / 2) : missing;
  return spec.fill.repeat(left) + sign + body + spec.fill.repeat(missing - left);
}

function signOf(negative: boolean, spec: Spec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

/** The digits with marks between them; with zeros in front up to the width that is left, where zeros fill it. */
function groupedTo(spec: Spec, digits: string, every: number, taken: number): string {
  if (spec.group === '') return digits;
  const wide = spec.fill === '0' && spec.align === '=' ? spec.width - taken : 0;
  let all = digits;
  while (grouped(all, spec.group, every).length < wide) all = `0${all}`;
  return grouped(all, spec.group, every);
}

function grouped(digits: string, mark: string, every: number): string {
  return mark === '' ? digits : digits.replace(new RegExp(`(?<=.)(?=(.{${every}})+$)`, 'g'), mark);
}

const RADIX: Record<string, [number, string]> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
  d: [10, ''],
  n: [10, ''],
  '': [10, ''],
};

function formatInt(value: bigint, spec: Spec): string {
  if (spec.type === 'c') return pad('', String.fromCodePoint(Number(value)), spec);
  const radix = RADIX[spec.type];
  if (!radix) throw new PyError('ValueError', `Unknown format code '${spec.type}' for object of type 'int'`);
  if (spec.precision !== undefined)
    throw new PyError('ValueError', 'Precision not allowed in integer format specifier');
  const digits = (value < 0n ? -value : value).toString(radix[0]);
  const sign = signOf(value < 0n, spec) + (spec.alternate ? radix[1] : '');
  const upper = spec.type === 'X' ? digits.toUpperCase() : digits;
  return pad(sign, groupedTo(spec, upper, radix[0] === 10 ? 3 : 4, sign.length), spec);
}

function general(value: number, precision: number, alternate: boolean): string {
  const digits = precision === 0 ? 1 : precision;
  const exponent = value === 0 ? 0 : Number(exponential(value, digits - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits ? exponential(value, digits - 1) : fixed(value, digits - 1 - exponent);
  return alternate || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '');
}

function formatFloat(value: number, spec: Spec): string {
  const size = Math.abs(value);
  const negative = value < 0 || Object.is(value, -0);
  const precision = spec.precision ?? 6;
  let body: string;
  if ('bcdoxX'.includes(spec.type || ' '))
    throw new PyError('ValueError', `Unknown format code '${spec.type}' for object of type 'float'`);
  if (!Number.isFinite(value)) body = Number.isNaN(value) ? 'nan' : 'inf';
  else if (spec.type === '') body = spec.precision === undefined ? floatRepr(size) : generalOrFixed(size, precision);
  else if (/[eE]/.test(spec.type)) body = exponential(size, precision);
  else if (/[fF]/.test(spec.type)) body = fixed(size, precision);
  else if (/[gGn]/.test(spec.type)) body = general(size, precision, spec.alternate);
  else if (spec.type === '%') body = `${fixed(size * 100, precision)}%`;
  else throw new PyError('ValueError', `Unknown format code '${spec.type}' for object of type 'float'`);
  if (/[EFG]/.test(spec.type)) body = body.toUpperCase();
  const [whole = '', ...rest] = body.split(/(?=[.e%])/);
  const [sign, tail] = [signOf(negative, spec), rest.join('')];
  return pad(sign, groupedTo(spec, whole, 3, sign.length + tail.length) + tail, spec);
}

function generalOrFixed(value: number, precision: number): string {
  const text = general(value, precision, false);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
