/** Working offline: a choice of the person, not of the workspace, so it is kept in the data folder. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../parse-json';

const Kept = z.object({ offline: z.boolean() });

export class Offline {
  constructor(readonly file: string) {}

  async get(): Promise<boolean> {
    return Kept.safeParse(parseJson(await readFile(this.file, 'utf8').catch(() => ''))).data?.offline ?? false;
  }

  async set(offline: boolean): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    await writeFile(`${this.file}.new`, `${JSON.stringify({ offline })}\n`);
    await rename(`${this.file}.new`, this.file);
  }
}
