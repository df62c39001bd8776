/** Where a machine's sockets are. */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder for sockets: their paths may have 107 bytes, so it is short and not in the data folder. */
export async function makeRunDir(id: string): Promise<string> {
  const base = process.env.XDG_RUNTIME_DIR ?? os.tmpdir();
  const name = createHash('sha256')
    .update(id)
    .update(String(process.getuid?.() ?? 0))
    .digest('hex')
    .slice(0, 12);
  const dir = path.join(base, `ostree-studio-${name}`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { mode: 0o700 });
  return dir;
}
