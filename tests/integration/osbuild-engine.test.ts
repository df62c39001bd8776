/** The engine osbuild with the real osbuild; see osbuild.ts for which one. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { EngineEvent, EngineJob } from '../../electron/engine/builds/engines/engine';
import { run } from '../../electron/engine/run';
import type { StudioError } from '../../shared/errors';
import type { Manifest } from '../../shared/manifest/types';
import {
  closeOsbuildBench,
  dataOf,
  folderOf,
  installed,
  manifestOf,
  mayKill,
  reason,
  runJob,
  stage,
  title,
  withoutRoot,
  type Ran,
  type RunOptions,
} from './osbuild';
import { heldBelow, openBench, type Bench } from './worker';

const many = Array.from({ length: 40 }, () => stage('noop'));
const slow = stage('truncate', { filename: '/big', size: '1' });

describe.skipIf(reason !== undefined)(title, () => {
  let bench: Bench;
  let data: string;
  beforeAll(async () => {
    bench = await openBench();
    data = dataOf(bench);
  });
  afterAll(() => closeOsbuildBench(bench));

  const folderFor = (name: string): Promise<string> => folderOf(bench, name);
  const build = (
    name: string,
    manifest: Manifest,
    job: Partial<EngineJob> & Pick<EngineJob, 'exports'>,
    more?: RunOptions,
  ): Promise<Ran> => runJob(bench, name, { manifest, ...job }, more);

  /** osbuild's cache, where the manifest has no devices. */
  const cacheOf = (): string => path.join(data, 'osbuild', installed?.rootless ? 'person' : 'root');
  const osbuilds = async (): Promise<number[]> => {
    const { stdout } = await run('pgrep', ['--full', `osbuild .*--store ${data}/osbuild`], { ok: [0, 1] });
    return stdout.split('\n').filter(Boolean).map(Number);
  };

  const kinds = (events: readonly EngineEvent[]): string[] =>
    events.filter(({ kind }) => !['output', 'note', 'command'].includes(kind)).map(({ kind }) => kind);

  it('builds a tree, tells every stage, and hands the file over', async () => {
    const manifest = manifestOf({
      name: 'image',
      stages: [stage('noop'), stage('truncate', { filename: '/disk.img', size: '1048576' })],
    });
    const to = path.join(await folderFor('file'), 'output', '0-img');
    const ran = await build('file', manifest, {
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to }],
    });
    expect(ran.error).toBeUndefined();
    expect(ran.sizes).toEqual([1048576]);
    expect((await stat(to)).size).toBe(1048576);
    expect(ran.facts.engine).toEqual({ kind: 'osbuild', version: installed?.version });
    expect(kinds(ran.events)).toEqual([
      ...['plan', 'pipeline-start', 'stage-start', 'stage-end', 'stage-start', 'stage-end', 'pipeline-end'],
      ...['step-start', 'step-end'],
    ]);
    const result = z.object({ success: z.literal(true) }).loose();
    expect(result.safeParse(JSON.parse(await readFile(path.join(ran.folder, 'result.json'), 'utf8'))).success).toBe(
      true,
    );
    expect(existsSync(path.join(ran.folder, 'work'))).toBe(false);
  });

  it('takes what did not change out of its cache, and says so', async () => {
    const manifest = manifestOf(
      { name: 'base', stages: [stage('mkdir', { paths: [{ path: '/etc' }] })] },
      {
        name: 'copy',
        stages: [
          stage(
            'copy',
            { paths: [{ from: 'input://tree/', to: 'tree:///' }] },
            {
              inputs: { tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:base'] } },
            },
          ),
        ],
      },
    );
    const once = async (name: string): Promise<Ran> =>
      build(name, manifest, {
        exports: [
          { pipeline: 'copy', path: '', kind: 'folder', to: path.join(await folderFor(name), 'output', '0-rootfs') },
        ],
      });
    const first = await once('cache-1');
    expect(first.error).toBeUndefined();
    expect(kinds(first.events)).not.toContain('stage-cached');
    const second = await once('cache-2');
    expect(second.error).toBeUndefined();
    expect(second.events).toContainEqual(expect.objectContaining({ kind: 'stage-cached', pipeline: 'base', index: 0 }));
    expect((await readdir(path.join(second.folder, 'output', '0-rootfs'))).sort()).toEqual(['etc']);
  });

  it('names the pipeline and the stage that failed, with what it said', async () => {
    const manifest = manifestOf({
      name: 'image',
      stages: [stage('copy', { paths: [{ from: 'tree:///nothing', to: 'tree:///there' }] })],
    });
    const to = path.join(await folderFor('fails'), 'output', '0-img');
    const { error, folder } = await build('fails', manifest, {
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to }],
    });
    expect(error).toMatchObject({ code: 'tool-failed', detail: { pipeline: 'image', stage: 'org.osbuild.copy' } });
    expect((error as StudioError).detail?.tail?.join('\n')).toContain('nothing');
    expect(await readdir(path.join(folder, 'output'))).toEqual([]);
  });

  it('refuses a manifest that osbuild does not take, with the place', async () => {
    const manifest = manifestOf({ name: 'image', stages: [stage('hostname', { nonsense: 1 })] });
    const { error } = await build('refused', manifest, {
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to: path.join(data, 'never') }],
    });
    expect(error).toMatchObject({ code: 'invalid-input' });
    expect((error as StudioError).detail?.field).toMatch(/^pipelines\[0\]\.stages\[0\]/);
  });

  it('ends within ten seconds when it is cancelled, and leaves nothing mounted or half-made', async () => {
    const image = { filename: 'disk.img', start: 0, size: 131072 };
    const device = { device: { type: 'org.osbuild.loopback', options: image } };
    const manifest = manifestOf({
      name: 'image',
      stages: [
        stage('truncate', { filename: '/disk.img', size: '67108864' }),
        ...(withoutRoot
          ? []
          : [stage('mkfs.ext4', { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac' }, { devices: device })]),
        ...many,
        slow,
      ],
    });
    const cancel = new AbortController();
    let asked = 0;
    const { error, folder } = await build(
      'cancelled',
      manifest,
      {
        exports: [
          {
            pipeline: 'image',
            path: 'disk.img',
            kind: 'file',
            to: path.join(await folderFor('cancelled'), 'output', '0-img'),
          },
        ],
      },
      {
        signal: cancel.signal,
        onEvent(event) {
          if (event.kind !== 'stage-start' || event.index !== 1) return;
          asked = Date.now();
          cancel.abort();
        },
      },
    );
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(await heldBelow(data)).toEqual([]);
    expect(await readdir(path.join(folder, 'output'))).toEqual([]);
    const cache = path.join(data, 'osbuild', withoutRoot ? 'person' : 'root');
    expect(await readdir(path.join(cache, 'stage')).catch(() => [])).toEqual([]);
    expect(await readdir(path.join(cache, 'tmp')).catch(() => [])).toEqual([]);
    expect(await readdir(path.join(data, 'resources'))).toEqual([]);
  });

  it.runIf(mayKill)('tells that osbuild was killed, and takes away what it was making', async () => {
    const manifest = manifestOf({ name: 'image', stages: [stage('noop'), ...many, slow] });
    const to = path.join(await folderFor('killed'), 'output', '0-img');
    let begin = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ran = build(
      'killed',
      manifest,
      { exports: [{ pipeline: 'image', path: 'big', kind: 'file', to }] },
      {
        onEvent(event) {
          if (event.kind === 'stage-start' && event.index > 1) begin();
        },
      },
    );
    await Promise.race([started, ran]);
    for (const pid of await osbuilds()) process.kill(pid, 'SIGKILL');
    const { error } = await ran;
    expect(error).toMatchObject({ code: 'tool-failed', detail: { pipeline: 'image', signal: 'SIGKILL' } });
    const cache = cacheOf();
    expect(await readdir(path.join(cache, 'stage')).catch(() => [])).toEqual([]);
    expect(await readdir(path.join(cache, 'tmp')).catch(() => [])).toEqual([]);
    expect(await heldBelow(data)).toEqual([]);
  });

  it.runIf(mayKill)('leaves nothing behind when its worker is killed', async () => {
    const manifest = manifestOf({ name: 'image', stages: [...many, slow] });
    const exports = [{ pipeline: 'image', path: 'big', kind: 'file' as const, to: path.join(data, 'never') }];
    let begin = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ran = build('worker', manifest, { exports }, { onEvent: ({ kind }) => kind === 'output' && begin() });
    await Promise.race([started, ran]);
    const { stdout } = await run('pgrep', ['--full', bench.worker]);
    for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
    expect((await ran).error).toMatchObject({ code: 'tool-failed' });
    await vi.waitFor(async () => expect(await osbuilds()).toEqual([]), 10_000);
    expect(await heldBelow(data)).toEqual([]);
    // The next run sweeps what the killed one had on record.
    const noop = manifestOf({ name: 'image', stages: [stage('truncate', { filename: '/big', size: '1' })] });
    const to = path.join(await folderFor('after'), 'output', '0-img');
    expect((await build('after', noop, { exports: exports.map((one) => ({ ...one, to })) })).error).toBeUndefined();
    expect(existsSync(path.join(data, 'jobs', 'worker', 'work'))).toBe(false);
    expect(await readdir(path.join(data, 'resources'))).toEqual([]);
    expect(await readdir(path.join(cacheOf(), 'stage')).catch(() => [])).toEqual([]);
  });

  it('makes an image of a commit that exists, out of the repository', async () => {
    const folder = await mkdtemp(path.join(bench.folder, 'repo-'));
    const repo = path.join(folder, 'a repo');
    const tree = path.join(folder, 'tree');
    await mkdir(path.join(tree, 'usr'), { recursive: true });
    await run('ostree', ['init', '--mode=archive', `--repo=${repo}`]);
    const { stdout } = await run('ostree', ['commit', `--repo=${repo}`, '--branch=test/one', tree]);
    const commit = stdout.trim();
    const manifest = manifestOf(
      { name: 'ostree-commit', stages: [stage('noop', { never: 'runs' })] },
      {
        name: 'image',
        stages: [
          stage('ostree.init', { path: '/repo' }),
          stage(
            'ostree.pull',
            { repo: '/repo' },
            {
              inputs: {
                commits: {
                  type: 'org.osbuild.ostree',
                  origin: 'org.osbuild.pipeline',
                  references: { 'name:ostree-commit': { ref: 'test/one' } },
                },
              },
            },
          ),
        ],
      },
    );
    const to = path.join(await folderFor('seed'), 'output', '0-repo');
    const ran = await build('seed', manifest, {
      exports: [{ pipeline: 'image', path: 'repo', kind: 'folder', to }],
      seed: { pipeline: 'ostree-commit', repo, commit, ref: 'test/one' },
    });
    expect(ran.error).toBeUndefined();
    const head = await run('ostree', ['rev-parse', `--repo=${to}`, 'test/one']);
    expect(head.stdout.trim()).toBe(commit);
    expect(ran.events).toContainEqual(expect.objectContaining({ kind: 'step-end', step: 'take commit', ok: true }));
    await rm(folder, { recursive: true, force: true });
  });
});
