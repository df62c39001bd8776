import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Manifest } from '../../../../shared/manifest/types';
import { curlConfig } from './curl';
import { fetchSources, sourceFiles } from './sources';

let folder: string;
let store: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-sources-'));
  store = path.join(folder, 'store');
});
afterEach(() => rm(folder, { recursive: true }));

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const manifestOf = (sources: Manifest['sources']): Manifest => ({ version: '2', pipelines: [], sources });
const curl = (items: Record<string, unknown>): Manifest => manifestOf({ 'org.osbuild.curl': { items } });

async function packageFile(text: string, name = 'a b.rpm'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return `file://${file}`;
}

test('local and inline files get into the store under their digests, once', async () => {
  const manifest = manifestOf({
    'org.osbuild.curl': { items: { [digestOf('one')]: await packageFile('one') } },
    'org.osbuild.inline': { items: { [digestOf('two')]: { encoding: 'base64', data: 'dHdv' } } },
  });
  const seen: number[] = [];
  expect(await fetchSources(manifest, { store, onProgress: (done) => seen.push(done) })).toEqual({ fetched: 2 });
  expect(seen).toEqual([1, 2]);
  expect(await readFile(path.join(sourceFiles(store), digestOf('one')), 'utf8')).toBe('one');
  expect(await readFile(path.join(sourceFiles(store), digestOf('two')), 'utf8')).toBe('two');
  expect(await fetchSources(manifest, { store })).toEqual({ fetched: 0 });
});

test('a file with another checksum never gets into the store', async () => {
  const manifest = curl({ [digestOf('one')]: { url: await packageFile('changed') } });
  await expect(fetchSources(manifest, { store })).rejects.toThrow(/The checksum of file:.*a b\.rpm is not sha256:/);
  expect(await readdir(sourceFiles(store))).toEqual([]);
  expect(await readdir(path.join(store, 'tmp'))).toEqual([]);
});

test('a missing file is named', async () => {
  const manifest = curl({ [digestOf('one')]: `file://${folder}/gone.rpm` });
  await expect(fetchSources(manifest, { store })).rejects.toMatchObject({
    code: 'not-found',
    message: `The file ${folder}/gone.rpm cannot be read.`,
  });
});

test.each([
  [{ [digestOf('x')]: 'ftp://host/x' }, 'file, http and https'],
  [{ '../../etc/passwd': 'file:///etc/passwd' }, 'is not a checksum'],
])('%j is refused', async (items, message) => {
  await expect(fetchSources(curl(items), { store })).rejects.toThrow(message);
});

test.each([
  ['org.osbuild.skopeo', 'fetches no container images'],
  ['org.osbuild.librepo', 'does not have this source'],
])('the source %s is refused, with a way out', async (type, message) => {
  await expect(fetchSources(manifestOf({ [type]: { items: {} } }), { store })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining(message) as string,
    hint: 'Install osbuild, and build with that.',
  });
});

test('what needs credentials is refused', async () => {
  const secret = { url: 'https://cdn.example/x', secrets: { name: 'org.osbuild.rhsm' } };
  await expect(fetchSources(curl({ [digestOf('x')]: secret }), { store })).rejects.toThrow('needs credentials');
  const commits = { items: { ['a'.repeat(64)]: { remote: { ...secret } } } };
  await expect(fetchSources(manifestOf({ 'org.osbuild.ostree': commits }), { store })).rejects.toThrow(
    'needs credentials',
  );
});

test('an address cannot say anything to curl but itself', () => {
  const download = { url: 'http://a/"\noutput = "/etc/x', insecure: false, file: '/tmp/a b', partial: '' };
  expect(curlConfig([download])).toBe('url = "http://a/\\"\\noutput = \\"/etc/x"\noutput = "/tmp/a b"\n');
});
