import { expect, test } from 'vitest';
import { checkPublicKey, keyWords, passwordWords } from './password-hash';

const BODY = `AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`;

test.each([
  ['$y$j9T$a$b', 'Hashed with yescrypt'],
  ['$6$a$b', 'Hashed with sha512-crypt'],
  ['', 'No password: anybody can log in'],
  ['!', 'Locked: no password works'],
  ['!$6$a$b', 'Locked: no password works'],
  ['secret', 'This is no crypt(5) hash'],
])('%j in place of a password is: %s', (value, words) => expect(passwordWords(value).words).toBe(words));

test('a public key is one line whose body repeats its type', () => {
  expect(checkPublicKey(`# mine\nssh-ed25519 ${BODY} me@host\n`)).toEqual({ key: `ssh-ed25519 ${BODY} me@host` });
  expect(checkPublicKey(`ssh-rsa ${BODY} me`)).toHaveProperty('problem');
  expect(checkPublicKey('ssh-ed25519 AAAAB3Nz me')).toHaveProperty('problem');
  expect(checkPublicKey(`ssh-ed25519 ${BODY}\nssh-ed25519 ${BODY}`)).toHaveProperty(
    'problem',
    expect.stringContaining('more than one'),
  );
  expect(checkPublicKey('-----BEGIN RSA PRIVATE KEY-----\nx')).toHaveProperty(
    'problem',
    expect.stringContaining('private key'),
  );
  expect(checkPublicKey('hello')).toHaveProperty('problem', expect.stringContaining('begins with its type'));
});

test('a key is told by its end and its comment', () =>
  expect(keyWords(`ssh-ed25519 ${BODY} me@host`)).toBe('ssh-ed25519 …AAAAAA me@host'));
