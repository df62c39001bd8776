/** The starter workspace, resolved with a repository of a few empty packages that have the names it asks for. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resolved, Workspace } from '../../shared/manifest/types';
import { studioPaths } from '../../electron/engine/context';
import { createManifests, type Manifests } from '../../electron/engine/manifest/manifests';
import { buildRpm } from '../../electron/engine/packages/testing/rpm';
import { createStarterWorkspace, readWorkspace } from '../../electron/engine/workspace/workspaces';

const assets = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../assets');
const target = 'starter-qemu-minimal-ostree.x86_64';
/** The first is on every image; the others tell what the solver did. */
const EXTRA = [
  { name: 'editor', version: '2.0', summary: 'Edits', requires: ['libtext >= 1'] },
  { name: 'libtext', version: '1.1', summary: 'Text' },
  { name: 'broken', version: '1', summary: 'Needs what is not there', requires: ['libnowhere'] },
];

let folder: string;
let workspace: Workspace;
let manifests: Manifests;
const repository = (): string => path.join(folder, 'starter', 'starter-repository');
const index = () => execFileSync('createrepo_c', ['--quiet', '--compatibility', repository()]);

/** Every package name that the template's lists have. */
function packageNames(): string[] {
  const names = new Set<string>();
  for (const dir of ['distro', 'images', 'include', 'targets']) {
    for (const file of readdirSync(path.join(assets, 'starter/workspace', dir))) {
      const text = readFileSync(path.join(assets, 'starter/workspace', dir, file), 'utf8');
      for (const [, list = ''] of text.matchAll(/^ +\w+_rpms:\n((?: +(?:-|#).*\n)+)/gm))
        for (const [, name = ''] of list.matchAll(/^ +- ([a-z0-9][\w.+-]*)$/gm)) names.add(name);
      for (const [, name = ''] of text.matchAll(/^ +kernel_rpm: (\S+)$/gm)) names.add(name);
    }
  }
  return [...names];
}

const resolve = (defines: Record<string, unknown> = {}): Promise<Resolved> =>
  manifests.resolve({ workspace, target, defines });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-starter-resolve-'));
  await createStarterWorkspace(path.join(assets, 'starter/workspace'), path.join(folder, 'starter'));
  mkdirSync(repository());
  // One package provides them all: rpmbuild takes a quarter of a second for each.
  const [first = '', ...provides] = packageNames();
  buildRpm(path.join(folder, 'build'), repository(), { name: first, version: '1', summary: 'Everything', provides });
  for (const spec of EXTRA) buildRpm(path.join(folder, 'build'), repository(), spec);
  index();
  workspace = await readWorkspace(path.join(folder, 'starter'));
  const ctx = {
    paths: studioPaths(path.join(folder, 'data'), assets),
    emit: () => undefined,
    openPort: () => undefined,
  };
  manifests = createManifests(ctx, { workspaces: { current: () => workspace } });
});
afterAll(async () => {
  await manifests.close();
  await rm(folder, { recursive: true, force: true });
});

test('the template has a target for this machine', () => {
  expect(workspace.targets.map(({ name }) => name)).toContain(target);
});

describe('resolving', () => {
  test('gives the manifest, its pipelines, packages and variables', async () => {
    const resolved = await resolve();
    expect(resolved.problems).toEqual([]);
    expect(resolved.pipelines.map(({ name }) => name)).toEqual(expect.arrayContaining(['rootfs']));
    expect(resolved.packages.rootfs?.map(({ name }) => name)).toEqual([packageNames()[0]]);
    expect(resolved.variables).toContainEqual(
      expect.objectContaining({ name: 'osname', value: 'starter', origin: 'manifest', file: 'distro/starter.ipp.yml' }),
    );
    expect(resolved.manifest?.sources).toHaveProperty(['org.osbuild.curl']);
  });

  test('a second time is answered without the solver', async () => {
    await resolve();
    expect((await resolve()).tookMs).toBeLessThan(500);
  });

  test('takes in what extra_rpms needs', async () => {
    const { packages, problems } = await resolve({ extra_rpms: ['editor'] });
    expect(problems).toEqual([]);
    expect(packages.rootfs?.map(({ name }) => name)).toEqual(expect.arrayContaining(['editor', 'libtext']));
  });
});

describe('what cannot be solved names the package and the define that asked', () => {
  test('a package that no repository has', async () => {
    const { manifest, problems } = await resolve({ extra_rpms: ['editr'] });
    expect(manifest).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "No repository has a package 'editr'.",
        hint: "Did you mean 'editor'?",
        define: 'extra_rpms',
        file: 'images/minimal.mpp.yml',
        line: expect.any(Number),
      }),
    ]);
  });

  test('a package that needs what is not there', async () => {
    const { problems } = await resolve({ extra_rpms: ['broken'] });
    expect(problems[0]).toMatchObject({ severity: 'error', define: 'extra_rpms' });
    expect(problems[0]?.message).toMatch(/broken.*libnowhere/);
  });

  test('a define of the wrong type is found before', async () => {
    const { problems } = await resolve({ extra_rpms: 'editor' });
    expect(problems[0]).toMatchObject({ severity: 'error', hint: 'Write: extra_rpms=["editor"]' });
  });

  test('a define that nobody reads is a warning', async () => {
    const { manifest, problems } = await resolve({ extra_rpm: ['editor'] });
    expect(problems).toMatchObject([{ severity: 'warning', define: 'extra_rpm', suggestion: 'extra_rpms' }]);
    expect(manifest).toBeDefined();
  });

  test('a starter repository that was not made yet is no error: the first build makes it', async () => {
    rmSync(path.join(repository(), 'repodata'), { recursive: true });
    const { problems } = await resolve();
    expect(problems).toMatchObject([{ severity: 'warning', hint: expect.stringContaining('Prepare it now') }]);
    index();
  });
});

test('a mistake in a manifest is told with its file and line', async () => {
  const file = path.join(workspace.path, 'include', 'defaults.ipp.yml');
  const before = readFileSync(file, 'utf8');
  await writeFile(file, before.replace(/^mpp-vars:\n/m, 'mpp-vars:\n  wrong: {mpp-eval: nobody}\n'));
  const { problems } = await resolve();
  await writeFile(file, before);
  const line = before.split('\n').findIndex((text) => text === 'mpp-vars:') + 2;
  expect(problems[0]).toMatchObject({ severity: 'error', file: 'include/defaults.ipp.yml', line });
});

test('a target that is not there names the nearest', async () => {
  await expect(
    manifests.resolve({ workspace, target: 'starter-qemu-minimal-ostre.x86_64', defines: {} }),
  ).rejects.toMatchObject({ code: 'not-found', hint: `Did you mean '${target}'?` });
});

test('resolving can be cancelled', async () => {
  const cancel = new AbortController();
  cancel.abort();
  await expect(
    manifests.resolve({ workspace, target, defines: { extra_rpms: ['libtext'] }, signal: cancel.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});
