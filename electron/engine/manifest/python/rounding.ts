/** Fixed and exponential digits of a float. JavaScript rounds a tie up, Python to the even digit. */

/** More digits than a double has: after a five that is followed by as many zeros nothing comes. */
const BEYOND = 30;
const MOST = 100;

/** The digits before a tie's five, if the text of more digits shows one. */
function evenHalf(longer: string): string | undefined {
  if (!/50{29}$/.test(longer)) return undefined;
  const kept = longer.slice(0, -BEYOND);
  return /[02468]\.?$/.test(kept) ? kept.replace(/\.$/, '') : undefined;
}

/** `value` (not negative) with that many digits after the point. */
export function fixed(value: number, precision: number): string {
  const digits = Math.min(precision, MOST);
  if (value >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  const even = digits + BEYOND <= MOST ? evenHalf(value.toFixed(digits + BEYOND)) : undefined;
  return even ?? value.toFixed(digits);
}

/** `value` (not negative) as `1.50e+03`, with that many digits after the point. */
export function exponential(value: number, precision: number): string {
  const digits = Math.min(precision, MOST);
  const longer = digits + BEYOND <= MOST ? value.toExponential(digits + BEYOND).split('e') : [];
  const even = evenHalf(longer[0] ?? '');
  const text = even === undefined ? value.toExponential(digits) : `${even}e${longer[1] ?? ''}`;
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
