/** This user's public keys. sshd(8), "AUTHORIZED_KEYS FILE FORMAT" */
import { open, readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const MAX_BYTES = 64 * 1024;
const MOST = 200;
const KEY =
  /^(ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) ([A-Za-z0-9+/]+={0,2})(?: [^\p{Cc}]*)?$/u;

/** Whether a text is one public key: its data begins with its type's name, RFC 4253 section 6.6. */
export function isPublicKey(text: string): boolean {
  const [, type = '', data = ''] = KEY.exec(text) ?? [];
  if (type === '') return false;
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length <= 4 + type.length || bytes.readUInt32BE(0) !== type.length) return false;
  return bytes.toString('latin1', 4, 4 + type.length) === type;
}

/** A file's text; '' for what is no file, too large or not to be read. */
async function textOf(file: string): Promise<string> {
  const info = await stat(file).catch(() => undefined);
  // A pipe would keep open() waiting.
  if (!info?.isFile() || info.size > MAX_BYTES) return '';
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    return (await handle.readFile('utf8')).trim();
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}

/** Keys in `folder` (default: `~/.ssh`), by the names of their files; what is no public key is left out. */
export async function publicKeys(folder = path.join(os.homedir(), '.ssh')): Promise<{ path: string; text: string }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pub')).sort();
  const keys = await Promise.all(
    names.slice(0, MOST).map(async (name) => {
      const file = path.join(folder, name);
      return { path: file, text: await textOf(file) };
    }),
  );
  return keys.filter(({ text }) => isPublicKey(text));
}
