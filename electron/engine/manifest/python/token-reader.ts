/** Reading tokens, and the parts of the grammar that hold no expression. */
import type { Target } from './ast';
import { BudgetError, type PyError } from './errors';
import { syntaxError, type Token } from './tokens';

const MAX_NESTING = 100;
export const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

const isWord = (token: Token): boolean => token.kind === 'name' && !KEYWORDS.has(token.text);
const isLiteral = (token: Token): boolean =>
  token.kind === 'number' || token.kind === 'string' || /^(?:None|True|False)$/.test(token.text);

function endsValue(token: Token): boolean {
  return isWord(token) || isLiteral(token) || /^[)\]}]$/.test(token.text);
}
function startsValue(token: Token): boolean {
  return isWord(token) || isLiteral(token);
}
/** A text with an unknown prefix: `x'…'` */
function isPrefixed(before: Token, token: Token): boolean {
  return isWord(before) && token.kind === 'string';
}

/** Walks the tokens of one expression; nesting is bounded. */
export class TokenReader {
  protected at = 0;
  constructor(
    protected readonly tokens: readonly Token[],
    protected nesting: number,
  ) {}

  protected get token(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', line: 1 };
  }
  protected invalid(): PyError {
    const before = this.tokens[this.at - 1];
    if (
      before &&
      this.isInBrackets() &&
      endsValue(before) &&
      startsValue(this.token) &&
      !isPrefixed(before, this.token)
    )
      return syntaxError('invalid syntax. Perhaps you forgot a comma?', before.line);
    return syntaxError('invalid syntax', this.token.line);
  }
  private isInBrackets(): boolean {
    const before = this.tokens.slice(0, this.at).filter(({ kind }) => kind === 'operator');
    const count = (brackets: string): number => before.filter(({ text }) => brackets.includes(text)).length;
    return count('([{') > count(')]}');
  }
  protected is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'operator' || this.token.kind === 'name');
  }
  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }
  protected expect(text: string): void {
    if (!this.take(text)) throw this.invalid();
  }
  protected identifier(): string {
    const { kind, text } = this.token;
    if (kind !== 'name' || KEYWORDS.has(text)) throw this.invalid();
    this.at += 1;
    return text;
  }
  protected deeper<T>(read: () => T): T {
    if ((this.nesting += 1) > MAX_NESTING) throw new BudgetError('it is nested more than 100 deep');
    const value = read();
    this.nesting -= 1;
    return value;
  }

  /** What a `for` assigns to: names, in tuples and with a star. */
  protected target(): Target {
    const items = [this.targetAtom()];
    let tuple = false;
    while (this.take(',')) {
      tuple = true;
      if (this.is('in')) break;
      items.push(this.targetAtom());
    }
    const [first] = items;
    return tuple || !first ? { kind: 'targets', items } : first;
  }
  private targetAtom(): Target {
    if (this.take('*')) return { kind: 'starred', target: this.targetAtom() };
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
    ] as const) {
      if (!this.take(open)) continue;
      const inner = this.deeper(() => this.target());
      this.expect(close);
      return inner;
    }
    return { kind: 'name', name: this.identifier() };
  }
}
