/**
 * GVariant's text form, as `g_variant_print` with type annotations writes it: what `ostree show --print-metadata-key`
 * prints. OSTree stores numbers in its metadata big-endian and prints them so; this does the same.
 * https://docs.gtk.org/glib/gvariant-text-format.html
 */
import { FormatError, type Variant } from './gvariant';

/** Text beyond this is cut: `ostree.sizes` of a large tree has megabytes. */
const MAX_TEXT = 16 * 1024;

/** The text, cut with an ellipsis beyond 16,384 characters. */
export function printVariant(value: Variant): string {
  const out = new Output();
  try {
    print(value, out, true);
  } catch (thrown) {
    if (!(thrown instanceof Full)) throw thrown;
    return `${out.text.slice(0, MAX_TEXT)}…`;
  }
  return out.text;
}

class Full extends Error {}

class Output {
  text = '';
  add(text: string): void {
    this.text += text;
    if (this.text.length > MAX_TEXT) throw new Full();
  }
}

function print(value: Variant, out: Output, annotate: boolean): void {
  const { type } = value;
  switch (type.kind) {
    case 'basic':
      out.add(printNumber(type.code, value.bytes(), annotate));
      break;
    case 'text':
      if (annotate && type.code !== 's') out.add(type.code === 'o' ? 'objectpath ' : 'signature ');
      out.add(quote(value.text()));
      break;
    case 'variant':
      out.add('<');
      print(value.inner(), out, true);
      out.add('>');
      break;
    case 'maybe': {
      if (annotate) out.add(`@${type.text} `);
      const [inner] = value.children();
      if (inner) print(inner, out, false);
      else out.add('nothing');
      break;
    }
    case 'array':
      printArray(value, out, annotate);
      break;
    case 'tuple':
      printTuple(value, out, annotate);
      break;
    case 'entry':
      out.add('{');
      printPair(value, out, annotate);
      out.add('}');
      break;
  }
}

function printArray(value: Variant, out: Output, annotate: boolean): void {
  const { type } = value;
  const bytes = value.bytes();
  if (type.text === 'ay' && bytes.length > 0 && bytes.indexOf(0) === bytes.length - 1) {
    out.add(byteString(bytes.subarray(0, -1)));
    return;
  }
  const elements = value.children();
  const dictionary = type.text.startsWith('a{');
  if (elements.length === 0) {
    out.add(`${annotate ? `@${type.text} ` : ''}${dictionary ? '{}' : '[]'}`);
    return;
  }
  out.add(dictionary ? '{' : '[');
  elements.forEach((element, index) => {
    if (index > 0) out.add(', ');
    if (dictionary) printPair(element, out, annotate && index === 0);
    else print(element, out, annotate && index === 0);
  });
  out.add(dictionary ? '}' : ']');
}

function printPair(entry: Variant, out: Output, annotate: boolean): void {
  const [key, value] = entry.children();
  if (!key || !value) throw new FormatError('a dictionary entry has no value');
  print(key, out, annotate);
  out.add(': ');
  print(value, out, annotate);
}

function printTuple(value: Variant, out: Output, annotate: boolean): void {
  const members = value.children();
  out.add('(');
  members.forEach((member, index) => {
    if (index > 0) out.add(', ');
    print(member, out, annotate);
  });
  out.add(members.length === 1 ? ',)' : ')');
}

const NUMBERS: Readonly<Record<string, { word: string; read: (bytes: Buffer) => string }>> = {
  b: { word: '', read: (bytes) => (bytes[0] === 0 ? 'false' : 'true') },
  y: { word: 'byte ', read: (bytes) => `0x${bytes.toString('hex')}` },
  n: { word: 'int16 ', read: (bytes) => String(bytes.readInt16BE()) },
  q: { word: 'uint16 ', read: (bytes) => String(bytes.readUInt16BE()) },
  i: { word: '', read: (bytes) => String(bytes.readInt32BE()) },
  u: { word: 'uint32 ', read: (bytes) => String(bytes.readUInt32BE()) },
  h: { word: 'handle ', read: (bytes) => String(bytes.readInt32BE()) },
  x: { word: 'int64 ', read: (bytes) => String(bytes.readBigInt64BE()) },
  t: { word: 'uint64 ', read: (bytes) => String(bytes.readBigUInt64BE()) },
  d: { word: '', read: (bytes) => printDouble(bytes.readDoubleBE()) },
};

function printNumber(code: string, bytes: Buffer, annotate: boolean): string {
  const number = NUMBERS[code];
  if (!number) throw new FormatError(`'${code}' is no number`);
  return `${annotate ? number.word : ''}${number.read(bytes)}`;
}

function printDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': 'a',
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\v': 'v',
};

/** Single quotes unless there is one in the text; what cannot be printed is escaped. */
function quote(text: string): string {
  const mark = text.includes("'") ? '"' : "'";
  let quoted = mark;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === mark || char === '\\') quoted += `\\${char}`;
    else if (ESCAPES[char] !== undefined) quoted += `\\${ESCAPES[char]}`;
    else if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(char)) quoted += char;
    else quoted += code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return quoted + mark;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** Bytes as C would write them: octal where they are not ASCII. */
function byteString(bytes: Buffer): string {
  const mark = bytes.includes(0x27) ? '"' : "'";
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    const escape = char === '\x07' ? undefined : ESCAPES[char];
    if (escape !== undefined) text += `\\${escape}`;
    else if (char === '"' || char === '\\') text += `\\${char}`;
    else if (byte < 0x20 || byte >= 0x7f) text += `\\${byte.toString(8).padStart(3, '0')}`;
    else text += char;
  }
  return `b${mark}${text}${mark}`;
}
