/** Scans the texts of YAML: block, quoted and plain scalars, folded as PyYAML folds them. */
import { NameReader } from './names';
import { isBreak, isSpaceOrEnd, LINE } from './reader';

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\x08',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\x0b',
  f: '\x0c',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const ESCAPE_LENGTHS: Record<string, number> = { x: 2, u: 4, U: 8 };
/** Runs of a quoted text, and of a plain one outside and inside of brackets. */
const QUOTED = /[^'"\\\0 \t\n\x85\u2028\u2029]+/y;
const PLAIN = /(?:[^\0 \t\n\x85\u2028\u2029:]|:(?![\0 \t\n\x85\u2028\u2029]))+/y;
const PLAIN_IN_FLOW = /(?:[^\0 \t\n\x85\u2028\u2029:,?[\]{}]|:(?![\0 \t\n\x85\u2028\u2029,[\]{}]))+/y;

export class TextReader extends NameReader {
  protected flowLevel = 0;
  protected indent = -1;
  /** May a key without a question mark, or a block collection, begin here? */
  protected allowSimpleKey = true;

  /** The text behind `|` or `>`. */
  protected blockText(isFolded: boolean): string {
    this.forward();
    const { keep, increment } = this.blockHeader();
    this.restOfLine();
    const least = Math.max(this.indent + 1, 1);
    let breaks: string;
    let indent: number;
    if (increment === undefined) {
      const found = this.blockIndentation();
      breaks = found.breaks;
      indent = Math.max(least, found.most);
    } else {
      indent = least + increment - 1;
      breaks = this.blockBreaks(indent);
    }
    let text = '';
    let lineBreak = '';
    while (this.column === indent && !this.isAtEnd) {
      text += breaks;
      const isText = !' \t'.includes(this.peek());
      text += this.restOfText();
      lineBreak = this.lineBreak();
      breaks = this.blockBreaks(indent);
      if (this.column !== indent || this.isAtEnd) break;
      if (!isFolded || lineBreak !== '\n' || !isText || ' \t'.includes(this.peek())) text += lineBreak;
      else if (breaks === '') text += ' ';
    }
    if (keep !== false) text += lineBreak;
    return keep === true ? text + breaks : text;
  }

  private restOfText(): string {
    const length = this.lengthOf(LINE);
    const text = this.prefix(length);
    this.forward(length);
    return text;
  }

  /** `+` keeps all line breaks at the end (true), `-` none (false); a digit says the indentation. */
  private blockHeader(): { keep: boolean | undefined; increment: number | undefined } {
    const chomping = (): boolean | undefined => {
      const char = this.peek();
      if (char !== '+' && char !== '-') return undefined;
      this.forward();
      return char === '+';
    };
    const digit = (): number | undefined => {
      const char = this.peek();
      if (!/^\d$/.test(char)) return undefined;
      if (char === '0') throw this.fail('expected indentation indicator in the range 1-9, but found 0');
      this.forward();
      return Number(char);
    };
    let keep = chomping();
    const increment = digit();
    if (keep === undefined && increment !== undefined) keep = chomping();
    if (!isSpaceOrEnd(this.peek()))
      throw this.fail(`expected chomping or indentation indicators, but found ${this.found()}`);
    return { keep, increment };
  }

  private blockIndentation(): { breaks: string; most: number } {
    let breaks = '';
    let most = 0;
    for (let char = this.peek(); char === ' ' || isBreak(char); char = this.peek()) {
      if (char !== ' ') breaks += this.lineBreak();
      else {
        this.forward();
        most = Math.max(most, this.column);
      }
    }
    return { breaks, most };
  }

  private blockBreaks(indent: number): string {
    const skip = (): void => {
      while (this.column < indent && this.peek() === ' ') this.forward();
    };
    let breaks = '';
    skip();
    while (isBreak(this.peek())) {
      breaks += this.lineBreak();
      skip();
    }
    return breaks;
  }

  protected quotedText(quotes: string): string {
    const isDouble = quotes === '"';
    this.forward();
    let text = this.quotedPart(isDouble);
    while (this.peek() !== quotes) {
      text += this.quotedSpaces();
      text += this.quotedPart(isDouble);
    }
    this.forward();
    return text;
  }

  private quotedPart(isDouble: boolean): string {
    let text = '';
    for (;;) {
      const length = this.lengthOf(QUOTED);
      text += this.prefix(length);
      this.forward(length);
      const char = this.peek();
      if (!isDouble && char === "'" && this.peek(1) === "'") {
        text += "'";
        this.forward(2);
      } else if (isDouble ? char === "'" : char === '"' || char === '\\') {
        text += char;
        this.forward();
      } else if (isDouble && char === '\\') text += this.escape();
      else return text;
    }
  }

  private escape(): string {
    this.forward();
    const char = this.peek();
    const simple = ESCAPES[char];
    if (simple !== undefined && char !== '\0') {
      this.forward();
      return simple;
    }
    const length = ESCAPE_LENGTHS[char];
    if (length !== undefined) {
      this.forward();
      for (let offset = 0; offset < length; offset += 1)
        if (!/^[0-9A-Fa-f]$/.test(this.peek(offset)))
          throw this.fail(`expected escape sequence of ${length} hexadecimal numbers, but found ${this.found(offset)}`);
      const code = parseInt(this.prefix(length), 16);
      if (code > 0x10ffff) throw this.fail('the escape sequence is no character');
      this.forward(length);
      return String.fromCodePoint(code);
    }
    if (!isBreak(char)) throw this.fail(`found unknown escape character ${this.found()}`);
    this.lineBreak();
    return this.quotedBreaks();
  }

  private quotedSpaces(): string {
    let length = 0;
    while (this.peek(length) === ' ' || this.peek(length) === '\t') length += 1;
    const blanks = this.prefix(length);
    this.forward(length);
    if (this.isAtEnd) throw this.fail('found unexpected end of stream');
    if (!isBreak(this.peek())) return blanks;
    const lineBreak = this.lineBreak();
    const breaks = this.quotedBreaks();
    if (lineBreak !== '\n') return lineBreak + breaks;
    return breaks === '' ? ' ' : breaks;
  }

  private quotedBreaks(): string {
    let breaks = '';
    for (;;) {
      if (this.isSeparator()) throw this.fail('found unexpected document separator');
      while (this.peek() === ' ' || this.peek() === '\t') this.forward();
      if (!isBreak(this.peek())) return breaks;
      breaks += this.lineBreak();
    }
  }

  protected plainText(): string {
    const indent = this.indent + 1;
    let text = '';
    let spaces: string | undefined = '';
    while (this.peek() !== '#') {
      const length = this.lengthOf(this.flowLevel > 0 ? PLAIN_IN_FLOW : PLAIN);
      if (length === 0) break;
      this.allowSimpleKey = false;
      text += spaces + this.prefix(length);
      this.forward(length);
      spaces = this.plainSpaces();
      if (!spaces || this.peek() === '#' || (this.flowLevel === 0 && this.column < indent)) break;
    }
    return text;
  }

  /** What joins the text before and after blanks or line breaks; undefined before a new document. */
  private plainSpaces(): string | undefined {
    let length = 0;
    while (this.peek(length) === ' ') length += 1;
    const blanks = this.prefix(length);
    this.forward(length);
    if (!isBreak(this.peek())) return blanks;
    const lineBreak = this.lineBreak();
    this.allowSimpleKey = true;
    if (this.isSeparator()) return undefined;
    let breaks = '';
    for (let char = this.peek(); char === ' ' || isBreak(char); char = this.peek()) {
      if (char === ' ') this.forward();
      else {
        breaks += this.lineBreak();
        if (this.isSeparator()) return undefined;
      }
    }
    if (lineBreak !== '\n') return lineBreak + breaks;
    return breaks === '' ? ' ' : breaks;
  }
}
