/** Looking into a workspace: search, files that come and go, sets of defines. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Workspace } from '../../../shared/manifest/types';
import { createDefineSets } from './define-sets';
import { createFiles } from './file-handlers';
import { searchWorkspace } from './searching';

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

  test('finds much and long lines without carrying them around, and stops at the limit', async () => {
    await write('a.yml', `${'name '.repeat(200_000)}\n`);
    const found = await search('n.me', { regex: true, limit: 1000 });
    expect(found.matches).toHaveLength(1000);
    expect(found.more).toBe(true);
    expect(Math.max(...found.matches.map(({ text }) => text.length))).toBeLessThanOrEqual(500);
    const [last] = found.matches.slice(-1);
    expect(last!.text.slice(last!.start, last!.start + last!.length)).toBe('name');
    expect((await search('o*', { regex: true, texts: { 'a.yml': 'xx foo' } })).matches).toMatchObject([{ column: 5 }]);
    expect((await search('ÄPFEL', { texts: { 'new.yml': 'äpfel' } })).matches).toMatchObject([{ file: 'new.yml' }]);
    expect(await search('', {})).toMatchObject({ matches: [], more: false });
  });

  test('reads no pipe, no link that leads out and nothing too large', async () => {
    execFileSync('mkfifo', [path.join(dir, 'a.yml')]);
    await writeFile(path.join(os.tmpdir(), `outside-${process.pid}`), 'name');
    await symlink(path.join(os.tmpdir(), `outside-${process.pid}`), path.join(dir, 'b.yml'));
    await write('gone.yml', `name${' '.repeat(4 * 1024 * 1024)}`);
    expect((await search('name')).matches).toEqual([]);
    await rm(path.join(os.tmpdir(), `outside-${process.pid}`));
  });

  test('2000 files take a moment', async () => {
    const names = Array.from({ length: 2000 }, (_, at) => `f/${at}.yml`);
    await mkdir(path.join(dir, 'f'));
    const text = 'pipelines:\n- name: build\n'.repeat(80);
    await Promise.all(names.map((name, at) => writeFile(path.join(dir, name), at % 100 ? text : `${text}needle\n`)));
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      const { matches } = await searchWorkspace(workspace(...names), {
        ...{ query: 'NEEDLE', regex: false, caseSensitive: false, limit: 100 },
      });
      times.push(performance.now() - began);
      expect(matches).toHaveLength(20);
    }
    expect(Math.min(...times)).toBeLessThan(300);
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

test('a link is taken away itself, a folder is not, and what a killed studio left is swept', async () => {
  await mkdir(path.join(dir, 'trash-4194305'));
  await write('w/images/a.yml', 'mine');
  await symlink('images/a.yml', path.join(dir, 'w/link.yml'));
  const { handlers, close } = createFiles(dir, () => path.join(dir, 'w'));
  const { undo } = await handlers['manifest.remove']({ path: 'link.yml' });
  expect(await readFile(path.join(dir, 'w/images/a.yml'), 'utf8')).toBe('mine');
  await handlers['manifest.restore']({ undo });
  expect(await readFile(path.join(dir, 'w/link.yml'), 'utf8')).toBe('mine');
  await expect(handlers['manifest.restore']({ undo })).rejects.toMatchObject({ code: 'not-found' });
  await expect(handlers['manifest.remove']({ path: 'images' })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(handlers['manifest.remove']({ path: 'none.yml' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(handlers['manifest.create']({ path: 'images/a.yml/x', text: '' })).rejects.toThrow(/file/);
  await expect(handlers['manifest.create']({ path: `${'a'.repeat(300)}.yml`, text: '' })).rejects.toThrow(/too long/);
  await close();
  await expect(readFile(path.join(dir, 'trash-4194305'))).rejects.toThrow('ENOENT');
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
