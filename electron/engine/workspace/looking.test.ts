/** Looking into a workspace: git, search, files that come and go, sets of defines, passwords and keys. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../shared/manifest/types';
import { hashPassword } from '../tools/crypt';
import { gitLog, gitStatus, gitText } from '../tools/git';
import { createDefineSets } from './define-sets';
import { createFiles } from './file-handlers';
import { searchWorkspace } from './searching';
import { publicKeys } from './ssh-keys';

let dir: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'looking-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = async (file: string, text: string | Buffer): Promise<void> => {
  await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
  await writeFile(path.join(dir, file), text);
};
const workspace = (...files: string[]): Workspace => ({
  ...{ path: dir, name: 'w', starter: false, ostreeRepo: '', outputDir: '', targets: [], favourites: [] },
  files: files.map((file) => ({ path: file, kind: 'other' })),
});

describe('git', () => {
  const git = (...argv: string[]): void => {
    const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'init.defaultBranch=main'];
    execFileSync('git', [...who, ...argv], { cwd: dir, stdio: 'pipe' });
  };

  test('tells what changed since the last commit, in a folder of the repository too', async () => {
    expect(await gitStatus(dir)).toEqual({ repository: false, files: {} });
    git('init', '-q');
    expect(await gitStatus(dir)).toMatchObject({ repository: true, branch: 'main', files: {} });
    await write('images/a b.yml', 'one\n');
    await write('images/gone.yml', 'x\n');
    await write('other.yml', 'x\n');
    git('add', '-A');
    git('commit', '-qm', 'first: ä');
    await write('images/a b.yml', 'two\n');
    await write('images/new.yml', 'n\n');
    await rm(path.join(dir, 'images/gone.yml'));
    await write('other.yml', 'y\n');
    const { files, head } = await gitStatus(dir);
    expect(files).toEqual({
      'images/a b.yml': 'modified',
      'images/gone.yml': 'deleted',
      'images/new.yml': 'untracked',
      'other.yml': 'modified',
    });
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(Object.keys((await gitStatus(path.join(dir, 'images'))).files)).toEqual(['a b.yml', 'gone.yml', 'new.yml']);
    expect(await gitText(dir, 'images/a b.yml', 'HEAD')).toBe('one\n');
    expect(await gitText(path.join(dir, 'images'), 'a b.yml', 'HEAD')).toBe('one\n');
    expect(await gitText(dir, 'images/new.yml', 'HEAD')).toBeUndefined();
    await expect(gitText(dir, 'other.yml', '--output=x')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test("shows a file's commits through renames, and starts nothing that the repository names", async () => {
    git('init', '-q');
    await write('a.yml', 'one\ntwo\nthree\n');
    git('add', '-A');
    git('commit', '-qm', 'first');
    git('mv', 'a.yml', 'b.yml');
    git('commit', '-qm', 'renamed');
    const log = await gitLog(dir, 'b.yml', 10);
    expect(log.map(({ subject, path: file, author }) => [subject, file, author])).toEqual([
      ['renamed', 'b.yml', 'Ann'],
      ['first', 'a.yml', 'Ann'],
    ]);
    expect(await gitText(dir, log[1]!.path, log[1]!.commit)).toBe('one\ntwo\nthree\n');
    const trap = path.join(dir, 'trap');
    await writeFile(trap, `#!/bin/sh\ntouch ${dir}/sprung\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'diff.external', 'core.pager']) git('config', key, trap);
    await gitStatus(dir);
    await gitLog(dir, 'b.yml', 10);
    await expect(readFile(path.join(dir, 'sprung'))).rejects.toThrow();
  });
});

describe('search', () => {
  const search = (query: string, more: Partial<Parameters<typeof searchWorkspace>[1]> = {}) =>
    searchWorkspace(workspace('a.yml', 'b.yml', 'c.bin', 'gone.yml'), {
      ...{ query, regex: false, caseSensitive: false, limit: 100 },
      ...more,
    });

  test('finds lines with their places, as a text and as an expression, unsaved texts before those on disk', async () => {
    await write('a.yml', 'Name: x\r\n  name: (y)\r\n');
    await write('b.yml', `${'z'.repeat(3000)}name${'z'.repeat(3000)}`);
    await write('c.bin', Buffer.from('name\0'));
    const { matches, files } = await search('name');
    expect(files).toBe(2);
    expect(matches.slice(0, 2)).toEqual([
      { file: 'a.yml', line: 1, column: 1, text: 'Name: x', start: 0, length: 4 },
      { file: 'a.yml', line: 2, column: 3, text: '  name: (y)', start: 2, length: 4 },
    ]);
    const long = matches[2]!;
    expect([long.column, long.text.length, long.text.slice(long.start, long.start + long.length)]).toEqual([
      3001,
      500,
      'name',
    ]);
    expect((await search('name', { caseSensitive: true })).matches).toHaveLength(2);
    expect((await search('(y)')).matches).toHaveLength(1);
    expect((await search('^\\s+n.me', { regex: true })).matches).toMatchObject([{ line: 2, column: 1 }]);
    expect((await search('name', { texts: { 'a.yml': 'nothing' } })).files).toBe(1);
    expect(await search('name', { limit: 1 })).toMatchObject({ matches: [{ line: 1 }], more: true });
  });

  test('ends an expression that takes forever, and explains one that is none', async () => {
    await write('a.yml', `${'a'.repeat(40)}!`);
    await expect(search('(a+)+$', { regex: true })).rejects.toThrow('takes too long');
    await expect(search('(', { regex: true })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await search('x*', { regex: true })).matches).toEqual([]);
  });
});

test('a file that was taken away comes back, unless its name was taken meanwhile', async () => {
  const trash = path.join(dir, `trash-${process.pid}`);
  const { handlers, close } = createFiles(dir, () => path.join(dir, 'w'));
  await write('w/a.yml', 'mine');
  const { undo } = await handlers['manifest.remove']({ path: 'a.yml' });
  await expect(readFile(path.join(dir, 'w/a.yml'))).rejects.toThrow();
  await handlers['manifest.create']({ path: 'a.yml', text: 'other' });
  await expect(handlers['manifest.restore']({ undo })).rejects.toMatchObject({ code: 'conflict' });
  await expect(handlers['manifest.create']({ path: 'a.yml', text: '' })).rejects.toMatchObject({ code: 'conflict' });
  await rm(path.join(dir, 'w/a.yml'));
  expect(await handlers['manifest.restore']({ undo })).toEqual({ path: 'a.yml' });
  expect(await readFile(path.join(dir, 'w/a.yml'), 'utf8')).toBe('mine');
  await symlink(os.tmpdir(), path.join(dir, 'w/out'));
  for (const name of ['../x.yml', '/tmp/x.yml', 'out/x.yml', 'out/sub/x.yml', 'a/', 'a\nb'])
    await expect(handlers['manifest.create']({ path: name, text: '' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  await handlers['manifest.create']({ path: 'new/folder/x.yml', text: 'x' });
  await close();
  await expect(readFile(trash)).rejects.toThrow();
});

test('named sets are kept in the workspace; saving one tells what was there before', async () => {
  await write('studio.json', '{ "version": 1 }');
  const sets = createDefineSets(() => workspace());
  const save = (name: string, defines: Record<string, unknown> | null) =>
    sets['manifest.saveDefineSet']({ target: 't', name, defines });
  expect(await save('debug', { extra_rpms: ['gdb'] })).toBeNull();
  expect(await save('debug', { extra_rpms: [] })).toEqual({ name: 'debug', defines: { extra_rpms: ['gdb'] } });
  await Promise.all([save('a', {}), save('b', {}), save('__proto__', { x: 1 })]);
  expect((await sets['manifest.defineSets']({ target: 't' })).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['a', 'b', 'debug']),
  );
  await save('debug', null);
  expect((await sets['manifest.defineSets']({ target: 't' })).map(({ name }) => name)).not.toContain('debug');
  await write('studio.json', '{ "version": 1');
  await expect(save('x', {})).rejects.toMatchObject({ code: 'invalid-input' });
  expect(await readFile(path.join(dir, 'studio.json'), 'utf8')).toBe('{ "version": 1');
});

test('passwords are hashed by the system, and keys are read only where they are keys', async () => {
  const hash = await hashPassword("it's $secret", 'sha512-crypt');
  const [, , salt] = hash.split('$');
  const again = execFileSync('openssl', ['passwd', '-6', '-salt', salt!, "it's $secret"], { encoding: 'utf8' });
  expect(hash).toBe(again.trim());
  const strong = await hashPassword('geheim ä', 'yescrypt');
  const salted = execFileSync(
    'mkpasswd',
    ['--method=yescrypt', '--stdin', '--salt', strong.slice(0, strong.lastIndexOf('$'))],
    {
      input: 'geheim ä\n',
      encoding: 'utf8',
    },
  );
  expect(strong).toBe(salted.trim());
  await expect(hashPassword('two\nlines', 'sha512-crypt')).rejects.toMatchObject({ code: 'invalid-input' });
  await write('id.pub', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB me@host\n');
  await write('private.pub', '-----BEGIN OPENSSH PRIVATE KEY-----\n');
  await write('two.pub', 'ssh-rsa AAAA x\nssh-rsa BBBB y\n');
  expect(await publicKeys(dir)).toEqual([
    { path: path.join(dir, 'id.pub'), text: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB me@host' },
  ]);
});
