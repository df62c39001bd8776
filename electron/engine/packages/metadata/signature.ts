/** repomd.xml.asc: who made a repository's table of contents. gpgv(1) */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { cleanEnvironment, run } from '../../run';

/** The binary form of armoured OpenPGP keys (RFC 4880, 6.2). @throws StudioError `invalid-input` if there is none */
export function dearmour(text: string): Buffer {
  const blocks = [
    ...text.matchAll(
      /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[^\n]*:[^\n]*\n)*\r?\n([\s\S]*?)\r?\n-----END PGP PUBLIC KEY BLOCK-----/g,
    ),
  ];
  const bytes = blocks.map(([, body = '']) => Buffer.from(body.replace(/\r?\n=[A-Za-z0-9+/]{4}\s*$/, ''), 'base64'));
  if (bytes.length === 0 || bytes.some(({ length }) => length === 0))
    throw new StudioError('invalid-input', 'The key is no OpenPGP public key.', {
      hint: 'It begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.',
    });
  return Buffer.concat(bytes);
}

/** @throws StudioError `invalid-input` unless one of the keys made the detached signature; `missing-tool` */
export async function verifySignature(
  signed: Uint8Array,
  signature: Uint8Array,
  keys: string,
  signal?: AbortSignal,
): Promise<void> {
  const keyring = dearmour(keys);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-gpg-'));
  const place = (name: string): string => path.join(folder, name);
  try {
    await Promise.all([
      writeFile(place('keys.gpg'), keyring),
      writeFile(place('repomd.xml'), signed),
      writeFile(place('repomd.xml.asc'), signature),
    ]);
    const { exitCode, stderr } = await run(
      'gpgv',
      ['--keyring', place('keys.gpg'), place('repomd.xml.asc'), place('repomd.xml')],
      { ok: [0, 1, 2], env: cleanEnvironment({ HOME: folder }), ...(signal ? { signal } : {}) },
    );
    if (exitCode === 0) return;
    const unknown = /No public key/i.test(stderr);
    throw new StudioError(
      'invalid-input',
      unknown
        ? 'The repository is signed with another key than the one that is given.'
        : "The signature of the repository's repomd.xml is bad.",
      { hint: unknown ? 'Check the key.' : 'Somebody changed it, or it is being rebuilt: do not use it as it is.' },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
