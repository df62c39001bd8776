/** YAML 1.1 scalars as PyYAML resolves them. https://yaml.org/type/ */
import { PyDate, PyDateTime } from './python/datetime';
import { PyError } from './python/errors';
import { PyBytes, type Value } from './python/values';

export const YAML_TAG = 'tag:yaml.org,2002:';

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(?:Z|([-+]\d\d?)(?::(\d\d))?))?)?$/;

/** The tag of a plain scalar's text. */
export function resolveTag(text: string): string {
  // most texts begin like nothing else
  if (text !== '' && !/^[-+.~<=0-9yYnNtTfFoO]/.test(text)) return `${YAML_TAG}str`;
  if (NULL.test(text)) return `${YAML_TAG}null`;
  if (BOOL.test(text)) return `${YAML_TAG}bool`;
  if (INT.test(text)) return `${YAML_TAG}int`;
  if (FLOAT.test(text)) return `${YAML_TAG}float`;
  if (/^\d{4}-\d/.test(text) && (/^\d{4}-\d\d-\d\d$/.test(text) || (TIMESTAMP.test(text) && text.includes(':')))) {
    return `${YAML_TAG}timestamp`;
  }
  if (text === '<<') return `${YAML_TAG}merge`;
  if (text === '=') return `${YAML_TAG}value`;
  return `${YAML_TAG}str`;
}

/** The value of a scalar with a tag; undefined for a tag that nothing constructs. @throws PyError ValueError */
export function constructScalar(tag: string, text: string): Value | undefined {
  switch (tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : tag) {
    case 'str':
    case 'python/str':
    case 'python/unicode':
      return text;
    case 'null':
    case 'python/none':
      return null;
    case 'bool':
    case 'python/bool':
      return boolean(text);
    case 'int':
    case 'python/int':
    case 'python/long':
      return integer(text);
    case 'float':
    case 'python/float':
      return float(text);
    case 'binary':
    case 'python/bytes':
      return new PyBytes(Buffer.from(text.replace(/\s/g, ''), 'base64'));
    case 'timestamp':
      return timestamp(text);
    default:
      return undefined;
  }
}

function boolean(text: string): boolean {
  const word = text.toLowerCase();
  if (['yes', 'true', 'on'].includes(word)) return true;
  if (['no', 'false', 'off'].includes(word)) return false;
  throw new PyError('ValueError', `'${text}' is not a boolean`);
}

function integer(text: string): bigint {
  let body = text.replaceAll('_', '');
  const negative = body.startsWith('-');
  if (/^[+-]/.test(body)) body = body.slice(1);
  let value: bigint;
  try {
    if (body.includes(':')) value = body.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
    else if (/^0[bx]/.test(body)) value = BigInt(body);
    else if (/^0./.test(body)) value = BigInt(`0o${body.slice(1)}`);
    else if (/^\d+$/.test(body)) value = BigInt(body);
    else throw new SyntaxError();
  } catch {
    throw new PyError('ValueError', `invalid literal for int() with base 10: '${text}'`);
  }
  return negative ? -value : value;
}

function float(text: string): number {
  let body = text.replaceAll('_', '').toLowerCase();
  const sign = body.startsWith('-') ? -1 : 1;
  if (/^[+-]/.test(body)) body = body.slice(1);
  if (body === '.inf') return sign * Infinity;
  if (body === '.nan') return NaN;
  if (body.includes(':')) return sign * body.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const value = Number(body);
  if (body === '' || Number.isNaN(value))
    throw new PyError('ValueError', `could not convert string to float: '${text}'`);
  return sign * value;
}

function timestamp(text: string): Value {
  const match = TIMESTAMP.exec(text);
  if (!match) throw new PyError('ValueError', `'${text}' is not a timestamp`);
  const [year = 0, month = 1, day = 1, hour, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (month < 1 || month > 12 || day < 1 || day > 31) throw new PyError('ValueError', 'month or day is out of range');
  if (hour === undefined) return new PyDate(year, month, day);
  return new PyDateTime(
    new Date(year, month - 1, day, hour, minute, second),
    Number((match[7] ?? '').padEnd(6, '0').slice(0, 6)),
  );
}
