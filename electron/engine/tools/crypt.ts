/** Password hashes, crypt(5), by the system's own programs. The password goes in by standard input only. */
import { StudioError } from '../../../shared/errors';
import { run } from '../run';

export type HashMethod = 'yescrypt' | 'sha512-crypt';

const FORM = {
  yescrypt: /^\$y\$[!-9;-~]+$/,
  'sha512-crypt': /^\$6\$[!-9;-~]+$/,
} as const;
const MKPASSWD = { yescrypt: '--method=yescrypt', 'sha512-crypt': '--method=sha512crypt' } as const;
/** What crypt(3) takes, CRYPT_MAX_PASSPHRASE_SIZE without its end. */
const MAX_BYTES = 511;
/** `openssl passwd` cuts what is longer, with a warning only. */
const MAX_OPENSSL_BYTES = 256;

async function ask(program: string, argv: readonly string[], password: string): Promise<string> {
  const { stdout } = await run(program, argv, { stdin: `${password}\n`, timeout: 30_000, maxOutput: 4096 });
  return stdout.trim();
}

const isMissing = (thrown: unknown): boolean => thrown instanceof StudioError && thrown.code === 'missing-tool';

async function withOpenssl(password: string, missing: StudioError): Promise<string> {
  if (Buffer.byteLength(password) > MAX_OPENSSL_BYTES) throw missing;
  return ask('openssl', ['passwd', '-6', '-stdin'], password).catch((thrown: unknown) => {
    throw isMissing(thrown) ? missing : thrown;
  });
}

function checkPassword(password: string): void {
  // The programs read one line.
  if (/[\r\n\0]/.test(password))
    throw new StudioError('invalid-input', 'A password is one line of text.', { hint: 'Take the line break out.' });
  if (Buffer.byteLength(password) > MAX_BYTES)
    throw new StudioError('invalid-input', `A password has at most ${MAX_BYTES} bytes.`, {
      hint: 'Letters with accents count as two bytes or more: choose a shorter one.',
    });
}

/**
 * The crypt(5) text of a password.
 *
 * @throws StudioError `invalid-input` for a password that crypt(3) does not take, `missing-tool` where no program can
 *   make it
 */
export async function hashPassword(password: string, method: HashMethod): Promise<string> {
  checkPassword(password);
  const hash = await ask('mkpasswd', [MKPASSWD[method], '--stdin'], password).catch((thrown: unknown) => {
    if (!isMissing(thrown)) throw thrown;
    const isYescrypt = method === 'yescrypt';
    const missing = new StudioError('missing-tool', `Hashing with ${method} needs mkpasswd, which is not installed.`, {
      hint: isYescrypt ? 'Install it, or choose sha512-crypt.' : 'Install it: Debian has it in the package whois.',
      detail: { names: ['mkpasswd'], command: 'sudo apt-get install whois' },
      cause: thrown,
    });
    if (isYescrypt) throw missing;
    return withOpenssl(password, missing);
  });
  if (FORM[method].test(hash)) return hash;
  throw new StudioError('tool-failed', 'The password was not hashed.', { hint: 'Try the other method.' });
}
