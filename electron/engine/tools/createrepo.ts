/** createrepo_c: makes a repository of a folder of RPMs. https://createrepo-c.readthedocs.io/ */
import { StudioError, toWire } from '../../../shared/errors';
import { run } from '../run';

/** `--update` keeps what is known of packages that did not change. */
export function createrepoArgs(folder: string): string[] {
  return ['--quiet', '--update', '--compatibility', folder];
}

/**
 * Makes or renews the repository of a folder. RPMs that cannot be read are left out of it.
 *
 * @throws StudioError `missing-tool` with the command that installs it, `tool-failed`, `cancelled`
 */
export async function createRepository(folder: string, signal?: AbortSignal): Promise<void> {
  try {
    // 2: some package could not be read, as while it is still being copied
    await run('createrepo_c', createrepoArgs(folder), { ok: [0, 2], ...(signal ? { signal } : {}) });
  } catch (thrown) {
    if (toWire(thrown).code !== 'missing-tool') throw thrown;
    throw new StudioError('missing-tool', 'Making a repository of RPMs needs createrepo_c, which is not installed.', {
      hint: 'Install it with the command, then try again.',
      detail: { names: ['createrepo_c'], command: 'sudo apt-get install createrepo-c' },
      cause: thrown,
    });
  }
}
