import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Job } from '../../../shared/builds/types';
import type { StudioError } from '../../../shared/errors';
import type { Manifest, Target, Workspace } from '../../../shared/manifest/types';
import { studioPaths } from '../context';
import { keepManifest } from './last-built';
import { createManifests, type Manifests } from './manifests';

const MANIFEST = 'images/small.mpp.yml';
const target: Target = {
  ...{ layout: 'images', name: 'd-t-small-ostree.x86_64', distro: 'd', target: 't', image: 'small', type: 'ostree' },
  ...{ arch: 'x86_64', formats: ['qcow2'], manifest: MANIFEST },
};
const text = (name: string, more = ''): string =>
  `version: '2'\nmpp-vars:\n  level:\n    mpp-eval: locals().get('level', 1)\npipelines:\n- name: ${name}\n${more}`;

let folder: string;
let workspace: Workspace;
let manifests: Manifests;
let server: http.Server;
let asked: () => void;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-manifests-'));
  workspace = {
    ...{ path: path.join(folder, 'w'), name: 'w', starter: false, ostreeRepo: '/none', outputDir: '/none' },
    ...{ targets: [target], favourites: [], files: [{ path: MANIFEST, kind: 'image' }] },
  };
  await mkdir(path.join(folder, 'w/images'), { recursive: true });
  await writeFile(path.join(folder, 'w', MANIFEST), text('saved'));
  manifests = createManifests(
    { paths: studioPaths(path.join(folder, 'data'), 'assets'), emit: () => undefined, openPort: () => undefined },
    { workspaces: { current: () => workspace } },
  );
  // A server that never answers: whoever embeds its page resolves for ever.
  asked = () => undefined;
  server = http.createServer(() => asked());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await manifests.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const resolve = (texts?: Record<string, string>) =>
  manifests.handlers['manifest.resolve']({ target: target.name, defines: {}, texts });
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it was answered',
    (thrown: unknown) => (thrown as StudioError).code,
  );

/** Resolves a text that waits for the server; gives the outcome when the server was asked. */
async function endless(): Promise<{ outcome: Promise<string> }> {
  const { port } = server.address() as AddressInfo;
  const embed = `{type: org.osbuild.files, origin: org.osbuild.source, mpp-embed: {id: x, url: 'http://127.0.0.1:${port}/'}}`;
  const waiting = new Promise<void>((go) => (asked = go));
  const outcome = code(
    resolve({ [MANIFEST]: text('endless', `  stages: [{type: org.osbuild.copy, inputs: {f: ${embed}}}]\n`) }),
  );
  await waiting;
  return { outcome };
}

test('resolves unsaved texts, and what is saved without them', async () => {
  const unsaved = await resolve({ [MANIFEST]: text('unsaved') });
  expect(unsaved.manifest?.pipelines).toEqual([{ name: 'unsaved' }]);
  expect(unsaved.origins['/pipelines/0/name']).toEqual({ place: { file: MANIFEST, line: 6, column: 9 }, reasons: [] });
  expect((await resolve()).manifest?.pipelines).toEqual([{ name: 'saved' }]);
});

test('a newer request for the same target ends the older one', async () => {
  const { outcome } = await endless();
  expect((await resolve()).manifest).toBeDefined();
  expect(await outcome).toBe('cancelled');
});

test('cancelling ends what is resolved for these targets, and no other', async () => {
  const { outcome } = await endless();
  await manifests.handlers['manifest.cancel']({ targets: ['another'] });
  expect(await Promise.race([outcome, Promise.resolve('it goes on')])).toBe('it goes on');
  await manifests.handlers['manifest.cancel']({ targets: [target.name] });
  expect(await outcome).toBe('cancelled');
});

test('a check resolves with the saved defines', async () => {
  await manifests.handlers['manifest.setDefines']({ target: target.name, defines: { level: 5 } });
  const check = () => manifests.handlers['manifest.check']({ target: target.name });
  expect(await check()).toMatchObject({ target: target.name, ok: true, problems: [], pipelines: 1, stages: 0 });
  await writeFile(
    path.join(folder, 'w', MANIFEST),
    text('x', "  stages: [{type: a, options: {mpp-eval: '1 / (level - 5)'}}]\n"),
  );
  const broken = await check();
  expect(broken).toMatchObject({ ok: false, pipelines: 0 });
  expect(broken.problems).toMatchObject([{ severity: 'error', file: MANIFEST, line: 7 }]);
});

test('the last built manifest is that of the newest finished build of this target and workspace', async () => {
  const jobs = path.join(folder, 'data/jobs');
  const manifest = (name: string): Manifest => ({ version: '2', pipelines: [{ name }] });
  const job = async (id: string, status: Job['status'], more: Partial<Job> = {}): Promise<void> => {
    const made = Job.parse({
      ...{ id, title: id, workspace: workspace.path, createdAt: 1, status, artifacts: [], command: '' },
      progress: { phases: [], fraction: 0, label: '' },
      request: { kind: 'target', target: `${target.name.replace('.', '@mine.')}.qcow2`, defines: {} },
      ...more,
    });
    await mkdir(path.join(jobs, id), { recursive: true });
    await writeFile(path.join(jobs, id, 'job.json'), JSON.stringify(made));
    await keepManifest(path.join(jobs, id), manifest(`job${id}`));
  };
  const lastBuilt = () => manifests.handlers['manifest.lastBuilt']({ target: target.name });
  expect(await lastBuilt()).toBeNull();
  await job('1', { kind: 'done', startedAt: 1, endedAt: 10 });
  await job('2', { kind: 'done', startedAt: 1, endedAt: 20 });
  await job('3', { kind: 'cancelled', startedAt: 1, endedAt: 30 });
  await job('4', { kind: 'done', startedAt: 1, endedAt: 40 }, { workspace: '/another' });
  expect(await lastBuilt()).toEqual({ job: '2', builtAt: 20, manifest: manifest('job2') });
  await writeFile(path.join(jobs, '2/manifest.json'), '{"cut');
  expect(await lastBuilt()).toEqual({ job: '1', builtAt: 10, manifest: manifest('job1') });
});
