/**
 * Loop devices that the kernel frees by itself: the device is opened, then detached, which makes the kernel remove it
 * when the last one closes it. A worker that is killed leaves none.
 */
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StudioError } from '../../../shared/errors';
import { run } from '../run';

export interface LoopOptions {
  file: string;
  /** Bytes. */
  offset?: number;
  /** Bytes; default: the rest of the file. */
  size?: number;
  readOnly?: boolean;
  sectorSize?: number;
}

export interface LoopDevice {
  /** `/dev/loop7`. */
  readonly path: string;
  /** Flushes, closes and waits until the kernel has let go of the file. */
  close(): Promise<void>;
}

export function losetupArgs(options: LoopOptions): string[] {
  return [
    '--find',
    '--show',
    ...(options.offset ? ['--offset', String(options.offset)] : []),
    ...(options.size === undefined ? [] : ['--sizelimit', String(options.size)]),
    ...(options.sectorSize && options.sectorSize !== 512 ? ['--sector-size', String(options.sectorSize)] : []),
    ...(options.readOnly ? ['--read-only'] : []),
    options.file,
  ];
}

async function backingFile(device: string): Promise<string | undefined> {
  try {
    const file = `/sys/block/${path.basename(device)}/loop/backing_file`;
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return undefined; // not attached
  }
}

/**
 * Attaches a file.
 *
 * @throws StudioError `tool-failed` from losetup, or if the device is still in use five seconds after closing it.
 */
export async function attachLoop(options: LoopOptions): Promise<LoopDevice> {
  // Not cancellable: it takes milliseconds, and half of it would leave a device behind.
  const device = (await run('losetup', losetupArgs(options))).stdout.trim();
  const handle = await open(device, options.readOnly ? 'r' : 'r+').catch(async (thrown: unknown) => {
    await run('losetup', ['--detach', device]);
    throw thrown;
  });
  await run('losetup', ['--detach', device]); // takes effect at the last close
  const mine = await backingFile(device);
  return {
    path: device,
    async close() {
      if (!options.readOnly) await handle.sync();
      await handle.close();
      for (let waited = 0; waited < 5000; waited += 20) {
        const now = await backingFile(device);
        if (now === undefined || now !== mine) return;
        await delay(20);
      }
      throw new StudioError('tool-failed', `The loop device ${device} is still in use.`);
    },
  };
}
