/** What was computed once and cannot change, kept as JSON files. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';

export interface JsonCache<T> {
  /** The kept value, or the one that `make` gives; made once for several callers at a time. A failure is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T>;
}

const RECENT = 64;

/** A cache of values by key in `folder`; a key is a checksum, safe as a file name. A damaged file is made again. */
export function createJsonCache<T>(folder: string, schema: z.ZodType<T>): JsonCache<T> {
  const recent = new Map<string, Promise<T>>();
  const read = async (file: string): Promise<T | undefined> => {
    try {
      return schema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return undefined;
    }
  };
  const load = async (key: string, make: () => Promise<T>): Promise<T> => {
    const file = path.join(folder, `${key}.json`);
    const kept = await read(file);
    if (kept !== undefined) return kept;
    const value = await make();
    await write(file, JSON.stringify(value));
    return value;
  };
  return {
    get(key, make) {
      const known = recent.get(key);
      recent.delete(key);
      const value = known ?? load(key, make);
      recent.set(key, value);
      if (!known) value.catch(() => recent.delete(key));
      for (const oldest of recent.keys()) {
        if (recent.size <= RECENT) break;
        recent.delete(oldest);
      }
      return value;
    },
  };
}

let writes = 0;

/** Moves complete text into place; that a cache cannot be written (disk full) is no failure of the answer. */
async function write(file: string, text: string): Promise<void> {
  const partial = `${file}.${process.pid}.${(writes += 1)}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(partial, text, { mode: 0o600 });
    await rename(partial, file);
  } catch {
    await rm(partial, { force: true }).catch(() => undefined);
  }
}
