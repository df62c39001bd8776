/** Number literals of Python source. */
import type { Node } from './ast';
import { BudgetError } from './errors';
import { syntaxError } from './tokens';

/** The node of a number's text. @throws PyError SyntaxError */
export function parseNumber(text: string, line: number): Node {
  const digits = text.replaceAll('_', '');
  if (digits.length > 4300) throw new BudgetError('a number has more than 4300 digits');
  if (/^0[xob]/i.test(digits)) return { kind: 'int', value: BigInt(digits.toLowerCase()) };
  if (/^\d+$/.test(digits)) {
    if (/^0+[1-9]/.test(digits)) {
      throw syntaxError(
        'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        line,
      );
    }
    return { kind: 'int', value: BigInt(digits) };
  }
  return { kind: 'float', value: Number(digits) };
}
