/** This user's public keys. sshd(8), "AUTHORIZED_KEYS FILE FORMAT" */
import { readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const MAX_BYTES = 64 * 1024;
const KEY =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,2}(?: [^\r\n\0]*)?$/;

/** Keys in `folder` (default: `~/.ssh`), by the names of their files; what is no public key is left out. */
export async function publicKeys(folder = path.join(os.homedir(), '.ssh')): Promise<{ path: string; text: string }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pub')).sort();
  const keys = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const info = await stat(file).catch(() => undefined);
      if (!info?.isFile() || info.size > MAX_BYTES) return [];
      const text = (await readFile(file, 'utf8').catch(() => '')).trim();
      return KEY.test(text) ? [{ path: file, text }] : [];
    }),
  );
  return keys.flat();
}
