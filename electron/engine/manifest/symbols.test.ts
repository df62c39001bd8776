import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Workspace } from '../../../shared/manifest/types';
import { createSymbolReader } from './symbols';

let root: string;
beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'symbols-'))));
afterEach(() => rmSync(root, { recursive: true }));

function workspace(files: Record<string, string>): Workspace {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return {
    path: root,
    name: 'w',
    starter: false,
    ostreeRepo: '',
    outputDir: '',
    targets: [],
    favourites: [],
    files: Object.keys(files).map((file) => ({ path: file, kind: 'other' as const })),
  };
}

const FILES = {
  'images/a.mpp.yml':
    'mpp-vars:\n  name: a\npipelines:\n- mpp-import-pipelines: {path: ../include/$kind.ipp.yml}\n- mpp-import-pipelines: {path: distro/x.ipp.yml}\n- mpp-import-pipelines: {path: $target.ipp.yml}\n- mpp-import-pipelines: {path: gone.ipp.yml}\n',
  'include/main.ipp.yml': 'mpp-vars:\n  kind: main\n  target: one\n  title: $name\n  n: {mpp-eval: len(name)}\n',
  'distro/x.ipp.yml': 'mpp-vars: {}\n',
  'include/notes.txt': 'mpp-vars: {no: 1}',
};

test('variables have their definitions and uses in all files', async () => {
  const { variables } = await createSymbolReader()(workspace(FILES));
  expect(variables.map(({ name }) => name)).toEqual(['kind', 'n', 'name', 'target', 'title']);
  const name = variables.find((each) => each.name === 'name');
  expect(name?.definitions).toEqual([{ file: 'images/a.mpp.yml', line: 2, column: 3, text: '  name: a' }]);
  expect(name?.uses.map(({ line, column }) => [line, column])).toEqual([
    [4, 11],
    [5, 21],
  ]);
});

test('imports lead beside the file, then below the workspace; through variables of one known value', async () => {
  const { imports } = await createSymbolReader()(workspace(FILES));
  expect(imports.map(({ path: written, to }) => [written, to])).toEqual([
    ['../include/$kind.ipp.yml', 'include/main.ipp.yml'],
    ['distro/x.ipp.yml', 'distro/x.ipp.yml'],
    // The name of a target sets it.
    ['$target.ipp.yml', undefined],
    ['gone.ipp.yml', undefined],
  ]);
});

test('a variable that is set to two values leads nowhere', async () => {
  const files = { ...FILES, 'distro/x.ipp.yml': 'mpp-vars:\n  kind: other\n' };
  const { imports } = await createSymbolReader()(workspace(files));
  expect(imports[0]?.to).toBeUndefined();
});

test('unsaved texts are read instead of the files, and new files too', async () => {
  const read = createSymbolReader();
  const own = workspace(FILES);
  const texts = { 'distro/x.ipp.yml': 'mpp-vars:\n  fresh: 1\n', 'include/new.ipp.yml': 'mpp-vars:\n  newer: 1\n' };
  const names = async (given?: Record<string, string>) =>
    (await read(own, given)).variables.map(({ name }) => name).filter((name) => /^(fresh|newer)$/.test(name));
  expect(await names(texts)).toEqual(['fresh', 'newer']);
  expect(await names()).toEqual([]);
});

test('a file that changed is read again', async () => {
  const read = createSymbolReader();
  const own = workspace(FILES);
  await read(own);
  const file = path.join(root, 'distro/x.ipp.yml');
  writeFileSync(file, 'mpp-vars: {changed: 1}\n');
  utimesSync(file, 1, 1);
  expect((await read(own)).variables.map(({ name }) => name)).toContain('changed');
});

test('200 files are read in a moment, and at once the second time', async () => {
  const body = `version: '2'
mpp-vars:
${Array.from({ length: 20 }, (_, n) => `  v${n}:\n    mpp-eval: locals().get('v${n}', w${n}) + "$x${n}"\n`).join('')}pipelines:
- name: os
  stages:
${Array.from({ length: 10 }, () => '  - type: org.osbuild.noop\n    options: {a: 1}\n').join('')}`;
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`include/f${n}.ipp.yml`, body]));
  const own = workspace(files);
  await createSymbolReader()(workspace(FILES)); // what is compiled once
  const read = createSymbolReader();
  const first = performance.now();
  expect((await read({ ...own, files: own.files })).variables.length).toBe(60);
  const second = performance.now();
  await read(own);
  const third = performance.now();
  // Generous: a machine that is busy with other tests takes several times as long.
  expect([second - first < 2000, third - second < 300]).toEqual([true, true]);
});
