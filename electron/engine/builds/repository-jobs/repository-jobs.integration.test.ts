/** Jobs on repositories, with the real ostree and a real server: pulled, gone on, refused, delta, pruned, checked. */
import { readdirSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BuildRequest, type Artifact, type BuildRequestInput } from '../../../../shared/builds/types';
import { run } from '../../run';
import type { JobRun } from '../job-run';
import { headOf } from '../ostree-repo';
import { checkPull } from './pull';
import type { RepositoryRequest } from './repository-job';
import { runRepositoryJob } from './run-repository-job';

const REF = 'test/x86_64/minimal';
let folder: string;
let remote: string;
let local: string;
let server: Server;
let url: string;
/** Answers before the server stops answering; Infinity: it does not. */
let answers = Infinity;
let served: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'repository-jobs-'));
  remote = path.join(folder, 'remote');
  local = path.join(folder, 'workspace', 'ostree-repo');
  await mkdir(path.dirname(local));
  await run('ostree', ['init', '--mode=archive', `--repo=${remote}`]);
  answers = Infinity;
  served = [];
  server = createServer((request, response) => {
    const file = path.join(remote, path.posix.normalize(`/${request.url ?? ''}`));
    if (answers-- <= 0) return void response.destroy();
    served.push(request.url ?? '');
    readFile(file).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Commits a tree of so many files; each has what it is told. */
async function commit(repo: string, files: number, text: string): Promise<string> {
  const tree = path.join(folder, 'tree');
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree);
  for (let at = 0; at < files; at += 1) await writeFile(path.join(tree, `file-${at}`), `${text} ${at}\n`);
  const argv = ['commit', `--repo=${repo}`, `--branch=${REF}`, `--tree=dir=${tree}`, '--fsync=false'];
  return (await run('ostree', argv)).stdout.trim();
}

interface Told {
  readonly artifacts: Artifact[];
  readonly log: string[];
  readonly items: { done: number; total: number }[];
}

async function job(input: BuildRequestInput, signal = new AbortController().signal): Promise<Told> {
  const told: Told = { artifacts: [], log: [], items: [] };
  const jobRun = {
    signal,
    job: () => ({ id: '7' }),
    plan: () => undefined,
    step: (_name: string, work: () => Promise<unknown>) => work(),
    log: (_phase: string, text: string) => told.log.push(text),
    label: () => undefined,
    onWorker: (event: { kind: string; done: number; total: number }) => {
      if (event.kind === 'items') told.items.push({ done: event.done, total: event.total });
    },
    addArtifact: (artifact: Artifact) => told.artifacts.push(artifact),
  } as unknown as JobRun;
  await runRepositoryJob({
    paths: { cache: path.join(folder, 'cache') },
    workspace: { path: path.join(folder, 'workspace'), ostreeRepo: local },
    request: BuildRequest.parse(input) as RepositoryRequest,
    run: jobRun,
    folder: path.join(folder, 'job'),
    emit: () => undefined,
  });
  return told;
}

const pull = (more: object = {}): BuildRequestInput => ({
  kind: 'pull',
  url,
  refs: [REF],
  trust: { kind: 'none' },
  ...more,
});

test('a ref is pulled, then only what is new of it', async () => {
  const first = await commit(remote, 200, 'one');
  const told = await job(pull());
  expect(told.artifacts).toEqual([{ kind: 'commit', repo: local, ref: REF, checksum: first }]);
  expect(await headOf(local, REF)).toBe(first);
  await run('ostree', ['fsck', `--repo=${local}`]);
  const second = await commit(remote, 201, 'one');
  served = [];
  expect((await job(pull())).artifacts).toMatchObject([{ checksum: second, parent: first }]);
  expect(served.filter((name) => name.endsWith('.filez'))).toHaveLength(1);
  expect((await job(pull())).artifacts).toEqual([]);
  expect(readdirSync(path.join(folder, 'cache/pulls'))).toEqual([]);
});

test('a pull that was interrupted goes on where it stopped', async () => {
  const checksum = await commit(remote, 120, 'some');
  answers = 60;
  await expect(job(pull())).rejects.toMatchObject({ code: 'tool-failed' });
  expect(await headOf(local, REF)).toBeUndefined();
  answers = Infinity;
  served = [];
  await job(pull());
  expect(await headOf(local, REF)).toBe(checksum);
  expect(served.filter((name) => name.endsWith('.filez')).length).toBeLessThan(100);
});

test('a ref moves forward only', async () => {
  await commit(remote, 2, 'theirs');
  const ours = await (async () => {
    await run('ostree', ['init', '--mode=archive', `--repo=${local}`]);
    return commit(local, 2, 'ours');
  })();
  await expect(job(pull())).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(REF) });
  expect(await headOf(local, REF)).toBe(ours);
});

test('several commits behind, and nothing but the newest asked for: it follows', async () => {
  const first = await commit(remote, 2, 'a');
  await job(pull());
  await commit(remote, 3, 'b');
  const third = await commit(remote, 4, 'c');
  expect((await job(pull())).artifacts).toMatchObject([{ checksum: third, parent: first }]);
});

test('what cannot be pulled is said in a sentence', async () => {
  await commit(remote, 1, 'x');
  await expect(job(pull({ refs: ['absent/ref'] }))).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('absent/ref'),
  });
  await expect(job(pull({ refs: [] }))).rejects.toMatchObject({
    code: 'invalid-input',
    hint: expect.stringContaining('summary'),
  });
  await run('ostree', ['summary', '--update', `--repo=${remote}`]);
  expect((await job(pull({ refs: [] }))).artifacts).toMatchObject([{ ref: REF }]);
  expect(() => checkPull({ url: 'ftp://host/', refs: [] })).toThrow(/not the address/);
  expect(() => checkPull({ url, refs: ['--depth=1'] })).toThrow(/not the name of a ref/);
});

test('unsigned commits are refused where a key ring is given', async () => {
  await commit(remote, 1, 'x');
  const home = path.join(folder, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const keyring = path.join(folder, 'keys.asc');
  const gpg = ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', '--passphrase', ''];
  await run('gpg', [...gpg, '--quick-generate-key', 'Tester <t@example.com>', 'ed25519', 'sign']);
  await run('gpg', [...gpg, '--armor', '--output', keyring, '--export']);
  const trust = { kind: 'gpg', keyring };
  await expect(job(pull({ trust }))).rejects.toMatchObject({
    message: expect.stringContaining('is not signed by a key'),
  });
  await run('ostree', ['gpg-sign', `--repo=${remote}`, `--gpg-homedir=${home}`, REF, 't@example.com']);
  expect((await job(pull({ trust }))).artifacts).toHaveLength(1);
});

test('a delta, in the repository and as a file of its own', async () => {
  await job(pull({ url: `file://${remote}` })).catch(() => undefined);
  await run('ostree', ['init', '--mode=archive', `--repo=${local}`]);
  const first = await commit(local, 3, 'a');
  const second = await commit(local, 4, 'a');
  const [inRepository] = (await job({ kind: 'delta', from: first, to: REF })).artifacts;
  expect(inRepository).toMatchObject({ kind: 'delta', from: first, to: second });
  expect(inRepository?.kind === 'delta' && inRepository.size).toBeGreaterThan(100);
  const file = path.join(folder, 'offline.update');
  await job({ kind: 'delta', from: null, to: second, file });
  const offline = path.join(folder, 'offline');
  await run('ostree', ['init', '--mode=bare-user', `--repo=${offline}`]);
  await run('ostree', ['static-delta', 'apply-offline', `--repo=${offline}`, file]);
  expect((await run('ostree', ['show', `--repo=${offline}`, second])).stdout).toContain(second);
  await expect(job({ kind: 'delta', from: null, to: second, file })).rejects.toMatchObject({ code: 'conflict' });
  await expect(job({ kind: 'delta', from: 'nothing', to: REF })).rejects.toMatchObject({ code: 'not-found' });
});

test('pruning says what goes before it does', async () => {
  await run('ostree', ['init', '--mode=archive', `--repo=${local}`]);
  const first = await commit(local, 3, 'a');
  await commit(local, 3, 'b');
  const dry = await job({ kind: 'prune', keepDepth: 0, dryRun: true });
  expect(dry.log).toContain(`would remove ${first} of ${REF}`);
  expect(dry.log.join('\n')).toMatch(/Would delete: \d+ objects/);
  await run('ostree', ['show', `--repo=${local}`, first]);
  await job({ kind: 'prune', keepDepth: 0 });
  await expect(run('ostree', ['show', `--repo=${local}`, first])).rejects.toMatchObject({ code: 'tool-failed' });
  await run('ostree', ['fsck', `--repo=${local}`]);
});

test('a damaged object is found and named', async () => {
  await expect(job({ kind: 'check' })).rejects.toMatchObject({ code: 'not-found' });
  await run('ostree', ['init', '--mode=archive', `--repo=${local}`]);
  await commit(local, 40, 'a');
  const sound = await job({ kind: 'check' });
  expect(sound.items.at(-1)).toEqual({ done: 43, total: 43 });
  const { stdout } = await run('find', [path.join(local, 'objects'), '-name', '*.dirtree']);
  const victim = stdout.trim();
  expect((await stat(victim)).size).toBeGreaterThan(0);
  await appendFile(victim, 'x');
  const name = `${path.basename(path.dirname(victim))}${path.basename(victim)}`;
  await expect(job({ kind: 'check' })).rejects.toMatchObject({ code: 'tool-failed', detail: { names: [name] } });
});
