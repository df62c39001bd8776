/** git as a workspace sees it; the repositories are real. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gitFolder, gitLog, gitStatus, gitText, parseStatus } from './git';

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'git-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function git(...argv: string[]): string {
  const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...who, '-c', 'commit.gpgSign=false', ...argv], { cwd: dir, stdio: 'pipe' }).toString();
}
async function put(file: string, text: string | Buffer): Promise<void> {
  await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
  await writeFile(path.join(dir, file), text);
}
function commit(subject: string): void {
  git('add', '-A');
  git('commit', '-qm', subject);
}

test('a folder without a repository, one before its first commit, and a damaged one', async () => {
  expect(await gitStatus(dir)).toEqual({ repository: false, files: {} });
  expect(await gitLog(dir, 'a', 5)).toEqual([]);
  expect(await gitText(dir, 'a', 'HEAD')).toBeUndefined();
  expect(await gitFolder(dir)).toBeUndefined();
  git('init', '-q');
  await put('a.yml', 'x');
  expect(await gitStatus(dir)).toEqual({ repository: true, branch: 'main', files: { 'a.yml': 'untracked' } });
  expect(await gitLog(dir, 'a.yml', 5)).toEqual([]);
  expect(await gitFolder(dir)).toBe(path.join(dir, '.git'));
  git('add', '.');
  await put('.git/index', 'damaged');
  await expect(gitStatus(dir)).rejects.toMatchObject({
    code: 'tool-failed',
    hint: expect.stringContaining('git status'),
  });
});

test('without git there is no repository', async () => {
  git('init', '-q');
  const before = process.env.PATH;
  process.env.PATH = path.join(dir, 'none');
  try {
    // cleanEnvironment adds the system's folders for administrators; git is not there.
    expect(await gitStatus(dir)).toEqual({ repository: false, files: {} });
  } finally {
    process.env.PATH = before;
  }
});

test('every state, names with blanks and umlauts, and only what is in the folder', async () => {
  git('init', '-q');
  for (const name of ['images/a b.yml', 'images/gone.yml', 'images/old.yml', 'images/both.yml', 'other.yml'])
    await put(name, `${name}\nline\nline\n`);
  commit('first');
  await put('images/a b.yml', 'two\n');
  await put('images/ä.yml', 'n\n');
  await put('images/added.yml', 'n\n');
  git('add', 'images/added.yml');
  await put('images/added.yml', 'edited since\n');
  git('mv', 'images/old.yml', 'images/moved.yml');
  await rm(path.join(dir, 'images/gone.yml'));
  await put('other.yml', 'y\n');
  const { files, head, branch } = await gitStatus(path.join(dir, 'images'));
  expect(files).toEqual({
    ...{ 'a b.yml': 'modified', 'gone.yml': 'deleted', 'moved.yml': 'renamed', 'ä.yml': 'untracked' },
    'added.yml': 'added',
  });
  expect([head, branch]).toEqual([git('rev-parse', 'HEAD').trim(), 'main']);
  expect(Object.keys((await gitStatus(dir)).files)).toContain('other.yml');
  git('checkout', '-q', '--detach');
  expect((await gitStatus(dir)).branch).toBeUndefined();
});

test('a conflict of a merge is told', async () => {
  git('init', '-q');
  await put('a.yml', 'one\n');
  commit('first');
  git('checkout', '-qb', 'other');
  await put('a.yml', 'theirs\n');
  commit('theirs');
  git('checkout', '-q', 'main');
  await put('a.yml', 'ours\n');
  commit('ours');
  expect(() => git('merge', 'other')).toThrow();
  expect((await gitStatus(dir)).files).toEqual({ 'a.yml': 'conflict' });
});

test('texts at commits: missing ones are undefined; folders, binaries and what is too large are no texts', async () => {
  git('init', '-q');
  await put('images/a b.yml', 'ä one\r\n');
  await put('-x.yml', 'dash\n');
  await put('disk', Buffer.from('a\0b'));
  await put('large', Buffer.alloc(4 * 1024 * 1024 + 1, 'x'));
  commit('first');
  expect(await gitText(dir, 'images/a b.yml', 'HEAD')).toBe('ä one\r\n');
  expect(await gitText(path.join(dir, 'images'), 'a b.yml', git('rev-parse', 'HEAD').trim())).toBe('ä one\r\n');
  expect(await gitText(dir, '-x.yml', 'HEAD')).toBe('dash\n');
  for (const none of ['none.yml', 'images', '../../etc/passwd'])
    expect(await gitText(dir, none, 'HEAD'), none).toBeUndefined();
  expect(await gitText(dir, 'disk', 'f'.repeat(40))).toBeUndefined();
  for (const file of ['disk', 'large'])
    await expect(gitText(dir, file, 'HEAD')).rejects.toMatchObject({ code: 'invalid-input', detail: { file } });
  for (const name of ['--output=x', 'main', 'HEAD^{tree}', ''])
    await expect(gitText(dir, 'disk', name)).rejects.toMatchObject({ code: 'invalid-input' });
});

test('commits of a file through renames, also from a folder above, each with its path; merges are left out', async () => {
  git('init', '-q');
  await put('a.yml', 'one\ntwo\nthree\n');
  commit('first: \u001b[31mred ä');
  git('checkout', '-qb', 'side');
  await put('side.yml', 'x');
  commit('side');
  git('checkout', '-q', 'main');
  await mkdir(path.join(dir, 'images'));
  git('mv', 'a.yml', 'images/b.yml');
  git('commit', '-qm', 'moved');
  git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
  git('mv', 'images/b.yml', 'images/*.yml');
  git('commit', '-qm', 'renamed');
  const folder = path.join(dir, 'images');
  const log = await gitLog(folder, '*.yml', 10);
  expect(log.map(({ subject, path: file, author }) => [subject, file, author])).toEqual([
    ['renamed', '*.yml', 'Ann'],
    ['moved', 'b.yml', 'Ann'],
    ['first:  [31mred ä', '../a.yml', 'Ann'],
  ]);
  expect(log[0]!.timestamp).toBeGreaterThan(1_600_000_000);
  for (const { path: file, commit: id } of log) expect(await gitText(folder, file, id)).toBe('one\ntwo\nthree\n');
  expect(await gitLog(folder, '*.yml', 1)).toHaveLength(1);
});

test('nothing that a repository names is started: monitors, filters, drivers, pagers, also by included settings', async () => {
  git('init', '-q');
  const trap = path.join(dir, '..', `${path.basename(dir)}-trap`);
  const sprung = `${trap}-sprung`;
  await writeFile(trap, `#!/bin/sh\ntouch ${sprung}\ncat\n`);
  await chmod(trap, 0o755);
  await put('a.yml', 'one\n');
  await put('b.txt', 'one\n');
  await put('.gitattributes', '*.yml filter=e=vil diff=evil\n*.txt filter=hidden\n');
  commit('first');
  await put('.git/more', `[filter "hidden"]\n\tprocess = ${trap}\n\trequired = true\n`);
  for (const key of ['core.fsmonitor', 'diff.external', 'core.pager', 'core.editor', 'pager.log', 'core.sshCommand'])
    git('config', key, trap);
  for (const key of ['filter.e=vil.clean', 'filter.e=vil.smudge', 'diff.evil.textconv', 'diff.evil.command'])
    git('config', key, trap);
  git('config', 'filter.e=vil.required', 'true');
  git('config', 'include.path', path.join(dir, '.git/more'));
  await put('a.yml', 'two\n');
  await put('b.txt', 'two\n');
  expect((await gitStatus(dir)).files).toMatchObject({ 'a.yml': 'modified', 'b.txt': 'modified' });
  await gitLog(dir, 'a.yml', 10);
  expect(await gitText(dir, 'a.yml', 'HEAD')).toBe('one\n');
  expect(existsSync(sprung)).toBe(false);
  // The trap works: plain git falls into it.
  expect(() => execFileSync('git', ['status'], { cwd: dir, stdio: 'pipe' })).toThrow();
  expect(existsSync(sprung)).toBe(true);
  await rm(trap);
  await rm(sprung);
});

test("somebody else's repository is explained with the command that trusts it", async () => {
  if (process.getuid?.() !== 0) return; // only root can give a folder away
  git('init', '-q');
  execFileSync('chown', ['-R', '12345', dir]);
  const error = await gitStatus(dir).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'invalid-input',
    detail: { command: `git config --global --add safe.directory '${dir}'` },
  });
});

test('hostile names of files are data', () => {
  const { files } = parseStatus('1 .M N... 100644 100644 100644 a b __proto__\0? a\nb\0? # branch.head x\0');
  expect(Object.keys(files)).toEqual(['__proto__', 'a\nb', '# branch.head x']);
});
