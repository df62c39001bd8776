/**
 * Where each character of a YAML scalar's value stands in the text. The value has other characters than the text: lines
 * are folded, escapes are read, and blocks lose their indentation.
 */

const PROPERTIES = /(?:[&!][^\s]*[ \t\n]+)*/y;
const BLOCK_HEADER = /[|>][^\n]*\n?/y;
const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Offsets in `text` by offset in `value`, for a scalar that begins (with its anchor and tag) at `at`. Lines of the text
 * end in `\n`. Undefined if the value is not what stands there.
 */
export function alignScalar(text: string, at: number, value: string): number[] | undefined {
  let from = at + matchAt(PROPERTIES, text, at);
  const first = text[from];
  const quote = first === '"' || first === "'" ? first : '';
  if (quote !== '') from += 1;
  else from += matchAt(BLOCK_HEADER, text, from);
  return new Aligner(text, from, quote).all(value);
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

class Aligner {
  constructor(
    private readonly text: string,
    private at: number,
    private readonly quote: string,
  ) {}

  all(value: string): number[] | undefined {
    const found: number[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const char = value[index] ?? '';
      this.skipEscapedBreaks();
      if (!this.isAtEscape() && isBlank(char)) found.push(this.blank(char));
      else {
        if (!this.isAtEscape()) this.skipBlanks();
        const place = this.take(char);
        if (place === undefined) return undefined;
        found.push(place);
        // An escape of one character that is two units in the value.
        if (this.isPair(value, index) && this.text[place] === '\\') {
          found.push(place);
          index += 1;
        }
      }
    }
    return found;
  }

  private isPair(value: string, index: number): boolean {
    return (value.codePointAt(index) ?? 0) > 0xffff;
  }
  private isAtEscape(): boolean {
    return this.quote === '"' && this.text[this.at] === '\\';
  }

  /** `\` at the end of a line joins it with the next one. */
  private skipEscapedBreaks(): void {
    while (this.isAtEscape() && this.text[this.at + 1] === '\n') {
      this.at += 2;
      this.skipBlanks();
    }
  }

  private skipBlanks(): void {
    while (isBlank(this.text[this.at] ?? '')) this.at += 1;
    this.skipEscapedBreaks();
  }

  /** A blank of the value is one of the text, a folded line break, or a line break behind blanks that do not count. */
  private blank(char: string): number {
    if (char === '\n') while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
    const place = this.at;
    if (this.text[place] === char || this.text[place] === '\n') this.at += 1;
    return place;
  }

  private take(char: string): number | undefined {
    const place = this.at;
    if (this.isAtEscape()) {
      this.at += ESCAPE_LENGTH[this.text[place + 1] ?? ''] ?? 2;
      return place;
    }
    if (this.text[place] !== char) return undefined;
    this.at += this.quote === "'" && char === "'" ? 2 : 1;
    return place;
  }
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\t';
}
