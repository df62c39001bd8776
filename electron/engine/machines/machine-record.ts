/** A machine on disk: what is needed to find it again after the app was closed or killed. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { processStart } from '../builds/executor/processes';

export const MachineRecord = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: z.string(),
  image: z.string(),
  commit: z.string().optional(),
  persistent: z.boolean(),
  repo: z.string().optional(),
  accelerator: z.enum(['kvm', 'tcg']),
  memoryMiB: z.number().int(),
  cpus: z.number().int(),
  createdAt: z.number(),
  /** Where the sockets are: paths of unix sockets are short. */
  runDir: z.string().startsWith('/'),
  /** QEMU's process; its start time tells it from a later one of the same number. */
  process: z.object({ pid: z.number().int().positive(), started: z.string() }).optional(),
  /** From power-on to the first login prompt. */
  bootSeconds: z.number().optional(),
  /** Why it ended, once it did. */
  ended: z.string().optional(),
});
export type MachineRecord = z.infer<typeof MachineRecord>;

export function isRunning(record: MachineRecord): boolean {
  return record.process !== undefined && processStart(record.process.pid) === record.process.started;
}

export async function saveRecord(folder: string, record: MachineRecord): Promise<void> {
  const file = path.join(folder, 'machine.json');
  await writeFile(`${file}.new`, JSON.stringify(record));
  await rename(`${file}.new`, file);
}

const Owner = z.object({ pid: z.number().int().positive(), started: z.string() });
const ownerFile = (folder: string): string => path.join(folder, 'owner.json');

/**
 * Makes this process the one that is connected to the machine: QEMU's console serves one. Gives the number of the process
 * that has it, or undefined if it is ours now.
 */
export async function claim(folder: string): Promise<number | undefined> {
  const ours = JSON.stringify({ pid: process.pid, started: processStart(process.pid) ?? '' });
  for (;;) {
    try {
      await writeFile(ownerFile(folder), ours, { flag: 'wx' });
      return undefined;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    const owner = Owner.safeParse(
      await readFile(ownerFile(folder), 'utf8')
        .then(JSON.parse)
        .catch(() => undefined),
    );
    const isAlive = owner.success && processStart(owner.data.pid) === owner.data.started;
    if (isAlive) return owner.data.pid;
    await rm(ownerFile(folder), { force: true });
  }
}

export async function unclaim(folder: string): Promise<void> {
  await rm(ownerFile(folder), { force: true });
}

/** Every readable record below `root`. */
export async function readRecords(root: string): Promise<MachineRecord[]> {
  const names = await readdir(root).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      try {
        const record = MachineRecord.parse(JSON.parse(await readFile(path.join(root, name, 'machine.json'), 'utf8')));
        return record.id === name ? [record] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat().sort((a, b) => a.createdAt - b.createdAt);
}
