/** Sizes as people read them: decimal units, two or three digits. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `0 B`, `999 B`, `1.0 kB`, `508 kB`, `1.2 MB`, `134 MB`, `2.1 GB`; a true minus sign for negative sizes. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 || (unit === 1 && value >= 9.95) ? 0 : 1;
  return `${bytes < 0 ? '−' : ''}${value.toFixed(digits)} ${UNITS[unit] ?? 'B'}`;
}

/** A difference with its sign: `+281 kB`, `−1.2 MB`, `±0 B`. */
export function formatBytesDelta(bytes: number): string {
  if (bytes === 0) return '±0 B';
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}
