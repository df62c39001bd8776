/** Hashing with the system's real programs, checked by giving the salt back to them. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashPassword } from './crypt';

const PATH = process.env.PATH;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'crypt-'));
});
afterEach(async () => {
  process.env.PATH = PATH;
  await rm(dir, { recursive: true, force: true });
});

/** Whether crypt(3) makes this hash of the whole password. */
function fits(password: string, hash: string): boolean {
  const script = 'binmode STDIN; $p = <STDIN>; chomp $p; print crypt($p, $ARGV[0])';
  return execFileSync('perl', ['-e', script, hash], { input: `${password}\n`, encoding: 'utf8' }) === hash;
}
const program = (name: string): string => execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

test.each(['yescrypt', 'sha512-crypt'] as const)(
  '%s hashes the whole password, each time with a new salt',
  async (method) => {
    for (const password of ['it\'s $secret \\ "x"', ' leading and trailing ', 'ä€😀', '-x', 'x'.repeat(511)]) {
      const hash = await hashPassword(password, method);
      expect(hash).toMatch(/^\$(y|6)\$/);
      expect(fits(password, hash), password).toBe(true);
      expect(fits(`${password.slice(0, -1)}?`, hash), password).toBe(false);
      expect(await hashPassword(password, method)).not.toBe(hash);
    }
  },
);

test('what crypt(3) does not take is refused: several lines, and more than it reads', async () => {
  for (const password of ['two\nlines', 'a\rb', 'a\0b', 'ä'.repeat(256)])
    await expect(hashPassword(password, 'yescrypt')).rejects.toMatchObject({ code: 'invalid-input' });
});

test('without mkpasswd openssl makes sha512-crypt, but never of a part of the password', async () => {
  await symlink(program('openssl'), path.join(dir, 'openssl'));
  process.env.PATH = dir;
  const hash = await hashPassword('geheim', 'sha512-crypt');
  const long = await hashPassword('x'.repeat(300), 'sha512-crypt').catch((thrown: unknown) => thrown);
  const strong = await hashPassword('geheim', 'yescrypt').catch((thrown: unknown) => thrown);
  process.env.PATH = PATH;
  expect(hash).toMatch(/^\$6\$/);
  expect(fits('geheim', hash)).toBe(true);
  const missing = { code: 'missing-tool', detail: { names: ['mkpasswd'], command: 'sudo apt-get install whois' } };
  expect(long).toMatchObject(missing);
  expect(strong).toMatchObject(missing);
});

test('the password goes in by standard input only, and is in no error', async () => {
  await writeFile(
    path.join(dir, 'mkpasswd'),
    `#!/bin/sh\necho "$@" > ${dir}/argv\n/bin/cat > ${dir}/stdin\necho nonsense\n`,
  );
  await chmod(path.join(dir, 'mkpasswd'), 0o755);
  process.env.PATH = dir;
  const error = await hashPassword('geheim', 'yescrypt').catch((thrown: unknown) => thrown as Error);
  process.env.PATH = PATH;
  expect(await readFile(path.join(dir, 'argv'), 'utf8')).toBe('--method=yescrypt --stdin\n');
  expect(await readFile(path.join(dir, 'stdin'), 'utf8')).toBe('geheim\n');
  expect(error).toMatchObject({ code: 'tool-failed' });
  expect(JSON.stringify(error) + String(error)).not.toContain('geheim');
});
