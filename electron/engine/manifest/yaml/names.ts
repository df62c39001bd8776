/** Scans what is no text: anchors, aliases, tags and directives. */
import { isBlankOrEnd, isBreakOrEnd, isSpaceOrEnd, Reader } from './reader';

export interface Tag {
  /** `!`, `!!` or a name of a directive; undefined for a tag that is written out. */
  handle: string | undefined;
  suffix: string;
}
export type Directive =
  { name: 'YAML'; major: number } | { name: 'TAG'; handle: string; prefix: string } | { name: 'other' };

const isWord = (char: string): boolean => /^[0-9A-Za-z_-]$/.test(char);
const isUri = (char: string): boolean => /^[0-9A-Za-z\-;/?:@&=+$,_.!~*'()[\]%]$/.test(char);
const AFTER_ANCHOR = '?:,]}%@`';

export class NameReader extends Reader {
  private word(): string {
    let length = 0;
    while (isWord(this.peek(length))) length += 1;
    if (length === 0) throw this.fail(`expected alphabetic or numeric character, but found ${this.found()}`);
    const word = this.prefix(length);
    this.forward(length);
    return word;
  }

  /** The name behind `&` or `*`. */
  protected anchorName(): string {
    this.forward();
    const name = this.word();
    const char = this.peek();
    if (!isBlankOrEnd(char) && !AFTER_ANCHOR.includes(char))
      throw this.fail(`expected alphabetic or numeric character, but found ${this.found()}`);
    return name;
  }

  protected tag(): Tag {
    const tag = this.tagParts();
    if (!isSpaceOrEnd(this.peek())) throw this.fail(`expected ' ', but found ${this.found()}`);
    return tag;
  }

  private tagParts(): Tag {
    const char = this.peek(1);
    if (char === '<') {
      this.forward(2);
      const suffix = this.uri();
      if (this.peek() !== '>') throw this.fail(`expected '>', but found ${this.found()}`);
      this.forward();
      return { handle: undefined, suffix };
    }
    if (isBlankOrEnd(char)) {
      this.forward();
      return { handle: undefined, suffix: '!' };
    }
    let length = 1;
    while (!isSpaceOrEnd(this.peek(length)) && this.peek(length) !== '!') length += 1;
    if (this.peek(length) === '!') {
      const handle = this.tagHandle();
      return { handle, suffix: this.uri() };
    }
    this.forward();
    return { handle: '!', suffix: this.uri() };
  }

  private tagHandle(): string {
    if (this.peek() !== '!') throw this.fail(`expected '!', but found ${this.found()}`);
    let length = 1;
    if (this.peek(length) !== ' ') {
      while (isWord(this.peek(length))) length += 1;
      if (this.peek(length) !== '!') {
        this.forward(length);
        throw this.fail(`expected '!', but found ${this.found()}`);
      }
      length += 1;
    }
    const handle = this.prefix(length);
    this.forward(length);
    return handle;
  }

  private uri(): string {
    let uri = '';
    while (isUri(this.peek())) {
      if (this.peek() === '%') uri += this.escapedUri();
      else {
        uri += this.peek();
        this.forward();
      }
    }
    if (uri === '') throw this.fail(`expected URI, but found ${this.found()}`);
    return uri;
  }

  private escapedUri(): string {
    const bytes: number[] = [];
    while (this.peek() === '%') {
      this.forward();
      for (const offset of [0, 1])
        if (!/^[0-9A-Fa-f]$/.test(this.peek(offset)))
          throw this.fail(`expected URI escape sequence of 2 hexadecimal numbers, but found ${this.found(offset)}`);
      bytes.push(parseInt(this.prefix(2), 16));
      this.forward(2);
    }
    return new TextDecoder('utf-8').decode(Uint8Array.from(bytes));
  }

  protected directive(): Directive {
    this.forward();
    const name = this.word();
    if (!isSpaceOrEnd(this.peek()))
      throw this.fail(`expected alphabetic or numeric character, but found ${this.found()}`);
    let directive: Directive = { name: 'other' };
    if (name === 'YAML') directive = { name, major: this.version() };
    else if (name === 'TAG') directive = this.tagDirective();
    else while (!isBreakOrEnd(this.peek())) this.forward();
    this.restOfLine();
    return directive;
  }

  private version(): number {
    this.skipSpaces();
    const major = this.number();
    if (this.peek() !== '.') throw this.fail(`expected a digit or '.', but found ${this.found()}`);
    this.forward();
    this.number();
    if (!isSpaceOrEnd(this.peek())) throw this.fail(`expected a digit or ' ', but found ${this.found()}`);
    return major;
  }

  private number(): number {
    let length = 0;
    while (/^\d$/.test(this.peek(length))) length += 1;
    if (length === 0) throw this.fail(`expected a digit, but found ${this.found()}`);
    const value = Number(this.prefix(length));
    this.forward(length);
    return value;
  }

  private tagDirective(): Directive {
    this.skipSpaces();
    const handle = this.tagHandle();
    if (this.peek() !== ' ') throw this.fail(`expected ' ', but found ${this.found()}`);
    this.skipSpaces();
    const prefix = this.uri();
    if (!isSpaceOrEnd(this.peek())) throw this.fail(`expected ' ', but found ${this.found()}`);
    return { name: 'TAG', handle, prefix };
  }

  /** Blanks and a comment, then the line must end. */
  protected restOfLine(): void {
    this.skipSpaces();
    this.skipComment();
    if (!isBreakOrEnd(this.peek())) throw this.fail(`expected a comment or a line break, but found ${this.found()}`);
    this.lineBreak();
  }
}
