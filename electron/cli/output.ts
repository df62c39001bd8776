/** What a command prints: lines for a person, or JSON for a program. */
import { formatBytes } from '../../shared/packages/bytes';

export interface Output {
  readonly json: boolean;
  /** A line for a person; nothing with --json. */
  line(text?: string): void;
  /** The result for a program; nothing without --json. */
  value(value: unknown): void;
  error(text: string): void;
}

export function createOutput(json: boolean, out: NodeJS.WritableStream, err: NodeJS.WritableStream): Output {
  return {
    json,
    line(text = '') {
      if (!json) out.write(`${text}\n`);
    },
    value(value) {
      if (json) out.write(`${JSON.stringify(value)}\n`);
    },
    error: (text) => void err.write(`${text}\n`),
  };
}

/** Columns as wide as their widest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

export const short = (checksum: string): string => checksum.slice(0, 8);
export const when = (epochSeconds: number): string =>
  `${new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
export const bytes = (count: number): string => formatBytes(count);
export const seconds = (value: number): string => `${value.toFixed(1)} s`;
