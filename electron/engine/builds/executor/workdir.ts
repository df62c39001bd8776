/** Where a build works: in memory where there is enough, because disks are slow with thousands of small files. */
import { mkdir, readFile } from 'node:fs/promises';
import { mount } from '../../tools/mount';
import { record } from './resources';
import { removeTree } from './execute';

/** Below this much available memory a build works on disk. A starter image needs at most 1.6 GiB. */
const ENOUGH = 5 * 1024 ** 3;

/** Bytes of memory that the kernel thinks can be used, from /proc/meminfo. */
export function availableMemory(meminfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1] ?? 0) * 1024;
}

export interface WorkDir {
  path: string;
  memory: boolean;
  close(): Promise<void>;
}

/** Makes the work folder at `folder`; it is recorded, so that a killed worker's is removed at the next start. */
export async function openWorkDir(
  folder: string,
  resources: string,
  inMemory: 'auto' | 'never' = 'auto',
): Promise<WorkDir> {
  const forget = await record(resources, 'folder', folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const available = availableMemory(await readFile('/proc/meminfo', 'utf8'));
  const memory = inMemory === 'auto' && available > ENOUGH;
  const size = `size=${Math.floor(available * 0.7)}`;
  const unmount = memory ? await mount('tmpfs', 'ostree-studio', folder, [size, 'mode=0755']) : undefined;
  return {
    path: folder,
    memory,
    async close() {
      await unmount?.();
      await removeTree(folder);
      await forget();
    },
  };
}
