/**
 * Images from templates resolve: in the starter workspace, and in the sample images of 2022 and 2024.
 *
 * The sample images are no part of the project. They are looked for beside the folder that OSTREE_STUDIO_MPP names, then
 * in `../shared/mpp` beside the project; without them only the starter is tested, and the run says so.
 */
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Defines, Resolved, Workspace } from '../../../shared/manifest/types';
import { resolveTarget } from '../manifest/resolve-target';
import { cachedSolver, type Solve } from '../manifest/solver-cache';
import { createWorkspaceMemory } from '../manifest/workspace-memory';
import { solve as solveWithDnf } from '../tools/dnf';
import { createFiles } from './file-handlers';
import { createImages } from './new-image';
import { readWorkspace } from './workspaces';

const project = path.resolve(__dirname, '../../..');
const corpus = path.resolve(process.env.OSTREE_STUDIO_MPP ?? path.join(project, '../shared/mpp/public'), '..');
const hasCorpus = existsSync(path.join(corpus, 'inputs', 'auto2024'));
if (!hasCorpus)
  console.warn(`\n*** SKIPPED: templates in the sample images. There are none in ${corpus}/inputs. ***\n`);

let folder: string;
let server: Server;
let address: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'templates-')));
  server = createServer((request, response) => {
    const { pathname } = new URL((request.url ?? '/').replace(/\/+/g, '/'), 'http://127.0.0.1');
    readFile(path.join(corpus, 'repo', path.normalize(decodeURIComponent(pathname)))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Gives each package that is asked for. */
const everything: Solve = ({ transactions }) =>
  Promise.resolve(
    transactions.at(-1)!['package-specs'].map((name) => ({
      ...{ name, epoch: 0, version: '1', release: '1', arch: 'noarch', repo_id: 'r', path: `${name}.rpm`, license: '' },
      ...{ remote_location: `http://127.0.0.1/${name}.rpm`, checksum: `sha256:${'0'.repeat(64)}`, summary: '' },
      ...{ source_rpm: '', build_time: 0, vendor: '', download_size: 0, install_size: 0 },
    })),
  );

async function resolveImage(
  solve: Solve,
  workspace: Workspace,
  image: string,
  type: string,
  defines: Defines = {},
): Promise<Resolved> {
  const target = workspace.targets.find(
    (one) => one.image === image && one.type === type && one.target === 'qemu' && one.arch === 'x86_64',
  );
  if (!target) throw new Error(`${image} is not offered`);
  const refused = () => Promise.reject(new Error('not expected'));
  const tools = { solve, inspectImage: refused, resolveCommit: refused, memory: createWorkspaceMemory() };
  const job = { workspace, target, defines, cache: folder };
  return resolveTarget(job, tools, new AbortController().signal);
}

/** Makes an image of every template that is offered. */
async function imagesOf(from: string, name: string): Promise<{ workspace: Workspace; images: Record<string, string> }> {
  const root = path.join(folder, name);
  await cp(from, root, { recursive: true });
  let workspace = await readWorkspace(root);
  const files = createFiles(folder, () => root);
  const handlers = createImages(
    () => workspace,
    path.join(project, 'assets/templates'),
    (file) => files.handlers['manifest.create'](file),
  );
  const images: Record<string, string> = {};
  for (const { id } of await handlers['workspace.templates'](undefined)) {
    images[id] = `made_${id.replaceAll('-', '_')}`;
    await handlers['workspace.newImage']({ name: images[id], from: { kind: 'template', id } });
  }
  workspace = await readWorkspace(root);
  return { workspace, images };
}

const stagesOf = (resolved: Resolved): string[] =>
  resolved.manifest?.pipelines.find(({ name }) => name === 'rootfs')?.stages?.map(({ type }) => type) ?? [];
const ids = readdirSync(path.join(project, 'assets/templates')).map((name) => name.replace(/\.yml$/, ''));

/** What each template adds. */
function check(resolved: Resolved, minimal: Resolved, id: string): void {
  expect(resolved.problems, id).toEqual([]);
  const more = stagesOf(resolved).slice(stagesOf(minimal).length);
  const names = resolved.packages.rootfs!.map(({ name }) => name);
  const text = JSON.stringify(resolved.manifest);
  expect(more).toEqual(
    {
      minimal: [],
      files: ['org.osbuild.copy'],
      container: ['org.osbuild.mkdir', 'org.osbuild.copy'],
      'service-and-user': ['org.osbuild.copy', 'org.osbuild.systemd', 'org.osbuild.users'],
    }[id],
  );
  if (id === 'container') expect(names).toContain('podman');
  else expect(names).toEqual(minimal.packages.rootfs!.map(({ name }) => name));
  if (id === 'service-and-user') expect(text).toContain('"admin"');
}

test('in the starter workspace', async () => {
  const { workspace, images } = await imagesOf(path.join(project, 'assets/starter/workspace'), 'starter');
  const prepared = { ...workspace, starter: false };
  const minimal = await resolveImage(everything, prepared, 'minimal', 'ostree');
  expect(Object.keys(images)).toHaveLength(ids.length);
  for (const [id, image] of Object.entries(images))
    check(await resolveImage(everything, prepared, image, 'ostree'), minimal, id);
});

describe.skipIf(!hasCorpus)('in the sample images', () => {
  test.each(['auto2022', 'auto2024'])('%s', async (name) => {
    const dnf = { script: path.join(project, 'assets/solver/solve.py'), cacheDir: path.join(folder, 'dnf') };
    const solve = cachedSolver(path.join(folder, 'answers'), (request, signal) => solveWithDnf(request, dnf, signal));
    const { workspace, images } = await imagesOf(path.join(corpus, 'inputs', name), name);
    expect(Object.keys(images).sort()).toEqual([...ids].sort());
    for (const type of ['ostree', 'regular']) {
      const minimal = await resolveImage(solve, workspace, 'minimal', type, { repo_root: address });
      expect(minimal.problems).toEqual([]);
      for (const [id, image] of Object.entries(images))
        check(await resolveImage(solve, workspace, image, type, { repo_root: address }), minimal, id);
    }
  });
});
