/** Which process: its number and when it started, because numbers are used again. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks since boot, field 22 of /proc/PID/stat; with the boot's id. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** Field 22 of a line of /proc/PID/stat; the name before it may hold blanks and brackets. */
export function startTime(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const ticks = startTime(await readFile(`/proc/${pid}/stat`, 'utf8'));
    return ticks === undefined ? undefined : { pid, started: `${boot}:${ticks}` };
  } catch {
    return undefined; // gone
  }
}

export async function thisProcess(): Promise<ProcessIdentity> {
  return (await identify(process.pid)) ?? { pid: process.pid, started: 'unknown' };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.started === identity.started;
}
