/** The text of a YAML file, read character by character, with the line and column of each. */
import { quote } from '../python/text';

/** Line and column count from one. */
export interface Mark {
  /** Offset in the text. */
  at: number;
  line: number;
  column: number;
}

/** A mistake in the YAML, worded as PyYAML words it; without a mark if it has none there. */
export class YamlError extends Error {
  constructor(
    readonly problem: string,
    readonly mark: Mark | undefined,
  ) {
    super(problem);
  }
}

const END = '\0';
const SPACES = / +/y;
/** What is left of a line. */
export const LINE = /[^\0\n\x85\u2028\u2029]+/y;
const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/** What is one column in Python and two units in JavaScript, or no column at all. */
const UNEVEN = /[\ud800-\udbff\ufeff]/;

export const isBreak = (char: string): boolean =>
  char === '\n' || char === '\x85' || char === '\u2028' || char === '\u2029';
export const isBreakOrEnd = (char: string): boolean => char === END || isBreak(char);
export const isSpaceOrEnd = (char: string): boolean => char === ' ' || isBreakOrEnd(char);
export const isBlankOrEnd = (char: string): boolean => char === ' ' || char === '\t' || isBreakOrEnd(char);

export class Reader {
  protected at = 0;
  /** Counts from zero. */
  protected line = 0;
  private lineStart = 0;
  private readonly text: string;
  private readonly isUneven: boolean;

  /** @throws YamlError for a control character */
  constructor(source: string) {
    this.text = source.replace(/\r\n?/g, '\n');
    if (NOT_PRINTABLE.test(this.text)) throw new YamlError('special characters are not allowed', undefined);
    this.text += END;
    this.isUneven = UNEVEN.test(this.text);
  }

  protected get column(): number {
    const units = this.at - this.lineStart;
    if (!this.isUneven) return units;
    return Array.from(this.text.slice(this.lineStart, this.at)).filter((char) => char !== '\ufeff').length;
  }
  protected get isAtEnd(): boolean {
    return this.text[this.at] === END;
  }
  protected peek(offset = 0): string {
    return this.text[this.at + offset] ?? END;
  }
  protected prefix(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }
  /** Goes on within the line. */
  protected forward(length = 1): void {
    this.at += length;
  }
  protected mark(): Mark {
    return { at: this.at, line: this.line + 1, column: this.column + 1 };
  }
  /** How many characters from here on a sticky pattern matches. */
  protected lengthOf(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    return pattern.test(this.text) ? pattern.lastIndex - this.at : 0;
  }
  protected skipSpaces(): void {
    if (this.text[this.at] === ' ') this.at += this.lengthOf(SPACES);
  }
  /** Up to the end of the line. */
  protected skipComment(): void {
    if (this.text[this.at] === '#') this.at += this.lengthOf(LINE);
  }

  /** Takes a line break: what it stands for, or an empty text if there is none. */
  protected lineBreak(): string {
    const char = this.peek();
    if (!isBreak(char)) return '';
    this.at += 1;
    this.line += 1;
    this.lineStart = this.at;
    return char === '\x85' ? '\n' : char;
  }

  /** `---` or `...` at the beginning of a line. */
  protected isDocumentMark(mark: string): boolean {
    return this.prefix(3) === mark && isBlankOrEnd(this.peek(3));
  }
  protected isSeparator(): boolean {
    return this.isDocumentMark('---') || this.isDocumentMark('...');
  }

  /** The character here as Python's repr prints it. */
  protected found(offset = 0): string {
    const code = this.text.codePointAt(this.at + offset) ?? 0;
    return quote(String.fromCodePoint(code));
  }
  protected fail(problem: string, mark = this.mark()): YamlError {
    return new YamlError(problem, mark);
  }
}
