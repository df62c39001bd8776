/** Splits Python source into tokens. https://docs.python.org/3.11/reference/lexical_analysis.html */
import { PyError } from './errors';

export interface Token {
  kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'end';
  text: string;
  line: number;
  /** For a string: its prefix in lower case, its quotes, and what stands between them. */
  prefix?: string;
  body?: string;
  /** True if the quotes were tripled. */
  triple?: boolean;
}

export function syntaxError(message: string, line: number): PyError {
  return new PyError('SyntaxError', `${message} (<string>, line ${line})`);
}

const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*\.?(?:[eE][+-]?\d(?:_?\d)*)?/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const STRING_START = /([rR][bBfF]?|[bBfF][rR]?|[uU])?('''|"""|'|")/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|\*\*|\/\/|<<|>>|<=|>=|==|!=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|[-+*/%@&|^~<>()[\]{},:.;=]/y;

/** A line break before a line that is indented without a reason; Python complains when it gets there. */
export const INDENT = 'indent';

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** All tokens of an expression's source. @throws PyError SyntaxError */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const nesting: string[] = [];
  let line = 1;
  let at = 0;
  const push = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, text, line });
    at += text.length;
  };
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === ' ' || char === '\t' || char === '\f') at += 1;
    else if (char === '\n' || char === '\r') {
      if (nesting.length === 0) tokens.push({ kind: 'newline', text: '\n', line });
      at += source.startsWith('\r\n', at) ? 2 : 1;
      line += 1;
      if (nesting.length === 0 && match(/[ \t]+(?![ \t\r\n#]|$)/y, source, at))
        tokens.push({ kind: 'newline', text: INDENT, line });
    } else if (char === '#') {
      while (at < source.length && source[at] !== '\n') at += 1;
    } else if (char === '\\' && source[at + 1] === '\n') {
      at += 2;
      line += 1;
    } else {
      const string = match(STRING_START, source, at);
      if (string) {
        const token = readString(source, at, string, line);
        tokens.push(token);
        at += token.text.length;
        line += token.text.split('\n').length - 1;
        continue;
      }
      const number = /[\d.]/.test(char) ? match(NUMBER, source, at) : null;
      if (number) {
        push('number', number[0]);
        refuseDigits(source, at, number[0], line);
        if (match(NAME, source, at) && !match(/(and|or|if|else|in|is|not|for)\b/y, source, at)) {
          throw syntaxError('invalid decimal literal', line);
        }
        continue;
      }
      const name = match(NAME, source, at);
      if (name) {
        push('name', name[0]);
        continue;
      }
      const operator = match(OPERATOR, source, at);
      if (!operator) throw syntaxError('$?!`'.includes(char) ? 'invalid syntax' : badCharacter(char), line);
      balance(operator[0], nesting, line);
      push('operator', operator[0]);
    }
  }
  const open = nesting.at(-1);
  if (open !== undefined) throw syntaxError(`'${open}' was never closed`, line);
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}

const BASES: Record<string, string> = { x: 'hexadecimal', o: 'octal', b: 'binary' };

/** `0b2`, `0x` */
function refuseDigits(source: string, at: number, number: string, line: number): void {
  const base = number === '0' ? BASES[(source[at] ?? '').toLowerCase()] : undefined;
  const digit = source[at + 1] ?? '';
  if (base && /\d/.test(digit)) throw syntaxError(`invalid digit '${digit}' in ${base} literal`, line);
  if (base && !/\w/.test(digit)) throw syntaxError(`invalid ${base} literal`, line);
}

function badCharacter(char: string): string {
  if (char === '\\') return 'unexpected character after line continuation character';
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `invalid character '${char}' (U+${code})`;
}

const CLOSES: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

function balance(operator: string, nesting: string[], line: number): void {
  if ('([{'.includes(operator)) nesting.push(operator);
  const opener = CLOSES[operator];
  if (opener === undefined) return;
  const open = nesting.pop();
  if (open === undefined) throw syntaxError(`unmatched '${operator}'`, line);
  if (open !== opener) {
    throw syntaxError(`closing parenthesis '${operator}' does not match opening parenthesis '${open}'`, line);
  }
}

function readString(source: string, at: number, start: RegExpExecArray, line: number): Token {
  const quotes = start[2] ?? "'";
  const triple = quotes.length === 3;
  const from = at + start[0].length;
  let end = from;
  while (!source.startsWith(quotes, end)) {
    if (end >= source.length) {
      throw syntaxError(
        `unterminated ${triple ? 'triple-quoted ' : ''}string literal (detected at line ${line})`,
        line,
      );
    }
    if (source[end] === '\n' && !triple)
      throw syntaxError(`unterminated string literal (detected at line ${line})`, line);
    end += source[end] === '\\' ? 2 : 1;
  }
  return {
    kind: 'string',
    text: source.slice(at, end + quotes.length),
    line,
    prefix: (start[1] ?? '').toLowerCase(),
    body: source.slice(from, end),
    triple,
  };
}
