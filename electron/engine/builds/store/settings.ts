/** How much the stored trees may take: `settings.json` in the store. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../parse-json';
import { replaceFile } from '../../workspace/replace-file';

export const DEFAULT_LIMIT = 20 * 1024 ** 3;

const Settings = z.object({ limit: z.number().int().min(0) });
const fileOf = (store: string): string => path.join(store, 'settings.json');

/** Bytes; 0: nothing is stored. A file that cannot be read is as good as none. */
export async function storeLimit(store: string): Promise<number> {
  const text = await readFile(fileOf(store), 'utf8').catch(() => '');
  const settings = Settings.safeParse(parseJson(text));
  return settings.success ? settings.data.limit : DEFAULT_LIMIT;
}

export async function setStoreLimit(store: string, limit: number): Promise<void> {
  await mkdir(store, { recursive: true });
  await replaceFile(fileOf(store), JSON.stringify({ limit } satisfies z.infer<typeof Settings>));
}
