/**
 * Splits YAML into tokens, as PyYAML's scanner does: https://github.com/yaml/pyyaml/blob/6.0/lib/yaml/scanner.py
 * A token is known only when it is clear whether a key begins at it, which its colon tells.
 */
import type { Directive, Tag } from './names';
import { isBlankOrEnd, type Mark } from './reader';
import { TextReader } from './texts';

export type TokenId =
  | '<directive>'
  | '<document start>'
  | '<document end>'
  | '<stream end>'
  | '<block sequence start>'
  | '<block mapping start>'
  | '<block end>'
  | '<alias>'
  | '<anchor>'
  | '<tag>'
  | '<scalar>'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | '?'
  | ':';

export interface Token {
  id: TokenId;
  mark: Mark;
  /** Where it ends, if something empty may follow. */
  end?: Mark;
  text?: string;
  plain?: boolean;
  tag?: Tag;
  directive?: Directive;
}

interface SimpleKey {
  number: number;
  required: boolean;
  mark: Mark;
}

const LONGEST_KEY = 1024;
const NOT_PLAIN = '-?:,[]{}#&*!|>\'"%@`';

export class Scanner extends TextReader {
  private tokens: Token[] = [];
  private first = 0;
  private taken = 0;
  private isDone = false;
  private readonly indents: number[] = [];
  /** By the level of flow collections. */
  private readonly keys = new Map<number, SimpleKey>();

  /** The next token, which stays. @throws YamlError */
  peekToken(): Token {
    while (this.needsMore()) this.fetch();
    return this.tokens[this.first] ?? { id: '<stream end>', mark: this.mark() };
  }
  /** @throws YamlError */
  takeToken(): Token {
    const token = this.peekToken();
    this.first += 1;
    this.taken += 1;
    if (this.first > 1000) this.tokens = this.tokens.slice(this.first);
    if (this.tokens.length === 0 || this.first > 1000) this.first = 0;
    return token;
  }
  /** Whether the next token is one of these. @throws YamlError */
  isNext(...ids: readonly TokenId[]): boolean {
    return ids.includes(this.peekToken().id);
  }

  private get waiting(): number {
    return this.tokens.length - this.first;
  }

  private needsMore(): boolean {
    if (this.isDone) return false;
    if (this.tokens.length === this.first) return true;
    if (this.keys.size === 0) return false;
    this.forgetStaleKeys();
    for (const { number } of this.keys.values()) if (number === this.taken) return true;
    return false;
  }

  private fetch(): void {
    this.skipToToken();
    this.forgetStaleKeys();
    this.unwind(this.column);
    const char = this.peek();
    if (this.isAtEnd) return this.streamEnd();
    if (this.column === 0) {
      if (char === '%') return this.fetchDirective();
      if (char === '-' && this.isDocumentMark('---')) return this.documentMark('<document start>');
      if (char === '.' && this.isDocumentMark('...')) return this.documentMark('<document end>');
    }
    if (this.fetchIndicator(char) || this.fetchNode(char)) return;
    throw this.fail(`found character ${this.found()} that cannot start any token`);
  }

  private skipToToken(): void {
    if (this.at === 0 && this.peek() === '\ufeff') this.forward();
    for (;;) {
      this.skipSpaces();
      this.skipComment();
      if (this.lineBreak() === '') return;
      if (this.flowLevel === 0) this.allowSimpleKey = true;
    }
  }

  private fetchIndicator(char: string): boolean {
    const isAlone = this.flowLevel > 0 || isBlankOrEnd(this.peek(1));
    switch (char) {
      case '[':
      case '{':
        this.flowStart(char);
        return true;
      case ']':
      case '}':
        this.flowEnd(char);
        return true;
      case ',':
        this.allowSimpleKey = true;
        this.dropKey();
        this.indicator(char);
        return true;
      case '-':
        if (!isBlankOrEnd(this.peek(1))) return false;
        this.blockEntry();
        return true;
      case '?':
        if (isAlone) this.key();
        return isAlone;
      case ':':
        if (isAlone) this.value();
        return isAlone;
      default:
        return false;
    }
  }

  private fetchNode(char: string): boolean {
    if (char === '*' || char === '&') {
      const mark = this.keyMayBegin();
      this.add({ id: char === '*' ? '<alias>' : '<anchor>', mark, text: this.anchorName() });
    } else if (char === '!') {
      const mark = this.keyMayBegin();
      const tag = this.tag();
      this.add({ id: '<tag>', mark, tag });
    } else if ((char === '|' || char === '>') && this.flowLevel === 0) {
      this.allowSimpleKey = true;
      this.dropKey();
      const mark = this.mark();
      this.add({ id: '<scalar>', mark, plain: false, text: this.blockText(char === '>') });
    } else if (char === "'" || char === '"') {
      const mark = this.keyMayBegin();
      this.add({ id: '<scalar>', mark, plain: false, text: this.quotedText(char) });
    } else if (this.isPlain(char)) {
      const mark = this.keyMayBegin();
      this.add({ id: '<scalar>', mark, plain: true, text: this.plainText() });
    } else return false;
    return true;
  }

  private isPlain(char: string): boolean {
    if (!isBlankOrEnd(char) && !NOT_PLAIN.includes(char)) return true;
    if (isBlankOrEnd(this.peek(1))) return false;
    return char === '-' || (this.flowLevel === 0 && (char === '?' || char === ':'));
  }

  private add(token: Token): void {
    this.tokens.push(token);
  }
  private indicator(id: TokenId, length = 1): void {
    const mark = this.mark();
    this.forward(length);
    this.tokens.push({ id, mark, end: this.mark() });
  }

  /** A node begins that may be a key; none may begin right behind it. */
  private keyMayBegin(): Mark {
    this.saveKey();
    this.allowSimpleKey = false;
    return this.mark();
  }
  private saveKey(): void {
    const required = this.flowLevel === 0 && this.indent === this.column;
    if (!this.allowSimpleKey) return;
    this.dropKey();
    this.keys.set(this.flowLevel, { number: this.taken + this.waiting, required, mark: this.mark() });
  }
  private dropKey(): void {
    if (this.keys.get(this.flowLevel)?.required) throw this.fail("could not find expected ':'");
    this.keys.delete(this.flowLevel);
  }
  private forgetStaleKeys(): void {
    if (this.keys.size === 0) return;
    for (const [level, { mark, required }] of this.keys) {
      if (mark.line === this.line + 1 && this.at - mark.at <= LONGEST_KEY) continue;
      if (required) throw this.fail("could not find expected ':'");
      this.keys.delete(level);
    }
  }

  private unwind(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.indent = this.indents.pop() ?? -1;
      this.add({ id: '<block end>', mark: this.mark() });
    }
  }
  private deeper(column: number): boolean {
    if (this.indent >= column) return false;
    this.indents.push(this.indent);
    this.indent = column;
    return true;
  }

  private streamEnd(): void {
    this.unwind(-1);
    this.dropKey();
    this.allowSimpleKey = false;
    this.keys.clear();
    this.add({ id: '<stream end>', mark: this.mark() });
    this.isDone = true;
  }
  private fetchDirective(): void {
    this.unwind(-1);
    this.dropKey();
    this.allowSimpleKey = false;
    const mark = this.mark();
    this.add({ id: '<directive>', mark, directive: this.directive() });
  }
  private documentMark(id: '<document start>' | '<document end>'): void {
    this.unwind(-1);
    this.dropKey();
    this.allowSimpleKey = false;
    this.indicator(id, 3);
  }
  private flowStart(id: '[' | '{'): void {
    this.saveKey();
    this.flowLevel += 1;
    this.allowSimpleKey = true;
    this.indicator(id);
  }
  private flowEnd(id: ']' | '}'): void {
    this.dropKey();
    this.flowLevel -= 1;
    this.allowSimpleKey = false;
    this.indicator(id);
  }

  private blockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.allowSimpleKey) throw this.fail('sequence entries are not allowed here');
      if (this.deeper(this.column)) this.add({ id: '<block sequence start>', mark: this.mark() });
    }
    this.allowSimpleKey = true;
    this.dropKey();
    this.indicator('-');
  }

  private key(): void {
    if (this.flowLevel === 0) {
      if (!this.allowSimpleKey) throw this.fail('mapping keys are not allowed here');
      if (this.deeper(this.column)) this.add({ id: '<block mapping start>', mark: this.mark() });
    }
    this.allowSimpleKey = this.flowLevel === 0;
    this.dropKey();
    this.indicator('?');
  }

  private value(): void {
    const key = this.keys.get(this.flowLevel);
    if (key) {
      this.keys.delete(this.flowLevel);
      const at = this.first + key.number - this.taken;
      const { mark } = key;
      this.tokens.splice(at, 0, { id: '?', mark, end: mark });
      if (this.flowLevel === 0 && this.deeper(mark.column - 1))
        this.tokens.splice(at, 0, { id: '<block mapping start>', mark });
      this.allowSimpleKey = false;
    } else {
      if (this.flowLevel === 0) {
        if (!this.allowSimpleKey) throw this.fail('mapping values are not allowed here');
        if (this.deeper(this.column)) this.add({ id: '<block mapping start>', mark: this.mark() });
      }
      this.allowSimpleKey = this.flowLevel === 0;
      this.dropKey();
    }
    this.indicator(':');
  }
}
