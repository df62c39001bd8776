/** What a password field of /etc/shadow says, and what an authorized key looks like. */

export type HashMethod = 'yescrypt' | 'sha512-crypt';

export type PasswordWords =
  | { readonly kind: 'none-known'; readonly words: string }
  | { readonly kind: 'none'; readonly words: string }
  | { readonly kind: 'locked'; readonly words: string }
  | { readonly kind: 'hash'; readonly words: string }
  | { readonly kind: 'unknown'; readonly words: string };

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/^\$y\$/, 'yescrypt'],
  [/^\$gy\$/, 'gost-yescrypt'],
  [/^\$6\$/, 'sha512-crypt'],
  [/^\$5\$/, 'sha256-crypt'],
  [/^\$2[abxy]\$/, 'bcrypt'],
  [/^\$7\$/, 'scrypt'],
  [/^\$1\$/, 'md5-crypt (weak)'],
];

/** What stands in place of a password, in words; never the hash itself. crypt(5). */
export function passwordWords(value: unknown): PasswordWords {
  if (value === undefined) return { kind: 'none-known', words: 'Known when the target has been resolved' };
  if (typeof value !== 'string') return { kind: 'unknown', words: 'This is no crypt(5) hash' };
  if (value === '') return { kind: 'none', words: 'No password: anybody can log in' };
  if (value.startsWith('!') || value.startsWith('*')) return { kind: 'locked', words: 'Locked: no password works' };
  const method = METHODS.find(([pattern]) => pattern.test(value))?.[1];
  return method === undefined
    ? { kind: 'unknown', words: 'This is no crypt(5) hash' }
    : { kind: 'hash', words: `Hashed with ${method}` };
}

const KEY_TYPE = /^(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp\d+|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

export type KeyCheck = { readonly key: string } | { readonly problem: string };

/** One line of an authorized_keys file without options, or why the text is none. */
export function checkPublicKey(text: string): KeyCheck {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----|^PuTTY-User-Key-File/m.test(text))
    return { problem: 'This is a private key: it must not leave this machine. Take the file that ends in .pub.' };
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [line] = lines;
  if (line === undefined) return { problem: 'A public key is one line: ssh-ed25519 AAAA… comment.' };
  if (lines.length > 1) return { problem: 'There is more than one line here: give one key.' };
  const [type = '', body = ''] = line.split(/\s+/);
  if (!KEY_TYPE.test(type))
    return { problem: 'A public key begins with its type: ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256.' };
  if (!/^AAAA[A-Za-z0-9+/]+={0,2}$/.test(body) || !namesItsType(body, type))
    return { problem: 'The key is damaged: after its type comes the key itself, which begins with AAAA.' };
  return { key: line };
}

/** The body repeats the type: its length in four bytes, then its name (RFC 4253, 6.6). */
function namesItsType(body: string, type: string): boolean {
  try {
    const bytes = atob(body);
    const length = bytes.charCodeAt(2) * 256 + bytes.charCodeAt(3);
    return length === type.length && bytes.slice(4, 4 + length) === type && bytes.length > 4 + length + 16;
  } catch {
    return false;
  }
}

/** `ssh-ed25519 …Qh3k me@host`: enough to tell keys apart. */
export function keyWords(key: unknown): string {
  if (typeof key !== 'string' || key.trim() === '') return 'No key';
  const [type = '', body = '', ...comment] = key.trim().split(/\s+/);
  return [type, `…${body.slice(-6)}`, ...comment].join(' ');
}
