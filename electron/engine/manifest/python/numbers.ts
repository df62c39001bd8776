/** Numbers as Python reads and writes them. */
import { BudgetError, PyError } from './errors';
import { quote } from './text';

/** `repr()` of a float: the shortest text that reads back, with Python's choice of exponent. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  if (value === 0) return '0.0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const DIGITS: Record<number, RegExp> = {
  2: /^[01]+(_[01]+)*$/,
  8: /^[0-7]+(_[0-7]+)*$/,
  10: /^[0-9]+(_[0-9]+)*$/,
  16: /^[0-9a-f]+(_[0-9a-f]+)*$/i,
};
/** Python's own limit. https://docs.python.org/3.11/library/stdtypes.html#int-max-str-digits */
const MAX_DIGITS = 4300;
const PREFIX: Record<number, string> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/**
 * `int(text, base)`: blanks round it, a sign and single underscores are allowed.
 *
 * @throws PyError ValueError
 */
export function parseInt10(text: string, base = 10): bigint {
  const body = text.trim();
  const negative = body.startsWith('-');
  let digits = /^[+-]/.test(body) ? body.slice(1) : body;
  if (base === 0) return parseAnyBase(text, digits, negative);
  const prefix = PREFIX[base];
  if (prefix && digits.toLowerCase().startsWith(prefix)) digits = digits.slice(2).replace(/^_/, '');
  if (!DIGITS[base]?.test(digits)) {
    throw new PyError('ValueError', `invalid literal for int() with base ${base}: ${quote(text)}`);
  }
  const count = digits.replaceAll('_', '').length;
  if (base === 10 && count > MAX_DIGITS) {
    throw new PyError(
      'ValueError',
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${count} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  if (count > 100_000) throw new BudgetError('a number has more than 100000 digits');
  const value = BigInt((prefix ?? '') + digits.replaceAll('_', ''));
  return negative ? -value : value;
}

/** Base 0: the prefix tells the base, and a decimal number has no leading zero. */
function parseAnyBase(text: string, digits: string, negative: boolean): bigint {
  const base = Number(
    Object.entries(PREFIX).find(([, prefix]) => prefix && digits.toLowerCase().startsWith(prefix))?.[0] ?? 10,
  );
  if (base === 10 && /^0[0_]*[1-9]/.test(digits))
    throw new PyError('ValueError', `invalid literal for int() with base 0: ${quote(text)}`);
  const value = parseInt10(digits, base);
  return negative ? -value : value;
}

const FLOAT = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;

/** `float(text)`. @throws PyError ValueError */
export function parseFloatText(text: string): number {
  const body = text.trim();
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(body);
  if (word) {
    if (/nan/i.test(body)) return NaN;
    return word[1] === '-' ? -Infinity : Infinity;
  }
  if (!FLOAT.test(body)) throw new PyError('ValueError', `could not convert string to float: ${quote(text)}`);
  return Number(body.replaceAll('_', ''));
}

/** `int(number)`: towards zero. @throws PyError for NaN and the infinities */
export function truncate(value: number): bigint {
  if (Number.isNaN(value)) throw new PyError('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw new PyError('OverflowError', 'cannot convert float infinity to integer');
  return BigInt(Math.trunc(value));
}

/** An int as a JavaScript index. @throws PyError if it is not one that memory could have */
export function toIndex(value: bigint): number {
  if (value > 2n ** 53n || value < -(2n ** 53n)) {
    throw new PyError('OverflowError', "cannot fit 'int' into an index-sized integer");
  }
  return Number(value);
}
