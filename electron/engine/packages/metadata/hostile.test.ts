/** Metadata that is damaged, or means harm: refused in a sentence, bounded in time and memory. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../catalogue';
import { parseRepomd } from './repomd';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-hostile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Stored {
  readonly name?: string;
  readonly bytes: Uint8Array;
  readonly openSize?: number;
  readonly checksum?: string;
  readonly href?: string;
}

/** Writes a repository whose primary metadata is these bytes. */
function repository(id: string, { name = 'primary.xml.gz', bytes, openSize, checksum, href }: Stored): string {
  const root = path.join(folder, id);
  mkdirSync(path.join(root, 'repodata'), { recursive: true });
  writeFileSync(path.join(root, 'repodata', name), bytes);
  writeFileSync(
    path.join(root, 'repodata', 'repomd.xml'),
    `<repomd><revision>1</revision><data type="primary"><checksum type="sha256">${checksum ?? sha256(bytes)}</checksum>` +
      `<location href="${href ?? `repodata/${name}`}"/><size>${bytes.length}</size>` +
      `${openSize === undefined ? '' : `<open-size>${openSize}</open-size>`}</data></repomd>`,
  );
  return pathToFileURL(root).href;
}

const primary = (body: string, head = ''): string =>
  `<?xml version="1.0"?>${head}<metadata xmlns:rpm="x" packages="1">${body}</metadata>`;
const entry = (name: string, more: { description?: string; version?: string; summary?: string } = {}): string =>
  `<package type="rpm"><name>${name}</name><arch>noarch</arch><version epoch="0" ver="${more.version ?? '1'}" rel="1"/>` +
  `<checksum type="sha256" pkgid="YES">${sha256(Buffer.from(name + (more.version ?? '')))}</checksum>` +
  `<summary>${more.summary ?? 'S'}</summary><description>${more.description ?? ''}</description>` +
  `<location href="a.rpm"/><format><rpm:license>MIT</rpm:license></format></package>`;
const packed = (text: string): Uint8Array => gzipSync(text);

async function load(stored: Stored) {
  const catalogue = new Catalogue(path.join(folder, 'kept'));
  const addresses = [{ id: 'bad', url: repository('bad', stored) }];
  const at = { addresses, offline: false };
  const [loaded] = await catalogue.load(at);
  const found = await catalogue.search({ ...at, request: { query: '', by: 'name', limit: 100 } });
  return { ...loaded, catalogue, at, rows: found.rows };
}
const problem = async (stored: Stored) => (await load(stored)).problem;
const good = primary(entry('good'));

describe('a repository that is damaged', () => {
  it('is read if it is whole', async () => {
    expect(await load({ bytes: packed(good) })).toMatchObject({ packages: 1, problem: undefined });
    expect(await load({ name: 'primary.xml', bytes: Buffer.from(good) })).toMatchObject({ packages: 1 });
  });

  it('has a wrong checksum', async () => {
    expect(await problem({ bytes: packed(good), checksum: '0'.repeat(64) })).toMatch(/wrong checksum/);
  });

  it('was cut off, in each packing', async () => {
    const long = primary(Array.from({ length: 50 }, (_none, at) => entry(`p${at}`)).join(''));
    const whole = packed(long);
    expect(await problem({ bytes: whole.subarray(0, whole.length >> 1) })).toMatch(/cannot be unpacked|damaged/);
    const { execFileSync } = await import('node:child_process');
    for (const [tool, suffix] of [
      ['xz', 'xz'],
      ['zstd', 'zst'],
    ] as const) {
      const bytes = execFileSync(tool, ['-c', '-q'], { input: long });
      const name = `primary.xml.${suffix}`;
      expect(await load({ name, bytes })).toMatchObject({ packages: 50, problem: undefined });
      expect(await problem({ name, bytes: bytes.subarray(0, bytes.length >> 1) })).toMatch(
        /cannot be unpacked|damaged/,
      );
      expect(await problem({ name, bytes: Buffer.from('no such packing') })).toMatch(/cannot be unpacked|damaged/);
    }
    expect(await problem({ name: 'primary.xml.bz2', bytes: whole })).toMatch(/packed in a way/);
  });

  it('grows beyond what it says, or beyond what anything needs', async () => {
    expect(await problem({ bytes: packed(good), openSize: 100 })).toMatch(/more than 100 bytes/);
    // 64 MiB of blanks in 64 KiB: an element that never ends
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('<metadata><package type="rpm"><name'), Buffer.alloc(1 << 26, 32)]),
    );
    expect(await problem({ bytes: bomb })).toMatch(/too long/);
    const text = gzipSync(
      Buffer.concat([Buffer.from('<metadata><package type="rpm"><name>'), Buffer.alloc(1 << 26, 97)]),
    );
    expect(await problem({ bytes: text })).toMatch(/too long/);
  });
});

describe('a repository that means harm', () => {
  it('declares entities', async () => {
    const doctype = '<!DOCTYPE metadata [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    expect(await problem({ bytes: packed(primary(entry('&a;'), doctype)) })).toMatch(/document type/);
    expect(await problem({ bytes: packed(primary(entry('good', { summary: '&f;' }))) })).toMatch(/&f;/);
    expect(await problem({ bytes: packed(primary(entry('good', { summary: '&#0;' }))) })).toMatch(/no character/);
  });

  it('leads out of itself', async () => {
    const hrefs = [
      '../secret.xml',
      'repodata/../../x.xml',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://x/y.xml',
      'a\\b.xml',
    ];
    for (const href of hrefs) expect(await problem({ bytes: packed(good), href })).toMatch(/leads out/);
    expect(() => parseRepomd('<repomd><data type="primary"><location href=""/></data></repomd>')).toThrow(/damaged/);
  });

  it('nests without end', async () => {
    expect(await problem({ bytes: packed(primary('<a>'.repeat(100_000))) })).toMatch(/too deeply/);
  });

  it('has names that are none, and says how many it left out', async () => {
    const names = ['../../etc', 'a/b', 'a b', '-x', '', 'a&lt;b&gt;', 'x'.repeat(300), 'caf\u00e9', 'ok'];
    const { packages, skipped, rows } = await load({
      bytes: packed(primary(names.map((name) => entry(name)).join(''))),
    });
    expect(rows.map(({ name }) => name)).toEqual(['-x', 'ok']);
    expect([packages, skipped]).toEqual([2, 7]);
  });

  it('has packages twice', async () => {
    const body = [entry('a'), entry('a'), entry('a', { version: '2' }), entry('a', { version: '01' })].join('');
    const { packages, skipped, rows } = await load({ bytes: packed(primary(body)) });
    expect([packages, skipped]).toEqual([2, 2]);
    expect(rows.map(({ name, version }) => `${name} ${version}`)).toEqual(['a 2']);
  });

  it('has control characters, marks that turn the direction, and HTML: shown as text', async () => {
    const summary = '\u001b[31mred\u202ereversed\u0007 &lt;script&gt;alert(1)&lt;/script&gt;';
    const { rows } = await load({ bytes: packed(primary(entry('a', { summary }))) });
    expect(rows[0]?.summary).toBe('\ufffd[31mred\ufffdreversed\ufffd <script>alert(1)</script>');
  });

  it('has a description of 250 KB, which is cut, or a longer one, which is refused', async () => {
    const { catalogue, at, rows } = await load({
      bytes: packed(primary(entry('a', { description: 'd'.repeat(250_000) }))),
    });
    expect(rows).toHaveLength(1);
    const details = await catalogue.details({ ...at, name: 'a', arch: 'noarch' });
    expect(details?.description).toHaveLength(20_000);
    expect(await problem({ bytes: packed(primary(entry('a', { description: 'd'.repeat(300_000) }))) })).toMatch(
      /too long/,
    );
  });
});

it('one bad repository never hides the others', async () => {
  const catalogue = new Catalogue(path.join(folder, 'kept'));
  const addresses = [
    { id: 'cut', url: repository('cut', { bytes: packed(good).subarray(0, 30) }) },
    { id: 'none', url: pathToFileURL(path.join(folder, 'none')).href },
    { id: 'good', url: repository('good', { bytes: packed(good) }) },
    { id: 'deep', url: repository('deep', { bytes: packed(primary('<a>'.repeat(99))) }) },
  ];
  const at = { addresses, offline: false };
  const loaded = await catalogue.load(at);
  expect(loaded.filter((one) => one.problem === undefined).map(({ id }) => id)).toEqual(['good']);
  const { rows } = await catalogue.search({ ...at, request: { query: 'good', by: 'name', limit: 9 } });
  expect(rows.map(({ repo }) => repo)).toEqual(['good']);
});
