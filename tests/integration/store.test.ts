/** The store of stages' trees: what is in it does not run again, and what is damaged in it does no harm. */
import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { removeObjects } from '../../electron/engine/builds/store/room';
import { listObjects } from '../../electron/engine/builds/store/objects';
import { setStoreLimit } from '../../electron/engine/builds/store/settings';
import type { WorkerEvent, WorkerJob } from '../../electron/engine/builds/worker-protocol';
import type { WorkerResult } from '../../electron/engine/builds/worker-client';
import { run } from '../../electron/engine/run';
import type { Manifest, Stage } from '../../shared/manifest/types';
import { openBench, type Bench } from './worker';

const TEXT = 'sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const MODULES = '/usr/lib/modules/6.1';
const REF = 'test/x86_64/stored';
const tree = (name: string): Stage['inputs'] => ({
  tree: { type: 'org.osbuild.tree', origin: 'org.osbuild.pipeline', references: [`name:${name}`] },
});
const folders = (...names: string[]): Stage => ({
  type: 'org.osbuild.mkdir',
  options: { paths: names.map((name) => ({ path: name, mode: 0o750, parents: true })) },
});
const copyText: Stage = {
  type: 'org.osbuild.copy',
  inputs: { t: { type: 'org.osbuild.files', origin: 'org.osbuild.source', references: { [TEXT]: {} } } },
  options: {
    // A commit that can be booted has a kernel and an initramfs.
    paths: ['vmlinuz', 'initramfs.img'].map((name) => ({ from: `input://t/${TEXT}`, to: `tree://${MODULES}/${name}` })),
  },
};

/** A tree, its commit, and a result that is made of the commit. */
function manifestOf(result: Stage[] = [], content: Stage[] = []): Manifest {
  return {
    version: '2',
    pipelines: [
      { name: 'content', stages: [folders(MODULES), copyText, ...content] },
      {
        name: 'ostree-commit',
        stages: [
          { type: 'org.osbuild.ostree.init', options: { mode: 'bare' } },
          { type: 'org.osbuild.ostree.commit', inputs: tree('content'), options: { ref: REF } },
        ],
      },
      {
        name: 'result',
        stages: [
          {
            type: 'org.osbuild.copy',
            inputs: tree('ostree-commit'),
            options: { paths: [{ from: 'input://tree/compose.json', to: 'tree:///made-of' }] },
          },
          ...result,
        ],
      },
    ],
    sources: { 'org.osbuild.inline': { items: { [TEXT]: { encoding: 'base64', data: 'aGVsbG8K' } } } },
  };
}

interface Built {
  readonly ran: string[];
  readonly cached: string[];
  readonly notes: string[];
  readonly result: WorkerResult;
  /** What the exported file says. */
  readonly madeOf: string;
}

let bench: Bench;
let store: string;
let count = 0;

async function build(manifest: Manifest, more: Partial<WorkerJob> = {}): Promise<Built> {
  const out = path.join(bench.folder, `out-${count++}`);
  const events: WorkerEvent[] = [];
  await run('mkdir', ['-p', out]);
  const result = await bench.build(
    manifest,
    {
      trees: true,
      work: path.join(out, 'work'),
      exports: [{ pipeline: 'result', path: 'made-of', kind: 'file', to: path.join(out, 'made-of') }],
      commit: { pipeline: 'ostree-commit', to: path.join(out, 'repo') },
      ...more,
    },
    { onEvent: (event) => events.push(event) },
  );
  const madeOf = await readFile(path.join(out, 'made-of'), 'utf8').catch(() => '');
  const names = (kind: 'stage-start' | 'stage-cached'): string[] =>
    events.flatMap((event) => (event.kind === kind ? [`${event.pipeline}/${event.index}`] : []));
  const notes = events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
  return { ran: names('stage-start'), cached: names('stage-cached'), notes, result, madeOf };
}

const ALL = ['content/0', 'content/1', 'ostree-commit/0', 'ostree-commit/1', 'result/0'];
const commitOf = ({ result }: Built): string => result.commit?.checksum ?? 'none';

async function objectOf(pipeline: string): Promise<string> {
  for (const { key } of await listObjects(store)) {
    const folder = path.join(store, 'objects', key);
    const about = JSON.parse(await readFile(path.join(folder, 'object.json'), 'utf8')) as { pipeline: string };
    if (about.pipeline === pipeline) return folder;
  }
  throw new Error(`nothing of ${pipeline} is stored`);
}

beforeAll(async () => {
  bench = await openBench();
  store = path.join(bench.folder, 'store');
});
beforeEach(() => removeObjects(store));
afterEach(() => rm(path.join(store, 'settings.json'), { force: true }));
afterAll(() => bench.close());

test('a build with nothing changed runs no stage and gives the same commit and the same file', async () => {
  const first = await build(manifestOf());
  expect(first.ran).toEqual(ALL);
  const second = await build(manifestOf());
  expect(second.ran).toEqual([]);
  expect(second.cached).toEqual(ALL);
  expect(commitOf(second)).toBe(commitOf(first));
  expect(second.madeOf).toBe(first.madeOf);
  expect(second.madeOf).toContain(commitOf(first));
  expect(await readdir(path.join(store, 'in-use'))).toEqual([]);
});

test('only what comes after a change runs', async () => {
  const first = await build(manifestOf());
  const second = await build(manifestOf([folders('/more')]));
  expect(second.ran).toEqual(['result/1']);
  expect(commitOf(second)).toBe(commitOf(first));
});

test('a commit that the repository has comes without its objects, and the ref is there', async () => {
  const first = await build(manifestOf());
  const known = path.join(bench.folder, 'known');
  const to = path.join(bench.folder, 'again');
  await run('ostree', ['init', '--mode=archive', `--repo=${known}`]);
  await run('ostree', ['pull-local', `--repo=${known}`, path.join(bench.folder, `out-${count - 1}`, 'repo'), REF]);
  const second = await build(manifestOf(), { commit: { pipeline: 'ostree-commit', to, known } });
  expect(second.ran).toEqual([]);
  expect(commitOf(second)).toBe(commitOf(first));
  expect((await run('ostree', ['rev-parse', `--repo=${to}`, REF])).stdout.trim()).toBe(commitOf(first));
  expect((await run('find', [path.join(to, 'objects'), '-type', 'f'])).stdout).toBe('');
});

test('a commit that is made anew is another one, and what is made of it is made anew as well', async () => {
  const first = await build(manifestOf());
  await rm(await objectOf('ostree-commit'), { recursive: true });
  // The commit's time counts whole seconds.
  const second = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 }).toBeGreaterThan(second);
  const again = await build(manifestOf());
  expect(again.ran).toContain('result/0');
  expect(commitOf(again)).not.toBe(commitOf(first));
  expect(again.madeOf).toContain(commitOf(again));
});

type Damage = [string, (folder: string) => Promise<unknown>];
const DAMAGE: Damage[] = [
  [
    'a flipped bit',
    async (folder) => {
      const file = await open(path.join(folder, 'tree.tar'), 'r+');
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 700);
      await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 700);
      await file.close();
    },
  ],
  ['a truncated archive', (folder) => truncate(path.join(folder, 'tree.tar'), 600)],
  ['a missing archive', (folder) => rm(path.join(folder, 'tree.tar'))],
  ['an unreadable description', (folder) => writeFile(path.join(folder, 'object.json'), '{"key":')],
];

test.each(DAMAGE)('%s in the store: the tree is made again, and stored again', async (_, damage) => {
  const first = await build(manifestOf());
  await damage(await objectOf('result'));
  const second = await build(manifestOf());
  expect(second.ran).toEqual(['result/0']);
  expect(second.madeOf).toBe(first.madeOf);
  expect((await build(manifestOf())).ran).toEqual([]);
});

test('a damaged tree is told in the log', async () => {
  await build(manifestOf());
  const [, flip] = DAMAGE[0] ?? [];
  await flip?.(await objectOf('result'));
  expect((await build(manifestOf())).notes.join()).toContain('The stored tree of result, org.osbuild.copy is damaged');
});

test('a tree that cannot be unpacked here is made again, and stays for who can', async () => {
  const first = await build(manifestOf());
  const folder = await objectOf('result');
  // Whole by its checksum, but no archive.
  await writeFile(path.join(folder, 'tree.tar'), 'no archive at all');
  const about = JSON.parse(await readFile(path.join(folder, 'object.json'), 'utf8')) as object;
  const sha256 = createHash('sha256').update('no archive at all').digest('hex');
  await writeFile(path.join(folder, 'object.json'), JSON.stringify({ ...about, size: 17, sha256 }));
  const second = await build(manifestOf());
  expect(second.ran).toEqual(['result/0']);
  expect(second.madeOf).toBe(first.madeOf);
  expect(second.notes.join()).toContain('cannot be used here');
  expect(await objectOf('result')).toBe(folder);
});

test('two builds at once share the store', async () => {
  const [one, other] = await Promise.all([build(manifestOf()), build(manifestOf([folders('/more')]))]);
  expect(one.madeOf).toContain(commitOf(one));
  expect(other.madeOf).toContain(commitOf(other));
  expect((await build(manifestOf())).ran).toEqual([]);
});

test('with a limit of nothing, nothing is stored and everything runs', async () => {
  await setStoreLimit(store, 0);
  await build(manifestOf());
  expect(await listObjects(store)).toEqual([]);
  expect((await build(manifestOf())).ran).toEqual(ALL);
});

test('above the limit the trees that were not used for longest are gone', async () => {
  await build(manifestOf());
  const size = (await listObjects(store)).reduce((sum, object) => sum + object.size, 0);
  await setStoreLimit(store, size);
  const other = manifestOf([], [folders('/usr/other')]);
  await build(other);
  expect((await listObjects(store)).reduce((sum, object) => sum + object.size, 0)).toBeLessThanOrEqual(size);
  expect((await build(other)).ran).toEqual([]);
  expect((await build(manifestOf())).ran).toEqual(ALL);
});

test('what a killed build left half-made is removed by the next one', async () => {
  const left = path.join(store, 'objects', '.new-left');
  await run('mkdir', ['-p', left]);
  await writeFile(path.join(left, 'tree.tar'), 'half');
  await build(manifestOf());
  expect((await listObjects(store)).filter(({ key }) => key.startsWith('.'))).toEqual([]);
});
