import { readFileSync } from 'node:fs';

/**
 * Start time of a process in clock ticks since boot (field 22 of proc(5)'s stat): with the pid it names a process for
 * good. Undefined if it is gone or a zombie.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
