/** `text % values`. https://docs.python.org/3.11/library/stdtypes.html#printf-style-string-formatting */
import { PyError } from './errors';
import { format } from './format-spec';
import { truncate } from './numbers';
import { asInt } from './operators';
import { repr, str } from './text';
import { PyDict, PyTuple, typeName, type Value } from './values';

const FIELD = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\d+))?[hlL]?(.)?/gs;

/** @throws PyError TypeError, ValueError, KeyError */
export function percentFormat(template: string, values: Value): string {
  const queue = values instanceof PyTuple ? [...values.items] : [values];
  let mapped = values instanceof PyDict || Array.isArray(values);
  const next = (): Value => {
    const value = queue.shift();
    if (value === undefined) throw new PyError('TypeError', 'not enough arguments for format string');
    return value;
  };
  const text = template.replace(
    FIELD,
    (_all, key?: string, flags?: string, width?: string, precision?: string, type?: string) => {
      if (type === undefined) throw new PyError('ValueError', 'incomplete format');
      if (type === '%') return '%';
      const wide = width === '*' ? String(asInt(next()) ?? 0n) : (width ?? '');
      let value: Value;
      if (key === undefined) value = next();
      else {
        if (!(values instanceof PyDict)) throw new PyError('TypeError', 'format requires a mapping');
        const found = values.get(key);
        if (found === undefined) throw new PyError('KeyError', repr(key));
        value = found;
        mapped = true;
      }
      return field(value, type, flags ?? '', wide, precision);
    },
  );
  if (!mapped && queue.length > 0)
    throw new PyError('TypeError', 'not all arguments converted during string formatting');
  return text;
}

function field(value: Value, type: string, flags: string, width: string, precision?: string): string {
  const align = flags.includes('-') ? '<' : '>';
  const zero = flags.includes('0') && align === '>' ? '0' : '';
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const exact = precision === undefined ? '' : `.${precision}`;
  if ('sra'.includes(type)) return format(type === 's' ? str(value) : repr(value), `${align}${width}${exact}`);
  if (type === 'c')
    return format(
      typeof value === 'string' ? value : String.fromCodePoint(Number(asInt(value) ?? 0n)),
      `${align}${width}`,
    );
  const number = typeof value === 'number' ? value : asInt(value);
  if (number === undefined) {
    throw new PyError('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`);
  }
  const justify = zero === '' ? align : '';
  if ('diu'.includes(type))
    return format(typeof number === 'number' ? truncate(number) : number, `${justify}${sign}${zero}${width}d`);
  if ('xXo'.includes(type))
    return format(number, `${justify}${sign}${flags.includes('#') ? '#' : ''}${zero}${width}${type}`);
  if ('eEfFgG'.includes(type)) return format(Number(number), `${justify}${sign}${zero}${width}${exact}${type}`);
  throw new PyError('ValueError', `unsupported format character '${type}'`);
}
