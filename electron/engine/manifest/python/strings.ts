/** String literals: escapes, and the replacement fields of f-strings as Python 3.11 reads them. */
import type { Field, FString, Node } from './ast';
import { PyError } from './errors';
import { syntaxError, type Token } from './tokens';
import { characterNamed } from './unicode-names';

const ESCAPES: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPE =
  /\\(?:([\n\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\})/g;

const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** @throws PyError for an escape that is cut off or names no character, with its place as Python counts it */
function refuseEscapes(text: string, line: number): void {
  for (const { 0: all, 1: kind = '', 2: rest = '', index } of text.matchAll(
    /\\(?:\\|([xuU])([0-9a-fA-F]{0,8})|(?:(N)(\{[^}]+\})?)|)/g,
  )) {
    const wanted = HEX_DIGITS[kind];
    const isName = all.startsWith('\\N');
    if (wanted === undefined && !isName) continue;
    const digits = rest.slice(0, wanted);
    let problem: string | undefined;
    if (isName) {
      if (!all.endsWith('}')) problem = 'malformed \\N character escape';
    } else if (digits.length < (wanted ?? 0)) problem = `truncated \\${kind}${'X'.repeat(wanted ?? 0)} escape`;
    else if (parseInt(digits, 16) > 0x10ffff) problem = 'illegal Unicode character';
    if (problem === undefined) continue;
    // what is not ASCII is counted as its own escape of ten characters
    const from = Array.from(text.slice(0, index), (char) => (char > '\x7f' ? 10 : 1)).reduce((a, b) => a + b, 0);
    throw syntaxError(
      `(unicode error) 'unicodeescape' codec can't decode bytes in position ${from}-${from + 1 + digits.length}: ${problem}`,
      line,
    );
  }
}

/** Text with its backslash escapes decoded; an unknown escape stays as it is. */
export function decodeEscapes(text: string, line: number): string {
  refuseEscapes(text, line);
  return text.replace(
    ESCAPE,
    (_all, short?: string, octal?: string, x?: string, u?: string, wide?: string, name?: string) => {
      if (short !== undefined) return ESCAPES[short] ?? '';
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      if (name !== undefined) return characterNamed(name, line);
      return String.fromCodePoint(parseInt(x ?? u ?? wide ?? '', 16));
    },
  );
}

function bytesOf(token: Token): Uint8Array {
  const body = token.body ?? '';

  if (/[^\x00-\x7f]/.test(body)) throw syntaxError('bytes can only contain ASCII literal characters', token.line);
  const text = token.prefix?.includes('r')
    ? body
    : body.replace(
        /\\(?:([\n\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2}))/g,
        (_all, short?: string, octal?: string, hex?: string) =>
          short !== undefined
            ? (ESCAPES[short] ?? '')
            : String.fromCharCode(parseInt(octal ?? hex ?? '0', octal ? 8 : 16) & 255),
      );
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** The value of adjacent string literals, as one node. `parse` reads the expression of a replacement field. */
export function stringNode(tokens: readonly Token[], parse: (source: string, line: number) => Node): Node {
  const isBytes = tokens.map((token) => token.prefix?.includes('b') ?? false);
  if (isBytes.some((b) => b !== isBytes[0]))
    throw syntaxError('cannot mix bytes and nonbytes literals', tokens[0]?.line ?? 1);
  if (isBytes[0]) return { kind: 'bytes', value: Uint8Array.from(tokens.flatMap((token) => [...bytesOf(token)])) };
  const parts: (string | Field)[] = [];
  for (const token of tokens) {
    const raw = token.prefix?.includes('r') ?? false;
    if (token.prefix?.includes('f'))
      parts.push(...new FieldReader(token.body ?? '', raw, token.line, parse).read(0).parts);
    else parts.push(raw ? (token.body ?? '') : decodeEscapes(token.body ?? '', token.line));
  }
  if (parts.every((part) => typeof part === 'string')) {
    const value = parts.join('');
    return tokens.some((token) => token.prefix?.includes('f'))
      ? { kind: 'fstring', parts: [value] }
      : { kind: 'str', value };
  }
  return { kind: 'fstring', parts };
}

/** What Python's tokenizer says, it says without a word of the f-string round it; an inner f-string's own is enough. */
const UNPREFIXED =
  /^(?:\(unicode error\)|unterminated|invalid (?:decimal|hexadecimal|octal|binary|digit)|leading zeros|f-string: (?:invalid syntax|cannot))/;

/** Reads the body of an f-string. */
class FieldReader {
  private at = 0;
  constructor(
    private readonly body: string,
    private readonly raw: boolean,
    private readonly line: number,
    private readonly parse: (source: string, line: number) => Node,
  ) {}

  private fail(message: string): PyError {
    return syntaxError(`f-string: ${message}`, this.line);
  }

  /** Literal text and fields up to the end, or (in a format spec, depth > 0) up to the closing brace. */
  read(depth: number): FString {
    const parts: (string | Field)[] = [];
    let literal = '';
    const flush = (): void => {
      if (literal !== '') parts.push(this.raw ? literal : decodeEscapes(literal, this.line));
      literal = '';
    };
    while (this.at < this.body.length) {
      const char = this.body[this.at] ?? '';
      const next = this.body[this.at + 1];
      if (char === '\\' && !this.raw && next === 'N' && this.body[this.at + 2] === '{') {
        const end = this.body.indexOf('}', this.at);
        if (end < 0) throw this.fail('malformed \\N character escape');
        literal += this.body.slice(this.at, end + 1);
        this.at = end + 1;
      } else if (char === '\\' && !this.raw && next !== '{' && next !== '}') {
        literal += char + (next ?? '');
        this.at += 2;
      } else if (char === '\\' && !this.raw) {
        literal += '\\\\';
        this.at += 1;
      } else if ((char === '{' || char === '}') && next === char && depth === 0) {
        literal += char;
        this.at += 2;
      } else if (char === '{') {
        flush();
        parts.push(...this.field(depth));
      } else if (char === '}') {
        if (depth > 0) break;
        throw this.fail("single '}' is not allowed");
      } else {
        literal += char;
        this.at += 1;
      }
    }
    flush();
    return { kind: 'fstring', parts };
  }

  private field(depth: number): (string | Field)[] {
    if (depth >= 2) throw this.fail('expressions nested too deeply');
    this.at += 1;
    const source = this.expressionText();
    if (source.trim() === '') {
      const mark = this.body[this.at];
      throw this.fail(
        mark === '!' || mark === ':' ? `expression required before '${mark}'` : 'empty expression not allowed',
      );
    }
    let debug: string | undefined;
    if (this.body[this.at] === '=') {
      const from = this.at;
      this.at += 1;
      while (/\s/.test(this.body[this.at] ?? '')) this.at += 1;
      debug = source + this.body.slice(from, this.at);
    }
    const value = this.expression(source);
    const field: Field = { kind: 'field', value };
    if (this.body[this.at] === '!') {
      const conversion = this.body[this.at + 1];
      if (conversion !== 'r' && conversion !== 's' && conversion !== 'a') {
        throw this.fail("invalid conversion character: expected 's', 'r', or 'a'");
      }
      field.conversion = conversion;
      this.at += 2;
    }
    if (this.body[this.at] === ':') {
      this.at += 1;
      field.spec = this.read(depth + 1);
    }
    if (this.body[this.at] !== '}') throw this.fail("expecting '}'");
    this.at += 1;
    if (debug === undefined) return [field];
    return [debug, field.conversion || field.spec ? field : { ...field, conversion: 'r' }];
  }

  private expression(source: string): Node {
    try {
      return this.parse(`(${source})`, this.line);
    } catch (thrown) {
      if (!(thrown instanceof PyError) || thrown.kind !== 'SyntaxError' || UNPREFIXED.test(thrown.message))
        throw thrown;
      throw new PyError('SyntaxError', `f-string: ${thrown.message.replace(/line \d+\)$/, `line ${this.line})`)}`);
    }
  }

  /** The source of one replacement field's expression: up to `=`, `!`, `:` or `}` outside brackets and quotes. */
  private expressionText(): string {
    const from = this.at;
    let quotes = '';
    const nesting: string[] = [];
    for (; this.at < this.body.length; this.at += 1) {
      const char = this.body[this.at] ?? '';
      const next = this.body[this.at + 1] ?? '';
      if (char === '\\') throw syntaxError('f-string expression part cannot include a backslash', this.line);
      if (quotes !== '') {
        if (!this.body.startsWith(quotes, this.at)) continue;
        this.at += quotes.length - 1;
        quotes = '';
      } else if (char === '"' || char === "'") {
        quotes = this.body.startsWith(char.repeat(3), this.at) ? char.repeat(3) : char;
        this.at += quotes.length - 1;
      } else if ('([{'.includes(char)) nesting.push(char);
      else if (char === '#') throw syntaxError("f-string expression part cannot include '#'", this.line);
      else if (nesting.length > 0 && ')]}'.includes(char)) {
        const open = nesting.pop() ?? '';
        if (`${open}${char}` !== '()' && `${open}${char}` !== '[]' && `${open}${char}` !== '{}')
          throw this.fail(`closing parenthesis '${char}' does not match opening parenthesis '${open}'`);
      } else if (nesting.length === 0) {
        if ((char === '!' || char === '=' || char === '<' || char === '>') && next === '=') {
          this.at += 1;
          continue;
        }
        if ('=!:}'.includes(char)) return this.body.slice(from, this.at);
        if (')]'.includes(char)) throw this.fail(`unmatched '${char}'`);
      }
    }
    if (quotes !== '') throw this.fail('unterminated string');
    throw this.fail("expecting '}'");
  }
}
