/**
 * The same locked manifest gives the same content on two machines: here with another time zone, umask and place, at
 * another time, with packages whose files have other times, and without anything stored in between.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../electron/engine/run';
import type { Manifest, Stage } from '../../shared/manifest/types';
import { openBench, type Bench } from './worker';

const REF = 'test/x86_64/reproducible';
const MODULES = '/usr/lib/modules/6.1';

/** Three packages: a base with accounts, a program that needs it, and one whose files have all kinds of modes. */
const PACKAGES = {
  base: {
    files: {
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
      '/etc/group': 'root:x:0:\n',
      '/etc/shadow': 'root:*:19000:0:99999:7:::\n',
      [`${MODULES}/vmlinuz`]: 'kernel\n',
      [`${MODULES}/initramfs.img`]: 'initramfs\n',
    },
    tags: [],
  },
  program: {
    files: { '/usr/bin/program': '#!/bin/sh\n', '/usr/lib/systemd/system/multi-user.target': '[Unit]\n' },
    tags: ['Requires: base'],
  },
  modes: { files: { '/usr/share/modes/a': 'a\n', '/usr/share/modes/b': 'b\n' }, tags: [] },
};

let bench: Bench;
let folder: string;
let packages: { digest: string; url: string }[];

function specOf(name: string, files: readonly string[], tags: readonly string[]): string {
  const head = [`Name: ${name}`, 'Version: 1', 'Release: 1', `Summary: ${name}`, 'License: MIT', 'AutoReqProv: no'];
  const listed = files.map((file, index) => `%attr(${index % 2 === 0 ? '0644' : '0755'},root,root) ${file}`);
  return [...head, ...tags, '%description', name, '%files', ...listed, ''].join('\n');
}

async function makePackage(name: keyof typeof PACKAGES): Promise<{ digest: string; url: string }> {
  const { files, tags } = PACKAGES[name];
  const top = path.join(folder, name);
  const root = path.join(top, 'root');
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const spec = path.join(top, `${name}.spec`);
  await writeFile(spec, specOf(name, Object.keys(files), tags));
  const defines = [`_topdir ${top}`, '_build_id_links none', `__spec_install_pre %{nil}`].flatMap((one) => [
    '--define',
    one,
  ]);
  await run('rpmbuild', ['-bb', '--quiet', '--nodeps', '--target', 'noarch', ...defines, '--buildroot', root, spec]);
  const made = path.join(top, 'RPMS', 'noarch');
  const [rpm = ''] = await readdir(made);
  const digest = createHash('sha256')
    .update(await readFile(path.join(made, rpm)))
    .digest('hex');
  return { digest: `sha256:${digest}`, url: pathToFileURL(path.join(made, rpm)).href };
}

const input = (type: string, origin: string, references: Record<string, object> | string[]): Stage['inputs'] => ({
  [type === 'files' ? 'packages' : 'tree']: {
    type: `org.osbuild.${type}`,
    origin: `org.osbuild.${origin}`,
    references,
  },
});

function manifestOf(sourceEpoch?: number): Manifest {
  const epoch = sourceEpoch === undefined ? {} : { 'source-epoch': sourceEpoch };
  const references = Object.fromEntries(packages.map(({ digest }) => [digest, {}]));
  return {
    version: '2',
    pipelines: [
      {
        name: 'rootfs',
        ...epoch,
        stages: [
          {
            type: 'org.osbuild.rpm',
            options: { dbpath: '/usr/share/rpm' },
            inputs: input('files', 'source', references),
          },
          { type: 'org.ostree-studio.ldconfig', options: {} },
          { type: 'org.osbuild.hostname', options: { hostname: 'the-same' } },
          {
            type: 'org.osbuild.users',
            options: { users: { ada: { uid: 1000, home: '/var/home/ada', password: '!' } } },
          },
          { type: 'org.osbuild.systemd', options: { default_target: 'multi-user.target' } },
          { type: 'org.osbuild.ostree.preptree', options: {} },
        ],
      },
      {
        name: 'ostree-commit',
        ...epoch,
        stages: [
          { type: 'org.osbuild.ostree.init', options: { mode: 'bare' } },
          {
            type: 'org.osbuild.ostree.commit',
            inputs: input('tree', 'pipeline', ['name:rootfs']),
            options: { ref: REF },
          },
        ],
      },
    ],
    sources: {
      'org.osbuild.curl': { items: Object.fromEntries(packages.map(({ digest, url }) => [digest, { url }])) },
    },
  };
}

interface Built {
  readonly checksum: string;
  /** Every file with its checksum, mode, owner and extended attributes; the root first. */
  readonly content: string[];
}

async function build(name: string, manifest: Manifest): Promise<Built> {
  const to = path.join(bench.folder, name);
  const { commit } = await bench.build(manifest, {
    commit: { pipeline: 'ostree-commit', to },
    work: path.join(bench.folder, `work-${name}`),
    store: path.join(bench.folder, `store-${name}`),
  });
  const { stdout } = await run('ostree', ['ls', `--repo=${to}`, '-R', '-C', '-X', REF]);
  return { checksum: commit?.checksum ?? '', content: stdout.trim().split('\n') };
}

/** Another machine as far as a program can tell: time zone, umask, and when its files were written. */
async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  const before = { zone: process.env.TZ, mask: process.umask(0o077) };
  process.env.TZ = 'Asia/Tokyo';
  try {
    return await work();
  } finally {
    process.umask(before.mask);
    if (before.zone === undefined) delete process.env.TZ;
    else process.env.TZ = before.zone;
  }
}

beforeAll(async () => {
  bench = await openBench();
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-rpms-'));
  packages = [];
  for (const name of ['base', 'program', 'modes'] as const) packages.push(await makePackage(name));
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

test('the same manifest gives the same content at another time and place', async () => {
  const here = await build('here', manifestOf());
  for (const { url } of packages) await utimes(new URL(url), 1_000_000_000, 1_000_000_000);
  const second = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 }).toBeGreaterThan(second);
  const there = await elsewhere(() => build('there', manifestOf()));
  expect(there.content).toEqual(here.content);
  expect(here.content.join('\n')).toContain('/usr/share/rpm/rpmdb.sqlite');
  expect(here.content.join('\n')).toContain('/usr/etc/shadow');
  // 1 January 2020, not today: who builds tomorrow gets the same.
  const shadow = await run('ostree', ['cat', `--repo=${path.join(bench.folder, 'here')}`, REF, '/usr/etc/shadow']);
  expect(shadow.stdout).toMatch(/^ada:!:18262:/m);
  // The commit itself says when it was made.
  expect(there.checksum).not.toBe(here.checksum);
});

test('with a source epoch the commit is the same one too', async () => {
  const here = await build('here-epoch', manifestOf(1_700_000_000));
  const there = await elsewhere(() => build('there-epoch', manifestOf(1_700_000_000)));
  expect(there.checksum).toBe(here.checksum);
});
