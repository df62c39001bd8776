/** Which process: its number and when it started, because numbers are used again. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  /** The boot's id and the clock ticks since boot, field 22 of /proc/PID/stat. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** The fields of a line of /proc/PID/stat from the third on; the name before them may hold blanks and brackets. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Field 22 of a line of /proc/PID/stat. See proc(5). */
export function startTime(stat: string): string | undefined {
  return fieldsOf(stat)[19];
}

let boot: string | undefined;

/**
 * When a process started: with its number it names the process for good, also after the machine was switched off.
 * Undefined if it is gone; a zombie is.
 */
export function processStart(pid: number): string | undefined {
  try {
    boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = startTime(stat);
    return ticks === undefined || fieldsOf(stat)[0] === 'Z' ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: processStart(process.pid) ?? 'unknown' };
}

export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return processStart(pid) === started;
}

export function thisProcess(): Promise<ProcessIdentity> {
  return Promise.resolve(ownIdentity());
}

export function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return Promise.resolve(isRunning(identity));
}
