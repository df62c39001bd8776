/** JSON text as Python's `json.dumps(value, sort_keys=True)` writes it: osbuild's ids are hashes of such texts. */

/** Order of code points, which differs from JavaScript's order of UTF-16 units beyond the basic plane. */
function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left === right) continue;
    // Halves of a pair stand for characters behind all others.
    const [isLeftHalf, isRightHalf] = [isHalf(left), isHalf(right)];
    return isLeftHalf === isRightHalf ? left - right : isLeftHalf ? 1 : -1;
  }
  return a.length - b.length;
}

function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function text(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) =>
    unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Large and small numbers have an exponent of at least two digits and a sign: `1e+22`, `1e-07`. */
function numeral(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** @param sort members by name; otherwise they stay in their order */
export function pythonJson(value: unknown, { sort = true } = {}): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, { sort })).join(', ')}]`;
  const entries = Object.entries(value as Record<string, unknown>).filter(([, member]) => member !== undefined);
  if (sort) entries.sort(([a], [b]) => byCodePoint(a, b));
  const members = entries.map(([k, v]) => `${text(k)}: ${pythonJson(v, { sort })}`);
  return `{${members.join(', ')}}`;
}
