/** Sizes with units, as truncate and sfdisk read them. */

const POWERS = 'KMGTPEZY';

function factor(unit: string): number | undefined {
  const match = /^([KMGTPEZY])(?:(iB)|(B))?$/i.exec(unit);
  if (!match) return undefined;
  const power = POWERS.indexOf((match[1] ?? '').toUpperCase()) + 1;
  return (match[3] === undefined ? 1024 : 1000) ** power;
}

/** Bytes of a size as `truncate --size` takes it: `2147483648`, `2G`, `500MB`, `1GiB`; undefined if it is none. */
export function truncateSize(text: string): number | undefined {
  const match = /^\+?(\d+)([A-Za-z]*)$/.exec(text.trim());
  if (!match) return undefined;
  const times = match[2] ? factor(match[2]) : 1;
  return times === undefined ? undefined : Number(match[1]) * times;
}

/** Sectors of a start or size in an sfdisk script; a number without a unit is in sectors already. */
export function sectors(text: string, sectorSize: number): { sectors: number; inBytes: boolean } | undefined {
  const body = text.trim();
  if (/^0x[0-9a-f]+$/i.test(body)) return { sectors: Number(body), inBytes: false };
  const match = /^(\d+)([A-Za-z]*)$/.exec(body);
  if (!match) return undefined;
  if (!match[2] || match[2] === 's') return { sectors: Number(match[1]), inBytes: false };
  const times = factor(match[2]);
  return times === undefined
    ? undefined
    : { sectors: Math.floor((Number(match[1]) * times) / sectorSize), inBytes: true };
}
