/**
 * Parses one Python expression. https://docs.python.org/3.11/reference/expressions.html
 * Bounded: source length and nesting are limited, so hostile text costs little.
 */
import type { Argument, Clause, Comparison, Node, Operator, Parameter } from './ast';
import { BudgetError } from './errors';
import { parseNumber } from './number-literal';
import { stringNode } from './strings';
import { KEYWORDS, TokenReader } from './token-reader';
import { INDENT, syntaxError, tokenize } from './tokens';

const MAX_SOURCE = 256 * 1024;
const BINARY: Operator[][] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']];

/** The tree of an expression, as `eval` takes it. @throws PyError SyntaxError, BudgetError */
export function parseExpression(source: string): Node {
  if (source.length > MAX_SOURCE) throw new BudgetError('its source is longer than 262144 characters');
  const text = source.replace(/^[ \t]+/, '');
  if (/^\s*$/.test(text)) throw syntaxError('invalid syntax', 0);
  const blank = /\n[ \t]+$/.exec(text);
  if (blank) throw syntaxError('unexpected indent', text.slice(0, blank.index + 1).split('\n').length);
  return new Parser(tokenize(text), 0).whole();
}

class Parser extends TokenReader {
  whole(): Node {
    this.skipNewlines();
    const node = this.sequence(() => this.expression());
    this.skipNewlines();
    if (this.token.kind !== 'end') throw this.invalid();
    return node;
  }

  private skipNewlines(): void {
    for (; this.token.kind === 'newline'; this.at += 1)
      if (this.token.text === INDENT) throw syntaxError('unexpected indent', this.token.line);
  }

  /** `a` or the tuple `a, b`. */
  private sequence(read: () => Node): Node {
    const first = read();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.take(',')) {
      if (this.token.kind === 'end' || this.token.kind === 'newline' || /^[)\]}=:]$/.test(this.token.text)) break;
      items.push(read());
    }
    return { kind: 'tuple', items };
  }

  private starredOrNamed(): Node {
    if (this.take('*')) return { kind: 'starred', value: this.binary(0) };
    return this.named();
  }

  /** `name := value` or an expression. */
  private named(): Node {
    if (this.token.kind === 'name' && this.tokens[this.at + 1]?.text === ':=' && !KEYWORDS.has(this.token.text)) {
      const name = this.identifier();
      this.expect(':=');
      return { kind: 'walrus', name, value: this.expression() };
    }
    return this.expression();
  }

  private expression(): Node {
    return this.deeper(() => {
      if (this.is('lambda')) return this.lambda();
      const value = this.or();
      if (!this.take('if')) return value;
      const { line } = this.token;
      const condition = this.or();
      if (!this.is('else') && !this.is(':')) throw syntaxError("expected 'else' after 'if' expression", line);
      this.expect('else');
      return { kind: 'ternary', condition, then: value, else: this.expression() };
    });
  }

  private lambda(): Node {
    this.expect('lambda');
    const parameters: Parameter[] = [];
    let keywordOnly = false;
    while (!this.is(':')) {
      if (this.take('**')) parameters.push({ name: this.identifier(), kind: 'double-star' });
      else if (this.take('*')) {
        keywordOnly = true;
        if (!this.is(',')) parameters.push({ name: this.identifier(), kind: 'star' });
      } else if (!this.take('/')) {
        const parameter: Parameter = { name: this.identifier(), kind: keywordOnly ? 'keyword-only' : 'plain' };
        if (this.take('=')) parameter.default = this.expression();
        parameters.push(parameter);
      }
      if (!this.take(',')) break;
    }
    this.expect(':');
    return { kind: 'lambda', parameters, body: this.expression() };
  }

  private or(): Node {
    let left = this.and();
    while (this.take('or')) left = { kind: 'logic', operator: 'or', left, right: this.and() };
    return left;
  }
  private and(): Node {
    let left = this.not();
    while (this.take('and')) left = { kind: 'logic', operator: 'and', left, right: this.not() };
    return left;
  }
  private not(): Node {
    if (this.take('not')) return this.deeper(() => ({ kind: 'unary', operator: 'not', operand: this.not() }));
    return this.comparison();
  }

  private comparison(): Node {
    const left = this.binary(0);
    const rest: { operator: Comparison; right: Node }[] = [];
    for (let operator = this.comparator(); operator; operator = this.comparator()) {
      rest.push({ operator, right: this.binary(0) });
    }
    return rest.length > 0 ? { kind: 'compare', left, rest } : left;
  }
  private comparator(): Comparison | undefined {
    for (const operator of ['==', '!=', '<=', '>=', '<', '>', 'in'] as const) if (this.take(operator)) return operator;
    if (this.take('is')) return this.take('not') ? 'is not' : 'is';
    if (this.is('not') && this.tokens[this.at + 1]?.text === 'in') {
      this.at += 2;
      return 'not in';
    }
    return undefined;
  }

  private binary(level: number): Node {
    const operators = BINARY[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.token.kind === 'operator' ? operators.find((text) => text === this.token.text) : undefined;
      if (!operator) return left;
      this.at += 1;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
  }
  private unary(): Node {
    for (const operator of ['+', '-', '~'] as const) {
      if (this.token.kind === 'operator' && this.take(operator)) {
        return this.deeper(() => ({ kind: 'unary', operator, operand: this.unary() }));
      }
    }
    const base = this.primary();
    if (!this.take('**')) return base;
    return { kind: 'binary', operator: '**', left: base, right: this.deeper(() => this.unary()) };
  }

  private primary(): Node {
    let node = this.atom();
    for (;;) {
      if (this.token.kind !== 'operator') return node;
      if (this.take('.')) node = { kind: 'attribute', object: node, name: this.identifier() };
      else if (this.take('(')) node = { kind: 'call', callee: node, arguments: this.arguments() };
      else if (this.take('[')) {
        node = { kind: 'subscript', object: node, index: this.sequence(() => this.slice()) };
        this.expect(']');
      } else return node;
    }
  }

  private slice(): Node {
    const part = (): Node | undefined => (/^[:,\]]$/.test(this.token.text) ? undefined : this.named());
    const from = part();
    if (!this.take(':')) {
      if (!from) throw this.invalid();
      return from;
    }
    const to = part();
    const step = this.take(':') ? part() : undefined;
    return { kind: 'slice', ...(from && { from }), ...(to && { to }), ...(step && { step }) };
  }

  private arguments(): Argument[] {
    const list: Argument[] = [];
    while (!this.is(')')) {
      if (this.take('**')) list.push({ kind: 'double-star', value: this.expression() });
      else if (this.take('*')) list.push({ kind: 'star', value: this.expression() });
      else if (this.token.kind === 'name' && this.tokens[this.at + 1]?.text === '=') {
        const name = this.identifier();
        this.expect('=');
        list.push({ kind: 'keyword', name, value: this.expression() });
      } else {
        const value = this.named();
        if (this.is('for') || this.is('async')) {
          const clauses = this.clauses();
          list.push({ kind: 'plain', value: { kind: 'comprehension', of: 'generator', element: value, clauses } });
        } else {
          if (list.some((argument) => argument.kind === 'keyword')) {
            throw syntaxError('positional argument follows keyword argument', this.token.line);
          }
          list.push({ kind: 'plain', value });
        }
      }
      if (!this.take(',')) break;
    }
    this.expect(')');
    return list;
  }

  private clauses(): Clause[] {
    const clauses: Clause[] = [];
    while (this.take('for')) {
      const target = this.target();
      this.expect('in');
      const clause: Clause = { target, iterable: this.or(), conditions: [] };
      while (this.take('if')) clause.conditions.push(this.condition());
      clauses.push(clause);
    }
    if (clauses.length === 0) throw this.invalid();
    return clauses;
  }
  private condition(): Node {
    return this.is('lambda') ? this.lambda() : this.or();
  }
  private atom(): Node {
    const { kind, text, line } = this.token;
    if (kind === 'string') {
      const from = this.at;
      while (this.token.kind === 'string') this.at += 1;
      return stringNode(this.tokens.slice(from, this.at), (source, at) => this.field(source, at));
    }
    this.at += 1;
    if (kind === 'number') return parseNumber(text, line);
    if (kind === 'name') {
      if (text === 'None') return { kind: 'none' };
      if (text === 'True' || text === 'False') return { kind: 'bool', value: text === 'True' };
      if (!KEYWORDS.has(text)) return { kind: 'name', name: text };
    }
    if (kind === 'operator') {
      if (text === '...') return { kind: 'ellipsis' };
      if (text === '(') return this.deeper(() => this.parenthesised());
      if (text === '[') return this.deeper(() => this.listDisplay());
      if (text === '{') return this.deeper(() => this.braces());
    }
    this.at -= 1;
    throw this.invalid();
  }

  private field(source: string, line: number): Node {
    const tokens = tokenize(source).map((token) => ({ ...token, line: token.line + line - 1 }));
    return new Parser(tokens, this.nesting + 1).whole();
  }

  private parenthesised(): Node {
    if (this.take(')')) return { kind: 'tuple', items: [] };
    const first = this.starredOrNamed();
    if (this.is('for')) {
      const clauses = this.clauses();
      this.expect(')');
      return { kind: 'comprehension', of: 'generator', element: first, clauses };
    }
    let isFirst = true;
    const node = this.sequence(() => {
      if (!isFirst) return this.starredOrNamed();
      isFirst = false;
      return first;
    });
    if (node.kind === 'starred') throw syntaxError('cannot use starred expression here', this.token.line);
    this.expect(')');
    return node;
  }

  private listDisplay(): Node {
    const items: Node[] = [];
    while (!this.is(']')) {
      items.push(this.starredOrNamed());
      const [element] = items;
      if (this.is('for') && items.length === 1 && element) {
        const clauses = this.clauses();
        this.expect(']');
        return { kind: 'comprehension', of: 'list', element, clauses };
      }
      if (!this.take(',')) break;
    }
    this.expect(']');
    return { kind: 'list', items };
  }

  private braces(): Node {
    if (this.take('}')) return { kind: 'dict', entries: [] };
    if (this.is('**')) return this.dictRest([]);
    const first = this.starredOrNamed();
    if (this.take(':')) {
      const value = this.expression();
      if (this.is('for')) {
        const clauses = this.clauses();
        this.expect('}');
        return { kind: 'dict-comprehension', key: first, value, clauses };
      }
      const more = this.take(',');
      if (!more && !this.is('}')) throw this.invalid();
      return this.dictRest([{ key: first, value }]);
    }
    if (this.is('for')) {
      const clauses = this.clauses();
      this.expect('}');
      return { kind: 'comprehension', of: 'set', element: first, clauses };
    }
    const items = [first];
    while (this.take(',') && !this.is('}')) items.push(this.starredOrNamed());
    this.expect('}');
    return { kind: 'set', items };
  }

  private dictRest(entries: { key?: Node; value: Node }[]): Node {
    while (!this.is('}')) {
      if (this.take('**')) entries.push({ value: this.binary(0) });
      else {
        const key = this.expression();
        this.expect(':');
        entries.push({ key, value: this.expression() });
      }
      if (!this.take(',')) break;
    }
    this.expect('}');
    return { kind: 'dict', entries };
  }
}
