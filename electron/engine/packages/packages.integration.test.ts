/** Repositories made by the real rpmbuild and createrepo_c, searched and compared. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Defines, Workspace } from '../../../shared/manifest/types';
import { temporaryFolder, testContext, testWorkspace } from '../history/testing/ostree';
import { createPackages, type Packages } from './packages';
import { Catalogue } from './catalogue';
import { buildRpm, packWithZstd, type Spec } from './testing/rpm';

const MANIFEST = `version: '2'
mpp-vars:
  extra_repos:
    mpp-eval: locals().get('extra_repos', [])
pipelines:
- name: rootfs
  stages:
  - type: org.osbuild.rpm
    inputs:
      packages:
        type: org.osbuild.files
        origin: org.osbuild.source
        mpp-depsolve:
          architecture: $arch
          module-platform-id: platform:test
          releasever: '1'
          repos:
            mpp-join:
            - - id: main
                baseurl: ../starter-repository
            - mpp-eval: extra_repos
          packages: [editor]
`;

const SPECS: Spec[] = [
  {
    name: 'editor',
    version: '9.0',
    summary: 'Writes text & <tags>',
    requires: ['libtext >= 2', '(fonts or /usr/bin/term)'],
  },
  { name: 'editor', version: '8.5', summary: 'An older one' },
  { name: 'editor-doc', version: '9.0', summary: 'Manual' },
  { name: 'vi-editor', version: '1', summary: 'Another' },
  {
    name: 'libtext',
    epoch: 1,
    version: '2.1',
    summary: 'Library for the editor',
    description: 'Ünïcode\nin two lines.',
  },
  { name: 'term', version: '0.1~rc1', summary: 'Terminal', files: { '/usr/bin/term': 'x'.repeat(5000) } },
  { name: 'strict', version: '1', summary: 'Wants another version', requires: ['libtext < 1:2'] },
];

let folder: string;
let workspace: Workspace;
let packages: Packages;
let defines: Defines = {};
const target = 'starter-qemu-minimal-ostree.x86_64';
const search = (query: string, limit = 100) =>
  packages.handlers['packages.search']({ target, query, limit, by: 'name' });
const names = async (query: string) => (await search(query)).rows.map(({ name }) => name);

/** The packages noun with a target's defines and nothing else. */
const open = () =>
  createPackages(testContext(folder), {
    workspaces: { current: () => workspace },
    manifests: {
      resolve: () => Promise.reject(new Error('nothing is resolved here')),
      handlers: { 'manifest.defines': async () => defines },
    },
    history: { head: async () => undefined, packagesOf: async () => [] },
  });

beforeAll(() => {
  folder = temporaryFolder();
  workspace = testWorkspace(folder, {
    starter: true,
    targets: [
      {
        layout: 'images',
        name: target,
        distro: 'starter',
        target: 'qemu',
        image: 'minimal',
        type: 'ostree',
        arch: 'x86_64',
        formats: ['img'],
        manifest: 'images/minimal.mpp.yml',
      },
    ],
  });
  mkdirSync(path.join(folder, 'images'));
  writeFileSync(path.join(folder, 'images', 'minimal.mpp.yml'), MANIFEST);
  packages = open();
});
afterAll(async () => {
  await packages.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('before the repository is prepared', () => {
  it('says so, and finds nothing', async () => {
    const [repository] = await packages.handlers['packages.repositories']({ target });
    expect(repository).toMatchObject({ id: 'main', packages: 0, problem: expect.stringContaining('prepare it') });
    expect(await search('editor')).toMatchObject({ rows: [], total: 0 });
    await expect(packages.handlers['packages.repositories']({ target: 'unknown' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe.each(['gzip', 'zstd'])('a repository packed with %s', (packing) => {
  const repository = () => path.join(folder, 'starter-repository');
  const index = () => {
    execFileSync('createrepo_c', ['--quiet', '--compatibility', repository()]);
    if (packing === 'zstd') packWithZstd(repository());
  };
  beforeAll(() => {
    const rpms = path.join(folder, 'rpms');
    if (!readdirSync(folder).includes('rpms'))
      for (const spec of SPECS) buildRpm(path.join(folder, 'build'), rpms, spec);
    rmSync(repository(), { recursive: true, force: true });
    cpSync(rpms, repository(), { recursive: true });
    index();
  });

  it('is described', async () => {
    const [found] = await packages.handlers['packages.repositories']({ target });
    expect(found).toMatchObject({ id: 'main', url: pathToFileURL(repository()).href, packages: SPECS.length });
    expect(found?.problem).toBeUndefined();
    expect(Math.abs(Date.parse(found?.updated ?? '') - Date.now())).toBeLessThan(600_000);
  });

  it('is searched: exact name, prefix, word of the name, summary', async () => {
    expect(await names('editor')).toEqual(['editor', 'editor-doc', 'vi-editor', 'libtext']);
    expect(await names('EDITOR doc')).toEqual(['editor-doc']);
    expect(await names('')).toEqual(['editor', 'editor-doc', 'libtext', 'strict', 'term', 'vi-editor']);
    expect(await names('no such thing')).toEqual([]);
    const found = await search('', 2);
    expect([found.rows.length, found.total]).toEqual([2, 6]);
    expect(found.tookMs).toBeGreaterThanOrEqual(0);
    expect((await search('term')).rows[0]).toMatchObject({
      version: '0.1~rc1',
      arch: 'noarch',
      repo: 'main',
      installSize: 5000,
    });
    expect((await search('editor')).rows[0]?.version).toBe('9.0');
  });

  it('knows everything about a package, and who needs it', async () => {
    const details = await packages.handlers['packages.details']({ target, name: 'libtext', arch: 'noarch' });
    expect(details).toMatchObject({
      epoch: 1,
      description: 'Ünïcode\nin two lines.',
      license: 'MIT',
      source: 'libtext-2.1-1.src.rpm',
    });
    expect(details.provides).toContain('libtext = 1:2.1-1');
    expect(details.requiredBy).toEqual(['editor']);
    const editor = await packages.handlers['packages.details']({ target, name: 'editor', arch: 'noarch' });
    expect(editor.summary).toBe('Writes text & <tags>');
    expect(editor.requires.map(({ text }) => text).sort()).toEqual(['(fonts or /usr/bin/term)', 'libtext >= 2']);
    const term = await packages.handlers['packages.details']({ target, name: 'term', arch: 'noarch' });
    expect(term.requiredBy).toEqual(['editor']);
    await expect(packages.handlers['packages.details']({ target, name: 'none', arch: 'noarch' })).rejects.toMatchObject(
      { code: 'not-found' },
    );
  });

  it('is read again when it has changed', async () => {
    const rpm = readdirSync(repository()).find((name) => name.startsWith('strict'))!;
    renameSync(path.join(repository(), rpm), path.join(folder, rpm));
    index();
    expect(await names('strict')).toEqual([]);
  });

  it('is refused when its metadata was changed, cut or packed anew', async () => {
    const data = path.join(repository(), 'repodata');
    const primary = path.join(
      data,
      readdirSync(data).find((name) => /primary\.xml/.test(name))!,
    );
    const whole = readFileSync(primary);
    const url = pathToFileURL(repository()).href;
    const problem = async () => {
      const empty = path.join(folder, `kept-${Math.random()}`);
      return (await new Catalogue(empty).load({ addresses: [{ id: 'x', url }], offline: false }))[0]?.problem;
    };
    expect(await problem()).toBeUndefined();
    for (const bytes of [
      whole.subarray(0, whole.length >> 1),
      Buffer.alloc(10),
      Buffer.concat([whole, Buffer.alloc(9)]),
    ]) {
      writeFileSync(primary, bytes);
      expect(await problem()).toMatch(/metadata/);
    }
    rmSync(primary);
    expect(await problem()).toMatch(/There is no file/);
    const repomd = path.join(data, 'repomd.xml');
    for (const text of ['', '<repomd>', '<repomd/>', readFileSync(repomd, 'utf8').replaceAll('repodata/', '../../')]) {
      writeFileSync(repomd, text);
      expect(await problem()).toMatch(/repomd.xml is damaged/);
    }
  });
});

describe('other repositories', () => {
  it('reads one from a web server, and says when it cannot be reached', async () => {
    const root = path.join(folder, 'web');
    cpSync(path.join(folder, 'rpms'), root, { recursive: true });
    execFileSync('createrepo_c', ['--quiet', '--compatibility', root]);
    const server = http.createServer((request, response) => {
      try {
        response.end(readFileSync(path.join(root, decodeURIComponent(request.url ?? ''))));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const kept = path.join(folder, 'kept-web');
    const load = async (id: string, address: string, offline = false) =>
      (await new Catalogue(kept).load({ addresses: [{ id, url: address }], offline }))[0];
    const all = { query: '', by: 'name', limit: 100 } as const;
    try {
      expect(await load('web', url)).toMatchObject({ id: 'web', problem: undefined, offline: undefined });
      const at = { addresses: [{ id: 'web', url }], offline: false };
      expect((await new Catalogue(kept).search({ ...at, request: all })).total).toBe(6);
      expect((await load('none', `${url}/none`))?.problem).toMatch(/status 404/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
    }
    expect(await load('web', url)).toMatchObject({ packages: 7, offline: expect.stringContaining('cannot be read') });
    expect(await load('web', url, true)).toMatchObject({ packages: 7, offline: 'working offline' });
    expect((await load('gone', `${url}/gone`))?.problem).toMatch(/cannot be read/);
    expect((await load('ftp', 'ftp://x/y'))?.problem).toMatch(/cannot be read/);
  });

  it('takes those that the defines add', async () => {
    defines = {
      extra_repos: [
        { id: 'more', baseurl: 'https://example.invalid/$basearch/' },
        { id: 'links', metalink: 'https://example.invalid/m' },
      ],
    };
    const fresh = open();
    const found = await fresh.handlers['packages.repositories']({ target });
    expect(found.map(({ id, url }) => [id, url])).toEqual([
      ['main', pathToFileURL(path.join(folder, 'starter-repository')).href],
      ['more', 'https://example.invalid/x86_64/'],
      ['links', 'https://example.invalid/m'],
    ]);
    expect(found[2]?.problem).toMatch(/cannot be read/);
    await fresh.close();
  });
});
