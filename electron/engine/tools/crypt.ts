/** Password hashes, crypt(5), by the system's own programs. The password goes in by standard input only. */
import { StudioError } from '../../../shared/errors';
import { run } from '../run';

export type HashMethod = 'yescrypt' | 'sha512-crypt';

const PREFIX = { yescrypt: '$y$', 'sha512-crypt': '$6$' } as const;

async function ask(program: string, argv: readonly string[], password: string): Promise<string> {
  const { stdout } = await run(program, argv, { stdin: `${password}\n`, timeout: 30_000 });
  return stdout.trim();
}

/**
 * The crypt(5) text of a password.
 *
 * @throws StudioError `invalid-input` for a password of several lines, `missing-tool` where no program can make it
 */
export async function hashPassword(password: string, method: HashMethod): Promise<string> {
  // Both programs read one line.
  if (/[\r\n\0]/.test(password))
    throw new StudioError('invalid-input', 'A password is one line of text.', { hint: 'Take the line break out.' });
  const hash = await (method === 'yescrypt'
    ? ask('mkpasswd', ['--method=yescrypt', '--stdin'], password).catch((thrown: unknown) => {
        throw thrown instanceof StudioError && thrown.code === 'missing-tool'
          ? new StudioError('missing-tool', 'Hashing with yescrypt needs mkpasswd, which is not installed.', {
              hint: 'Install it, or choose sha512-crypt.',
              detail: { names: ['whois'], command: 'sudo apt-get install whois' },
              cause: thrown,
            })
          : thrown;
      })
    : ask('openssl', ['passwd', '-6', '-stdin'], password));
  if (hash.startsWith(PREFIX[method]) && /^[\x21-\x7e]+$/.test(hash)) return hash;
  throw new StudioError('tool-failed', 'The password was not hashed.', { hint: 'Try the other method.' });
}
