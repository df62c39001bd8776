/** studio.json: shared by a team, edited by hand too. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeSettings, readSettings } from './workspace-file';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'workspace-file-')));
  file = path.join(dir, 'studio.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));
const note = (text: string) =>
  changeSettings(dir, (settings) => ({ ...settings, notes: { ...settings.notes, t: { vim: text } } }));

test('what others wrote stays: fields of a newer version, an edit a moment ago, and no defaults are added', async () => {
  await writeFile(file, '{ "version": 1, "ours": {"x": 1}, "defines": {"t": {"a": 1}} }');
  await Promise.all([note('editor'), changeSettings(dir, (settings) => ({ ...settings, outputDir: 'out' }))]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    ...{ version: 1, ours: { x: 1 }, defines: { t: { a: 1 } } },
    ...{ notes: { t: { vim: 'editor' } }, outputDir: 'out' },
  });
  await changeSettings(dir, (settings) => ({ ...settings, notes: {} }));
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ notes: {} });
  expect(await readdir(dir)).toEqual(['studio.json']);
});

test('without the file everything is as by default, and the first change makes it', async () => {
  expect(await readSettings(dir)).toMatchObject({ version: 1, outputDir: 'output', sets: {} });
  await note('editor');
  expect(await readFile(file, 'utf8')).toBe(
    '{\n  "version": 1,\n  "notes": {\n    "t": {\n      "vim": "editor"\n    }\n  }\n}\n',
  );
});

test('a link inside of the workspace stays a link, and permissions stay', async () => {
  await writeFile(path.join(dir, 'shared.json'), '{"version":1}');
  await symlink('shared.json', file);
  await chmod(path.join(dir, 'shared.json'), 0o664); // whatever the umask says
  await note('editor');
  expect((await stat(file)).mode & 0o777).toBe(0o664);
  expect(JSON.parse(await readFile(path.join(dir, 'shared.json'), 'utf8'))).toHaveProperty('notes');
  expect(
    (await readdir(dir, { withFileTypes: true })).find(({ name }) => name === 'studio.json')?.isSymbolicLink(),
  ).toBe(true);
});

test.each([
  ['{\n  "version": 1,\n  "sets": {"t": }\n}', 3, /damaged in line 3: expecting value/],
  ['{\n  "version": 1\n', 3, /damaged in line 3/],
  ['{\n  "version": 1,\n  "sets": {\n    "t": [1]\n  }\n}', 4, /'sets.t' has a wrong form \(expected record/],
  ['{\n  "version": 2\n}', 2, /'version' has a wrong form/],
  ['[]', undefined, /wrong form/],
  ['{"version": NaN}', undefined, /wrong form/],
  ['', 1, /damaged in line 1/],
])('a damaged file says where and is never written over: %j', async (text, line, message) => {
  await writeFile(file, text);
  await expect(readSettings(dir)).rejects.toThrow(message);
  await expect(note('x')).rejects.toMatchObject({
    code: 'invalid-input',
    detail: { file: 'studio.json', ...(line === undefined ? {} : { line }) },
  });
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('what is no file is refused, not waited for, and not taken for none', async () => {
  execFileSync('mkfifo', [file]);
  await expect(readSettings(dir)).rejects.toMatchObject({ code: 'invalid-input' });
  await rm(file);
  await symlink('/etc/passwd', file);
  await expect(note('x')).rejects.toMatchObject({ code: 'invalid-input' });
  expect((await stat('/etc/passwd')).isFile()).toBe(true);
});
