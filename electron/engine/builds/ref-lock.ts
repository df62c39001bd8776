/** One build at a time for a ref of a repository, over all processes of this user: commits stay in one line. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { processStart } from './process-start';

const Holder = z.object({ pid: z.number().int(), started: z.string(), job: z.string() });
const POLL_MS = 300;

async function lockFile(repo: string, ref: string): Promise<string> {
  const folder = path.join(
    process.env.XDG_RUNTIME_DIR ?? os.tmpdir(),
    `ostree-studio-locks-${process.getuid?.() ?? 0}`,
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const real = await realpath(repo).catch(() => path.resolve(repo));
  return path.join(folder, `${createHash('sha256').update(`${real}\0${ref}`).digest('hex')}.lock`);
}

async function holder(file: string): Promise<z.infer<typeof Holder> | undefined> {
  try {
    const found = Holder.parse(JSON.parse(await readFile(file, 'utf8')));
    return processStart(found.pid) === found.started ? found : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Waits for the lock and takes it. A lock whose process is gone is taken over.
 *
 * @param onWait told once, with the job that holds it.
 * @returns gives the lock back.
 * @throws the signal's reason when it is aborted while waiting.
 */
export async function lockRef(
  repo: string,
  ref: string,
  job: string,
  options: { signal: AbortSignal; onWait: (holdingJob: string) => void },
): Promise<() => Promise<void>> {
  const file = await lockFile(repo, ref);
  const text = JSON.stringify({ pid: process.pid, started: processStart(process.pid) ?? '', job });
  let told = false;
  for (;;) {
    options.signal.throwIfAborted();
    try {
      await writeFile(file, text, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    const other = await holder(file);
    if (!other) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) options.onWait(other.job);
    told = true;
    await wait(POLL_MS, undefined, { signal: options.signal });
  }
}
