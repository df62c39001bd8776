/** git, only to look: no hook, no pager, no program that a repository names, no network. https://git-scm.com/docs */
import { StudioError } from '../../../shared/errors';
import type { GitFileState, GitRevision, GitStatus } from '../../../shared/manifest/types';
import { cleanEnvironment, run, type RunResult } from '../run';

/** A repository's own settings could start programs: these are what reading would use. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'],
  ...['-c', 'diff.external=', '-c', 'core.pager=cat', '-c', 'protocol.allow=never', '-c', 'log.showSignature=false'],
];
const MAX_TEXT = 4 * 1024 * 1024;
const FIELD = '\x1f';
const RECORD = '\x1e';

/** The command line. Pure. */
export function gitArgs(folder: string, ...argv: readonly string[]): string[] {
  return ['--no-optional-locks', '--no-pager', ...SAFE, '-C', folder, ...argv];
}

async function git(folder: string, argv: readonly string[], signal?: AbortSignal): Promise<RunResult> {
  const env = cleanEnvironment({ GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' });
  const result = await run('git', gitArgs(folder, ...argv), {
    ...{ ok: [0, 1, 128], env, timeout: 20_000 },
    ...(signal ? { signal } : {}),
  });
  if (result.exitCode === 128 && /dubious ownership/.test(result.stderr))
    throw new StudioError('invalid-input', 'The git repository belongs to somebody else, so git does not read it.', {
      hint: `If you trust it: git config --global --add safe.directory ${folder}`,
    });
  return result;
}

const STATES: Readonly<Record<string, GitFileState>> = { M: 'modified', T: 'modified', A: 'added', D: 'deleted' };

function stateOf(xy: string): GitFileState {
  const [index = '.', tree = '.'] = xy;
  return STATES[tree] ?? STATES[index] ?? 'modified';
}

/** Reads `git status --porcelain=v2 --branch -z`; paths are relative to the folder that git ran in. */
export function parseStatus(output: string): GitStatus {
  const status: GitStatus = { repository: true, files: {} };
  const records = output.split('\0');
  for (let at = 0; at < records.length; at += 1) {
    const line = records[at] ?? '';
    const [kind] = line;
    if (line.startsWith('# branch.head ')) {
      const branch = line.slice('# branch.head '.length);
      if (branch !== '(detached)') status.branch = branch;
    } else if (line.startsWith('# branch.oid ')) {
      const head = line.slice('# branch.oid '.length);
      if (head !== '(initial)') status.head = head;
    } else if (kind === '1') status.files[rest(line, 8)] = stateOf(line.slice(2, 4));
    else if (kind === '2') {
      status.files[rest(line, 9)] = 'renamed';
      at += 1; // the name that it had
    } else if (kind === 'u') status.files[rest(line, 10)] = 'conflict';
    else if (kind === '?') status.files[line.slice(2)] = 'untracked';
  }
  return status;
}

/** What follows so many blanks. */
function rest(line: string, blanks: number): string {
  let at = 0;
  for (let count = 0; count < blanks; count += 1) at = line.indexOf(' ', at) + 1;
  return line.slice(at);
}

/** Reads `git log` in the format of `gitLog`. */
export function parseLog(output: string): GitRevision[] {
  return output.split(RECORD).flatMap((record): GitRevision[] => {
    const [fields = '', names = ''] = record.split('\0\n', 2);
    const [commit = '', author = '', time = '', subject = ''] = fields.trimStart().split(FIELD);
    const path = names
      .split('\0')
      .filter((name) => name !== '')
      .at(-1);
    if (!/^[0-9a-f]{40,64}$/.test(commit) || path === undefined) return [];
    return [{ commit, author, timestamp: Number(time), subject, path }];
  });
}

/** The state of a folder's files against HEAD; without a repository, or without git, it says so. */
export async function gitStatus(folder: string, signal?: AbortSignal): Promise<GitStatus> {
  try {
    const inside = await git(folder, ['rev-parse', '--show-prefix'], signal);
    if (inside.exitCode !== 0) return { repository: false, files: {} };
    const { stdout } = await git(
      folder,
      ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--', '.'],
      signal,
    );
    const status = parseStatus(stdout);
    const prefix = inside.stdout.trim();
    if (prefix === '') return status;
    // Porcelain output names files from the top of the repository.
    const own = Object.entries(status.files).filter(([name]) => name.startsWith(prefix));
    return { ...status, files: Object.fromEntries(own.map(([name, state]) => [name.slice(prefix.length), state])) };
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'missing-tool') return { repository: false, files: {} };
    throw thrown;
  }
}

function checkCommit(commit: string): string {
  if (/^(HEAD|[0-9a-f]{4,64})$/.test(commit)) return commit;
  throw new StudioError('invalid-input', `'${commit}' names no commit.`);
}

/** A file's text at a commit, by its path from the folder; undefined if it was not there. */
export async function gitText(
  folder: string,
  file: string,
  commit: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { stdout, exitCode } = await git(folder, ['cat-file', '-p', `${checkCommit(commit)}:./${file}`], signal);
  if (exitCode !== 0) return undefined;
  if (stdout.length > MAX_TEXT || stdout.includes('\0'))
    throw new StudioError('invalid-input', `'${file}' is no text of at most 4 MB at that commit.`, {
      detail: { file },
    });
  return stdout;
}

/** Commits that changed a file, newest first, through renames. Paths are from the folder. */
export async function gitLog(
  folder: string,
  file: string,
  limit: number,
  signal?: AbortSignal,
): Promise<GitRevision[]> {
  const format = `--format=${RECORD}%H${FIELD}%an${FIELD}%at${FIELD}%s`;
  const { stdout, exitCode } = await git(
    folder,
    ['log', '-z', '--follow', '--name-only', '--relative', `--max-count=${limit}`, format, '--', file],
    signal,
  );
  return exitCode === 0 ? parseLog(stdout) : [];
}
