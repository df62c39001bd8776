/** Numbers and dates as the window writes them: units always, tabular, never more digits than they are worth. */

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes with a decimal unit: `508 kB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : unit === 1 && value >= 9.95 ? 0 : 1;
  return `${bytes < 0 ? '−' : ''}${value.toFixed(digits)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

/** A difference in bytes with its sign: `+281 kB`, `−1.2 MB`, `±0 B`. */
export function formatBytesDelta(bytes: number): string {
  if (bytes === 0) return '±0 B';
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}

/** Seconds: `0.4 s`, `18.9 s`, `34 s`, `2 min 05 s`, `1 h 12 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 19.95 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

const dateAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' });

/** `22 Nov 2026, 20:51`, local time. */
export function formatDateTime(epochMilliseconds: number): string {
  return dateAndTime.format(epochMilliseconds);
}

/** For a narrow column: `22 Nov 20:51` within the year, `22 Nov 2024` before. */
export function formatShortDate(epochMilliseconds: number, now = Date.now()): string {
  const sameYear = new Date(epochMilliseconds).getFullYear() === new Date(now).getFullYear();
  return sameYear ? dayAndTime.format(epochMilliseconds).replace(',', '') : dayAndYear.format(epochMilliseconds);
}

/** Checksums are shown with eight characters; the whole is copied. */
export function shortChecksum(checksum: string): string {
  return checksum.slice(0, 8);
}

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `2 days ago`; from a month on the date. */
export function formatRelative(epochMilliseconds: number, now = Date.now()): string {
  const minutes = Math.floor((now - epochMilliseconds) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 31 * 24 * 60) return `${Math.floor(minutes / 1440)} days ago`;
  return formatShortDate(epochMilliseconds, now);
}
