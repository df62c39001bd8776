/** git, only to look: no hook, no pager, no program that a repository names, no network. https://git-scm.com/docs */
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import type { GitFileState, GitRevision, GitStatus } from '../../../shared/manifest/types';
import { cleanEnvironment, run, type RunResult } from '../run';

/** A repository's own settings could start programs: these are what reading would use. */
const SAFE = [
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'],
  ...['-c', 'diff.external=', '-c', 'core.pager=cat', '-c', 'protocol.allow=never', '-c', 'log.showSignature=false'],
  ...['-c', 'submodule.recurse=false', '-c', 'i18n.logOutputEncoding=UTF-8'],
];
/** Programs that attributes of files call for: looking at a changed file runs its filter. gitattributes(5) */
const PROGRAMS = String.raw`^(filter\..*\.(clean|smudge|process|required)|diff\..*\.(textconv|command))$`;
const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_LITERAL_PATHSPECS: '1',
};
const MAX_TEXT = 4 * 1024 * 1024;
/** Tokens of a commit in the format of `gitLog`. */
const LOG_TOKENS = 5;

/** The command line. Pure. */
export function gitArgs(folder: string, ...argv: readonly string[]): string[] {
  return ['--no-optional-locks', '--no-pager', ...SAFE, '-C', folder, ...argv];
}

async function git(
  folder: string,
  argv: readonly string[],
  options: { signal?: AbortSignal | undefined; env?: NodeJS.ProcessEnv } = {},
): Promise<RunResult> {
  const result = await run('git', gitArgs(folder, ...argv), {
    ...{ ok: [0, 1, 128], timeout: 20_000, env: cleanEnvironment({ ...ENVIRONMENT, ...options.env }) },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const [, owned] = /dubious ownership in repository at '(.+)'/.exec(result.stderr) ?? [];
  if (result.exitCode !== 128 || owned === undefined) return result;
  const command = `git config --global --add safe.directory '${owned.replaceAll("'", `'\\''`)}'`;
  throw new StudioError('invalid-input', 'The git repository belongs to somebody else, so git does not read it.', {
    hint: `If you trust it: ${command}`,
    detail: { command },
  });
}

/** Settings of the repository itself that name programs, each made empty: for the environment of one command. */
async function withoutPrograms(folder: string, signal?: AbortSignal): Promise<NodeJS.ProcessEnv> {
  const argv = ['config', '--includes', '--show-scope', '--name-only', '-z', '--get-regexp', PROGRAMS];
  const tokens = (await git(folder, argv, { signal })).stdout.split('\0');
  const names = new Set<string>();
  for (let at = 0; at + 1 < tokens.length; at += 2)
    if (/^(local|worktree)$/.test(tokens[at] ?? '')) names.add(tokens[at + 1] ?? '');
  const settings = [...names].map((name, index) => ({
    [`GIT_CONFIG_KEY_${index}`]: name,
    [`GIT_CONFIG_VALUE_${index}`]: name.endsWith('.required') ? 'false' : '',
  }));
  return Object.assign({ GIT_CONFIG_COUNT: String(settings.length) }, ...settings) as NodeJS.ProcessEnv;
}

const STATES: Readonly<Record<string, GitFileState>> = { M: 'modified', T: 'modified', A: 'added', D: 'deleted' };

function stateOf(xy: string): GitFileState {
  const [index = '.', tree = '.'] = xy;
  // Added, and edited since: HEAD has it not.
  if (index === 'A' && tree === 'M') return 'added';
  return STATES[tree] ?? STATES[index] ?? 'modified';
}

/** Reads `git status --porcelain=v2 --branch -z`; paths are relative to the top of the repository. */
export function parseStatus(output: string): GitStatus {
  const files: [string, GitFileState][] = [];
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
    } else if (kind === '1') files.push([rest(line, 8), stateOf(line.slice(2, 4))]);
    else if (kind === '2') {
      files.push([rest(line, 9), 'renamed']);
      at += 1; // the name that it had
    } else if (kind === 'u') files.push([rest(line, 10), 'conflict']);
    else if (kind === '?') files.push([line.slice(2), 'untracked']);
  }
  return { ...status, files: Object.fromEntries(files) };
}

/** What follows so many blanks. */
function rest(line: string, blanks: number): string {
  let at = 0;
  for (let count = 0; count < blanks; count += 1) at = line.indexOf(' ', at) + 1;
  return line.slice(at);
}

/** A text for one line of a list. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

/** Reads `git log` in the format of `gitLog`; `prefix` is where the folder is in the repository. */
export function parseLog(output: string, prefix: string): GitRevision[] {
  const tokens = output.split('\0');
  const revisions: GitRevision[] = [];
  for (let at = 0; at + LOG_TOKENS <= tokens.length; at += LOG_TOKENS) {
    const [commit = '', author = '', time = '', subject = '', name = ''] = tokens.slice(at, at + LOG_TOKENS);
    revisions.push({
      ...{ commit, author: oneLine(author), timestamp: Number(time), subject: oneLine(subject) },
      path: path.posix.relative(`/${prefix}`, `/${name.replace(/^\n/, '')}`),
    });
  }
  return revisions;
}

/** Where a folder is in its repository: '' or `sub/folder/`; undefined if it is in none, or git is not installed. */
async function prefixOf(folder: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { stdout, exitCode } = await git(folder, ['rev-parse', '--show-prefix'], { signal });
    return exitCode === 0 ? stdout.replace(/\n$/, '') : undefined;
  } catch (thrown) {
    if (thrown instanceof StudioError && thrown.code === 'missing-tool') return undefined;
    throw thrown;
  }
}

/** git's own folder for a folder, absolute; undefined if there is none or it cannot be read. */
export async function gitFolder(folder: string): Promise<string | undefined> {
  const found = await git(folder, ['rev-parse', '--absolute-git-dir']).catch(() => undefined);
  return found?.exitCode === 0 ? found.stdout.replace(/\n$/, '') : undefined;
}

/**
 * The state of a folder's files against HEAD; without a repository, or without git, it says so.
 *
 * @throws StudioError `invalid-input` for a repository that git does not trust, `tool-failed` for a damaged one
 */
export async function gitStatus(folder: string, signal?: AbortSignal): Promise<GitStatus> {
  const prefix = await prefixOf(folder, signal);
  if (prefix === undefined) return { repository: false, files: {} };
  const argv = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--ignore-submodules=dirty'];
  const env = await withoutPrograms(folder, signal);
  const { stdout, stderr, exitCode } = await git(folder, [...argv, '--', '.'], { signal, env });
  if (exitCode !== 0)
    throw new StudioError('tool-failed', 'git cannot read the state of this folder.', {
      hint: 'Run git status there: it says what is wrong.',
      detail: { argv: ['git', ...argv], exitCode, tail: stderr.split('\n').slice(-10) },
    });
  const status = parseStatus(stdout);
  // Porcelain output names files from the top of the repository.
  const own = Object.entries(status.files).filter(([name]) => name.startsWith(prefix));
  return { ...status, files: Object.fromEntries(own.map(([name, state]) => [name.slice(prefix.length), state])) };
}

function checkCommit(commit: string): string {
  if (/^(HEAD|[0-9a-f]{4,64})$/.test(commit)) return commit;
  throw new StudioError('invalid-input', `'${commit}' names no commit.`, {
    hint: 'Give its checksum, or HEAD.',
  });
}

/** A file's text at a commit, by its path from the folder; undefined if it was not there. */
export async function gitText(
  folder: string,
  file: string,
  commit: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const object = `${checkCommit(commit)}:./${path.posix.normalize(file)}`;
  if ((await prefixOf(folder, signal)) === undefined || file.includes('\0')) return undefined;
  const size = await git(folder, ['cat-file', '-s', object], { signal });
  if (size.exitCode !== 0) return undefined;
  const isLarge = Number(size.stdout) > MAX_TEXT;
  const { stdout, exitCode } = isLarge
    ? { stdout: '\0', exitCode: 0 }
    : await git(folder, ['cat-file', 'blob', object], { signal });
  if (exitCode !== 0) return undefined; // a folder
  if (stdout.includes('\0'))
    throw new StudioError('invalid-input', `'${file}' is no text of at most 4 MB at that commit.`, {
      hint: 'Only texts can be compared.',
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
  const prefix = await prefixOf(folder, signal);
  if (prefix === undefined) return [];
  // A merge lists no file of its own, which would spoil the count of tokens.
  const argv = ['log', '-z', '--follow', '--no-merges', '--no-ext-diff', '--no-textconv', '--name-only'];
  const format = ['--format=%H%x00%an%x00%at%x00%s', `--max-count=${Math.max(1, limit)}`];
  const { stdout, exitCode } = await git(folder, [...argv, ...format, '--', file], { signal });
  return exitCode === 0 ? parseLog(stdout, prefix) : [];
}
