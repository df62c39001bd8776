/** Characters that `\N{NAME}` can name. Python knows all of Unicode; manifests use a handful of signs. */
import { syntaxError } from './tokens';

const NAMES: Record<string, string> = {
  AMPERSAND: '&',
  APOSTROPHE: "'",
  ASTERISK: '*',
  BULLET: '•',
  'CHECK MARK': '✓',
  COLON: ':',
  'COMMERCIAL AT': '@',
  'COPYRIGHT SIGN': '©',
  'DEGREE SIGN': '°',
  'DOLLAR SIGN': '$',
  'EM DASH': '—',
  'EN DASH': '–',
  'EURO SIGN': '€',
  'GREEK SMALL LETTER ALPHA': 'α',
  'GREEK SMALL LETTER MU': 'μ',
  'HORIZONTAL ELLIPSIS': '…',
  'HYPHEN-MINUS': '-',
  'LEFT CURLY BRACKET': '{',
  'LEFT DOUBLE QUOTATION MARK': '“',
  'LEFT SINGLE QUOTATION MARK': '‘',
  'LINE FEED': '\n',
  'MICRO SIGN': 'µ',
  'MIDDLE DOT': '·',
  'NO-BREAK SPACE': '\u00a0',
  'NUMBER SIGN': '#',
  'PILCROW SIGN': '¶',
  'QUOTATION MARK': '"',
  'REGISTERED SIGN': '®',
  'REVERSE SOLIDUS': '\\',
  'RIGHT CURLY BRACKET': '}',
  'RIGHT DOUBLE QUOTATION MARK': '”',
  'RIGHT SINGLE QUOTATION MARK': '’',
  'RIGHTWARDS ARROW': '→',
  'SECTION SIGN': '§',
  SNOWMAN: '☃',
  SPACE: ' ',
  'TRADE MARK SIGN': '™',
  'VERTICAL LINE': '|',
  'ZERO WIDTH SPACE': '\u200b',
};

/** The character of a Unicode name. @throws PyError SyntaxError for one that is not in the table */
export function characterNamed(name: string, line: number): string {
  const char = NAMES[name.toUpperCase()];
  if (char === undefined)
    throw syntaxError("(unicode error) 'unicodeescape' codec can't decode bytes: unknown Unicode character name", line);
  return char;
}
