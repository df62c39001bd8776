/** Sizes as people write them. Bytes are counted in ones or in sectors of 512. */
export const UNITS = ['B', 'sectors', 'MiB', 'GiB'] as const;
export type SizeUnit = (typeof UNITS)[number];

const BYTES: Readonly<Record<SizeUnit, number>> = { B: 1, sectors: 512, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The unit in which a size comes out even, and the size in any unit. */
export function sizeIn(bytes: number, unitBytes: 1 | 512): { unit: SizeUnit; in: (unit: SizeUnit) => string } {
  const even = (['GiB', 'MiB'] as const).find((unit) => bytes > 0 && bytes % BYTES[unit] === 0);
  return {
    unit: even ?? (unitBytes === 1 ? 'B' : 'sectors'),
    in: (unit) => String(Number((bytes / BYTES[unit]).toFixed(3))),
  };
}

const WRITTEN = /^\s*(\d+(?:[.,]\d+)?)\s*(B|KiB|MiB|GiB|TiB|K|M|G|T)?\s*$/i;
const FACTORS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** What was typed, as a count of bytes or sectors; a unit that is typed wins over the chosen one. */
export function parseSizeIn(
  text: string,
  unit: SizeUnit,
  unitBytes: 1 | 512,
): { readonly count: number } | { readonly problem: string } {
  const match = WRITTEN.exec(text);
  if (!match?.[1]) return { problem: 'A size is a number: 8, 1.5, 512 MiB.' };
  const factor = match[2] === undefined ? BYTES[unit] : (FACTORS[match[2][0]?.toLowerCase() ?? ''] ?? 1);
  const bytes = Math.round(Number(match[1].replace(',', '.')) * factor);
  if (bytes <= 0) return { problem: 'A size is more than nothing.' };
  if (bytes % 512 !== 0) return { problem: 'A disk has sectors of 512 bytes: this is no whole number of them.' };
  if (!Number.isSafeInteger(bytes)) return { problem: 'This is too large.' };
  return { count: bytes / unitBytes };
}
