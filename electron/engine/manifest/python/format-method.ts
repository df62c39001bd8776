/** `text.format(...)`. https://docs.python.org/3.11/library/string.html#format-string-syntax */
import { attributeOf } from './attributes';
import { PyError } from './errors';
import { format } from './format-spec';
import type { Arguments, Machine } from './machine';
import { itemOf } from './subscript';
import { ascii, repr, str } from './text';
import type { Value } from './values';

/** Fields are numbered either by hand or automatically. */
function numbering(): (kind: 'manual' | 'automatic', index: number) => number {
  let before: 'manual' | 'automatic' | undefined;
  return (kind, index) => {
    if (before !== undefined && before !== kind) {
      const [from, to] =
        kind === 'manual'
          ? ['automatic field numbering', 'manual field specification']
          : ['manual field specification', 'automatic field numbering'];
      throw new PyError('ValueError', `cannot switch from ${from} to ${to}`);
    }
    before = kind;
    return index;
  };
}

/** @throws PyError ValueError, KeyError, IndexError, and what the fields' paths throw */
export function formatMethod(template: string, args: Arguments, machine: Machine): string {
  let automatic = 0;
  const number = numbering();
  const expand = (text: string, depth: number): string => {
    let out = '';
    for (let at = 0; at < text.length;) {
      const char = text[at] ?? '';
      if ((char === '{' || char === '}') && text[at + 1] === char && depth === 0) {
        out += char;
        at += 2;
      } else if (char === '{') {
        const end = closing(text, at);
        out += field(text.slice(at + 1, end), depth);
        at = end + 1;
      } else if (char === '}') throw new PyError('ValueError', "Single '}' encountered in format string");
      else {
        out += char;
        at += 1;
      }
    }
    return out;
  };
  const field = (source: string, depth: number): string => {
    machine.spend(1);
    if (depth > 1) throw new PyError('ValueError', 'Max string recursion exceeded');
    const match = /^([^:!]*)(?:!([rsa]))?(?::(.*))?$/s.exec(source);
    if (!match) throw new PyError('ValueError', "expected ':' after conversion specifier");
    const [, path = '', conversion, spec = ''] = match;
    const head = /^[^.[]*/.exec(path)?.[0] ?? '';
    let value =
      head === ''
        ? at(args, number('automatic', automatic++))
        : /^\d+$/.test(head)
          ? at(args, number('manual', Number(head)))
          : named(args, head);
    for (const [, attribute, index] of path.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
      if (attribute !== undefined) value = attributeOf(value, attribute);
      else value = itemOf(value, /^\d+$/.test(index ?? '') ? BigInt(index ?? 0) : (index ?? ''));
    }
    const converted =
      conversion === undefined
        ? value
        : conversion === 's'
          ? str(value)
          : conversion === 'r'
            ? repr(value)
            : ascii(value);
    return format(converted, expand(spec, depth + 1));
  };
  return expand(template, 0);
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  throw new PyError('ValueError', "expected '}' before end of string");
}

function at(args: Arguments, index: number): Value {
  const value = args.positional[index];
  if (value === undefined)
    throw new PyError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  return value;
}
function named(args: Arguments, name: string): Value {
  const value = args.keywords.get(name);
  if (value === undefined) throw new PyError('KeyError', repr(name));
  return value;
}
