import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Manifest, Stage } from '../../shared/manifest/types';
import { StudioError } from '../../shared/errors';
import { sweep } from '../../electron/engine/builds/executor/resources';
import type { WorkerEvent, WorkerJob } from '../../electron/engine/builds/worker-protocol';
import { run } from '../../electron/engine/run';
import { heldBelow, openBench, readFromImage, type Bench } from './worker';

const HELLO = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const loop = { type: 'org.osbuild.loopback', options: { filename: 'disk.img' } };
const content: Stage[] = [
  { type: 'org.osbuild.mkdir', options: { paths: [{ path: '/etc/deep', parents: true, mode: 0o750 }] } },
  {
    type: 'org.osbuild.copy',
    inputs: { h: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [HELLO]: {} } } },
    options: { paths: [{ from: `input://h/${HELLO}`, to: 'tree:///etc/deep/hello' }] },
  },
];
const intoDisk: Stage = {
  type: 'org.osbuild.copy',
  inputs: { tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: ['name:content'] } },
  options: { paths: [{ from: 'input://tree/', to: 'mount://root/' }] },
  devices: { root: loop },
  mounts: [{ name: 'root', type: 'org.osbuild.ext4', source: 'root', target: '/' }],
};
const disk = (...more: Stage[]): Stage[] => [
  { type: 'org.osbuild.truncate', options: { filename: 'disk.img', size: '16M' } },
  {
    type: 'org.osbuild.mkfs.ext4',
    options: { uuid: '76a22bf4-f153-4541-b6c7-0332c0dfaeac' },
    devices: { device: loop },
  },
  intoDisk,
  ...more,
];
const manifestOf = (image: Stage[]): Manifest => ({
  version: '2',
  pipelines: [
    { name: 'content', stages: content },
    { name: 'image', stages: image },
  ],
  sources: { 'org.osbuild.inline': { items: { [HELLO]: { encoding: 'base64', data: 'aGVsbG8K' } } } },
});

let bench: Bench;
let image: WorkerJob['exports'][number];

beforeAll(async () => {
  bench = await openBench();
  image = { pipeline: 'image', path: 'disk.img', kind: 'file', to: path.join(bench.folder, 'disk') };
});
afterEach(async () => {
  await rm(image.to, { force: true });
});
afterAll(() => bench.close());

/** Nothing is mounted, no loop device is attached, no work folder or record is left. */
async function expectNothingHeld(): Promise<void> {
  for (let waited = 0; waited < 5000 && (await heldBelow(bench.folder)).length > 0; waited += 50) await delay(50);
  expect(await heldBelow(bench.folder)).toEqual([]);
  expect(existsSync(path.join(bench.folder, 'work'))).toBe(false);
  expect(await readdir(path.join(bench.folder, 'resources')).catch(() => [])).toEqual([]);
}

test('a disk with a file system and a file in it', async () => {
  const events: WorkerEvent[] = [];
  const result = await bench.build(
    manifestOf(disk()),
    { exports: [image] },
    { onEvent: (event) => events.push(event) },
  );
  expect(result.sizes).toEqual([16 * 1024 * 1024]);
  expect(await readFromImage(image.to, '/etc/deep/hello')).toBe('hello\n');
  expect((await run('debugfs', ['-R', 'stat /etc/deep', image.to])).stdout).toContain('Mode:  0750');
  expect(events.filter(({ kind }) => kind === 'stage-end')).toHaveLength(5);
  expect(events.find((event) => event.kind === 'plan')?.pipelines.map(({ name }) => name)).toEqual([
    'content',
    'image',
  ]);
  await expectNothingHeld();
});

test('an unknown stage is refused before anything runs', async () => {
  const events: WorkerEvent[] = [];
  const wrong = manifestOf(disk({ type: 'org.osbuild.kickstart' }));
  const built = bench.build(wrong, { exports: [image] }, { onEvent: (event) => events.push(event) });
  await expect(built).rejects.toMatchObject({
    code: 'invalid-input',
    detail: { pipeline: 'image', stage: 'org.osbuild.kickstart', field: 'pipelines[1].stages[3].type' },
  });
  expect(events.some(({ kind }) => kind === 'stage-start')).toBe(false);
  await expectNothingHeld();
});

test('a stage that fails while the disk is mounted says why, and gives all back', async () => {
  const wrong: Stage = { ...intoDisk, options: { paths: [{ from: 'input://tree/absent', to: 'mount://root/' }] } };
  const built = bench.build(manifestOf(disk(wrong)), { exports: [image] });
  await expect(built).rejects.toMatchObject({
    code: 'tool-failed',
    detail: { pipeline: 'image', stage: 'org.osbuild.copy', exitCode: 1 },
  });
  await expect(built).rejects.toThrow(/No such file or directory/);
  expect(existsSync(image.to)).toBe(false);
  await expectNothingHeld();
});

test('a stage cannot reach the host, not even through a link in its tree', async () => {
  const outside = path.join(bench.folder, 'outside');
  await mkdir(outside);
  const link: Stage = {
    type: 'org.osbuild.ln',
    options: { paths: [{ target: outside, link_name: 'tree:///out', symbolic: true }] },
  };
  const through: Stage = { type: 'org.osbuild.mkdir', options: { paths: [{ path: '/out/made' }] } };
  await expect(bench.build(manifestOf([link, through]), { exports: [image] })).rejects.toMatchObject({
    code: 'tool-failed',
  });
  expect(await readdir(outside)).toEqual([]);
});

test.each(['content', 'image'])('cancelled in the pipeline %s, nothing is left', async (pipeline) => {
  const cancel = new AbortController();
  const many = Array.from({ length: 40 }, () => intoDisk);
  const built = bench.build(
    manifestOf(disk(...many)),
    { exports: [image] },
    {
      signal: cancel.signal,
      onEvent: (event) => {
        const late = pipeline === 'content' || (event.kind === 'stage-start' && event.index === 6);
        if (event.kind === 'stage-start' && event.pipeline === pipeline && late) cancel.abort();
      },
    },
  );
  await expect(built).rejects.toMatchObject({ code: 'cancelled' });
  expect(existsSync(image.to)).toBe(false);
  await expectNothingHeld();
});

async function ownerOfResources(): Promise<number> {
  const folder = path.join(bench.folder, 'resources');
  const [name = ''] = await readdir(folder);
  return (JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { owner: { pid: number } }).owner.pid;
}

test('killed without a chance to clean up, the kernel frees what it held and a sweep removes the rest', async () => {
  let killed: Promise<unknown> | undefined;
  const kill = async (): Promise<void> => {
    const pid = await ownerOfResources();
    const argv = ['-KILL', String(pid)];
    if (process.getuid?.() === 0) await run('kill', argv);
    else await run('sudo', ['--non-interactive', 'kill', ...argv]);
  };
  const many = Array.from({ length: 40 }, () => intoDisk);
  const built = bench.build(
    manifestOf(disk(...many)),
    { exports: [image] },
    {
      onEvent: (event) => {
        if (event.kind === 'stage-start' && event.pipeline === 'image' && event.index === 6) killed = kill();
      },
    },
  );
  await expect(built).rejects.toBeInstanceOf(StudioError);
  await killed;
  await sweep(path.join(bench.folder, 'resources'));
  await expectNothingHeld();
  await expect(bench.build(manifestOf(disk()), { exports: [image] })).resolves.toMatchObject({ kind: 'result' });
});
