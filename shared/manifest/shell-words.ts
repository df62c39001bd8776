/** Words as a POSIX shell (and bash's `$'…'`) splits them, without running anything: `$NAME` and `$(…)` stay text. */
import { StudioError } from '../errors';

export interface ShellWord {
  readonly text: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly at: number;
  /** `;`, `&&`, `|` …: what ends a command. */
  readonly operator: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};
const CODE = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/y;
const OPERATOR = /[;&|]+|\n/y;
const SAFE = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*$/;

/** @throws StudioError `invalid-input` for a quote that has no end, with its place */
export function splitWords(source: string): ShellWord[] {
  return new Splitter(source).all();
}

/** A word as a shell takes it: in single quotes, unless it needs none. */
export function quoteWord(text: string): string {
  return SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `NAME=VALUE` with quotes around the value alone. */
export function quoteAssignment(name: string, value: string): string {
  return `${name}=${value === '' ? '' : quoteWord(value)}`;
}

/** A place in a text that a person pasted, for an error. */
export function placeIn(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** `character 12`, with the line where there are several. */
export function placeWords(source: string, at: number): string {
  const { line, column } = placeIn(source, at);
  return source.includes('\n') ? `character ${column} of line ${line}` : `character ${column}`;
}

class Splitter {
  private at = 0;
  private start = 0;
  private word: string | undefined;
  private readonly words: ShellWord[] = [];
  constructor(private readonly source: string) {}

  all(): ShellWord[] {
    while (this.at < this.source.length) this.step(this.source[this.at] ?? '');
    this.end();
    return this.words;
  }

  private add(text: string, length: number): void {
    if (this.word === undefined) this.start = this.at;
    this.word = (this.word ?? '') + text;
    this.at += length;
  }
  private end(): void {
    if (this.word !== undefined) this.words.push({ text: this.word, at: this.start, operator: false });
    this.word = undefined;
  }

  private step(char: string): void {
    const next = this.source[this.at + 1];
    if (char === '\\' && (next === '\n' || this.source.startsWith('\r\n', this.at + 1)))
      this.at += next === '\n' ? 2 : 3;
    else if (char === '\\' && next !== undefined) this.add(next, 2);
    else if (char === "'") this.single();
    else if (char === '"') this.double();
    else if (char === '$' && next === "'") this.ansi();
    else if (char === ' ' || char === '\t' || char === '\r') {
      this.end();
      this.at += 1;
    } else if (char === '#' && this.word === undefined) {
      while (this.at < this.source.length && this.source[this.at] !== '\n') this.at += 1;
    } else {
      OPERATOR.lastIndex = this.at;
      const operator = OPERATOR.exec(this.source)?.[0];
      if (operator === undefined) return this.add(char, 1);
      this.end();
      this.words.push({ text: operator, at: this.at, operator: true });
      this.at += operator.length;
    }
  }

  private unclosed(quote: string): StudioError {
    const where = placeWords(this.source, this.at);
    return new StudioError('invalid-input', `The quote ${quote} at ${where} has no end.`, {
      hint: 'Copy the whole line.',
      detail: placeIn(this.source, this.at),
    });
  }

  private single(): void {
    const end = this.source.indexOf("'", this.at + 1);
    if (end < 0) throw this.unclosed("'");
    this.add(this.source.slice(this.at + 1, end), end + 1 - this.at);
  }

  private double(): void {
    let text = '';
    let at = this.at + 1;
    for (; this.source[at] !== '"'; at += 1) {
      const char = this.source[at];
      const next = this.source[at + 1] ?? '';
      if (char === undefined) throw this.unclosed('"');
      if (char === '\\' && '$`"\\\n'.includes(next) && next !== '') {
        at += 1;
        text += next === '\n' ? '' : next;
      } else text += char;
    }
    this.add(text, at + 1 - this.at);
  }

  private ansi(): void {
    let text = '';
    let at = this.at + 2;
    for (; this.source[at] !== "'"; at += 1) {
      const char = this.source[at];
      if (char === undefined) throw this.unclosed("$'");
      CODE.lastIndex = at;
      const code = CODE.exec(this.source);
      if (code) {
        const [all, hex, four, eight, octal] = code;
        const value = octal === undefined ? parseInt(hex ?? four ?? eight ?? '0', 16) : parseInt(octal, 8) & 0xff;
        text += value <= 0x10ffff ? String.fromCodePoint(value) : '';
        at += all.length - 1;
      } else if (char === '\\') {
        at += 1;
        const next = this.source[at] ?? '';
        text += ESCAPES[next] ?? ('\'"\\?'.includes(next) ? next : `\\${next}`);
      } else text += char;
    }
    this.add(text, at + 1 - this.at);
  }
}
