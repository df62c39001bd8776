/** A person's public keys, beside what is none. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPublicKey, publicKeys } from './ssh-keys';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'keys-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The data of a key of a type: its name, and something. */
function dataOf(type: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.alloc(40, 7)]).toString('base64');
}
const ED = `ssh-ed25519 ${dataOf('ssh-ed25519')}`;

test('keys are told with their files; pipes, private keys, several lines and large files are left out', async () => {
  const put = (name: string, text: string) => writeFile(path.join(dir, name), text);
  await put('id.pub', `${ED} ann@home ä\n`);
  await put('rsa.pub', `ssh-rsa ${dataOf('ssh-rsa')}`);
  await put('private.pub', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n');
  await put('two.pub', `${ED} x\n${ED} y\n`);
  await put('id', `${ED} ann@home\n`);
  await put('large.pub', `${ED} ${'x'.repeat(64 * 1024)}`);
  execFileSync('mkfifo', [path.join(dir, 'pipe.pub')]);
  await symlink('none', path.join(dir, 'broken.pub'));
  expect(await publicKeys(dir)).toEqual([
    { path: path.join(dir, 'id.pub'), text: `${ED} ann@home ä` },
    { path: path.join(dir, 'rsa.pub'), text: `ssh-rsa ${dataOf('ssh-rsa')}` },
  ]);
  expect(await publicKeys(path.join(dir, 'none'))).toEqual([]);
});

test('a text is a key only if its data says the same type, and nothing can hide in its comment', () => {
  expect(isPublicKey(`sk-ssh-ed25519@openssh.com ${dataOf('sk-ssh-ed25519@openssh.com')} key`)).toBe(true);
  expect(isPublicKey(`ecdsa-sha2-nistp256 ${dataOf('ecdsa-sha2-nistp256')}`)).toBe(true);
  for (const text of [
    ...['', 'ssh-ed25519', 'ssh-ed25519 AAAA', `ssh-rsa ${dataOf('ssh-ed25519')}`, `command="x" ${ED}`],
    ...[`${ED} a\u001b[2J`, `${ED} a\rb`, 'ssh-ed25519 !!!!'],
  ])
    expect(isPublicKey(text), JSON.stringify(text)).toBe(false);
});
