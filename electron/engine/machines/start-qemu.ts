/** Starts QEMU as a process of its own, which outlives the app. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import { processStart } from '../builds/executor/processes';
import { cleanEnvironment } from '../run';
import { emulator, machineArguments, type MachineArguments } from '../tools/qemu';

/** What QEMU complained about, for a person. */
export async function qemuComplaint(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, 'qemu.log'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.replace(/^qemu-system-\S+: /, '').trim());
  return lines.filter((line) => line && !/^warning:/i.test(line)).at(-1) ?? '';
}

/** @throws StudioError `missing-tool` if QEMU is not installed. */
export async function startQemu(folder: string, options: MachineArguments): Promise<{ pid: number; started: string }> {
  const program = emulator(os.arch());
  const log = openSync(path.join(folder, 'qemu.log'), 'a');
  try {
    const child = spawn(program, machineArguments(options), {
      cwd: folder,
      env: cleanEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve).once('error', (cause) => {
        reject(
          new StudioError('missing-tool', `The program '${program}' is not installed.`, {
            hint: 'The set-up page has the command that installs it.',
            detail: { names: [program] },
            cause,
          }),
        );
      });
    });
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, started: processStart(pid) ?? '' };
  } finally {
    closeSync(log);
  }
}
