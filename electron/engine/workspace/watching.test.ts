/** Somebody changes files while a workspace is open. */
import { execFileSync } from 'node:child_process';
import { watch as fsWatch } from 'node:fs';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gitFolder } from '../tools/git';
import { watchWorkspace, type Change } from './watching';

let dir: string;
let root: string;
let changes: Change[];
let close: (() => Promise<void>) | undefined;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'watching-')));
  root = path.join(dir, 'w');
  await mkdir(path.join(root, 'images'), { recursive: true });
  await writeFile(path.join(root, 'images/a.mpp.yml'), 'one');
  changes = [];
});
afterEach(async () => {
  await close?.();
  close = undefined;
  await rm(dir, { recursive: true, force: true });
});

const start = (): void => {
  close = watchWorkspace({
    ...{ root, results: [path.join(root, 'images/out')], gitFolder: () => gitFolder(root) },
    onChange: (change) => changes.push(change),
  });
};
const put = (file: string, text = 'x'): Promise<void> => writeFile(path.join(root, file), text);
const told = (): string[] => [...new Set(changes.flatMap(({ paths }) => paths))].sort();
const git = (...argv: string[]): void => {
  const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org'];
  execFileSync('git', [...who, ...argv], { cwd: root, stdio: 'pipe' });
};
/** Writes a file until the watcher is ready and tells of it. */
async function ready(): Promise<void> {
  await expect
    .poll(
      async () => {
        await put('ready.txt', String(Math.random()));
        return told().includes('ready.txt');
      },
      { interval: 300, timeout: 5000 },
    )
    .toBe(true);
  await delay(500);
  changes.length = 0;
}

test('one save is told once, with its path; what is listed may have changed only if a file came or went', async () => {
  start();
  await ready();
  await put('images/a.mpp.yml', 'two');
  await put('images/a.mpp.yml', 'three');
  await expect.poll(() => told()).toEqual(['images/a.mpp.yml']);
  expect(changes).toEqual([{ paths: ['images/a.mpp.yml'], git: false, listing: false }]);
  changes.length = 0;
  await mkdir(path.join(root, 'images/new/deep'), { recursive: true });
  await put('images/new/deep/b.mpp.yml');
  await rm(path.join(root, 'images/a.mpp.yml'));
  await expect.poll(() => told()).toEqual(['images/a.mpp.yml', 'images/new/deep/b.mpp.yml']);
  expect(changes.some(({ listing }) => listing)).toBe(true);
});

test('a save as editors do it (a new file that takes the name) is told, their other files and results are not', async () => {
  await mkdir(path.join(root, 'images/out'));
  await mkdir(path.join(root, 'node_modules'));
  start();
  await ready();
  for (const name of ['.a.mpp.yml.swp', 'a.mpp.yml~', '4913', '#a.mpp.yml#', '.#a.mpp.yml', 'out/disk.txt'])
    await put(`images/${name}`);
  await put('node_modules/x.txt');
  await put('images/.a.mpp.yml.1234.new', 'two');
  await rename(path.join(root, 'images/.a.mpp.yml.1234.new'), path.join(root, 'images/a.mpp.yml'));
  await expect.poll(() => told()).toEqual(['images/a.mpp.yml']);
  await put('images/last.txt');
  await expect.poll(() => told()).toEqual(['images/a.mpp.yml', 'images/last.txt']);
});

test('what changes before the watcher is ready is told', async () => {
  start();
  await put('images/a.mpp.yml', 'at once');
  await put('images/new.mpp.yml');
  await expect.poll(() => told()).toEqual(['images/a.mpp.yml', 'images/new.mpp.yml']);
});

test(
  "git's state is told without paths: a commit, a branch, the index, also of a repository that is made later",
  { timeout: 30_000 },
  async () => {
    start();
    await ready();
    const moved = (): boolean => changes.some((change) => change.git);
    const after = async (...argv: string[]): Promise<void> => {
      changes.length = 0;
      git(...argv);
      await expect.poll(moved, { timeout: 5000 }).toBe(true);
      expect(told()).toEqual([]);
      await delay(400);
    };
    await after('init', '-q');
    await after('add', 'images/a.mpp.yml');
    await after('commit', '-qm', 'one');
    await after('commit', '-q', '--allow-empty', '-m', 'two');
    await after('checkout', '-qb', 'other');
    await after('reset', '-q', '--soft', 'HEAD~1');
  },
);

test('a workspace in a folder of the repository follows it too', async () => {
  const top = root;
  git('init', '-q');
  root = path.join(root, 'images');
  start();
  await ready();
  root = top;
  git('add', 'images/a.mpp.yml');
  await expect.poll(() => changes.some((change) => change.git)).toBe(true);
});

test('nothing is told after closing', async () => {
  start();
  await ready();
  await put('images/a.mpp.yml', 'two');
  await close?.();
  close = undefined;
  await put('images/b.mpp.yml', 'two');
  await delay(400);
  expect(changes).toEqual([]);
});

test('somebody who writes without a pause is told of all the same', async () => {
  start();
  await ready();
  for (let count = 0; count < 30; count += 1) {
    await put('images/a.mpp.yml', String(count));
    await delay(50);
  }
  expect(told()).toEqual(['images/a.mpp.yml']);
});

/** In a user namespace of its own the system's limit can be set as low as is wanted: this file is run again there. */
const LIMITED = 'STUDIO_TEST_FEW_WATCHES';
const isLimited = process.env[LIMITED] !== undefined;
const limited = (...argv: string[]): string =>
  execFileSync(
    'unshare',
    ['--user', '--map-root-user', 'sh', '-c', 'echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"', '-', ...argv],
    { stdio: 'pipe', encoding: 'utf8', env: { ...process.env, [LIMITED]: '1' } },
  );
function canLimit(): boolean {
  try {
    limited('true');
    return true;
  } catch {
    console.warn('\n*** SKIPPED: watching beyond the limit. A user namespace of its own is not allowed here. ***\n');
    return false;
  }
}

test.runIf(isLimited)('files are looked at where no more may be watched', { timeout: 20_000 }, async () => {
  for (let count = 0; count < 20; count += 1) await put(`images/${count}.txt`);
  expect(() => Array.from({ length: 9 }, (_, at) => fsWatch(path.join(root, `images/${at}.txt`)))).toThrow('ENOSPC');
  start();
  await delay(1000);
  changes.length = 0;
  await put('images/19.txt', 'changed');
  await put('images/20.txt', 'new');
  await expect.poll(() => told(), { timeout: 10_000 }).toEqual(['images/19.txt', 'images/20.txt']);
});

test.skipIf(isLimited || !canLimit())(
  'beyond the limit of what may be watched nothing is missed',
  { timeout: 60_000 },
  () => {
    const project = path.resolve(__dirname, '../../..');
    const vitest = path.join(project, 'node_modules/vitest/vitest.mjs');
    const argv = [
      'run',
      '--configLoader',
      'runner',
      '--project',
      'unit',
      '--root',
      project,
      __filename,
      '-t',
      'files are looked at',
    ];
    expect(limited(process.execPath, vitest, ...argv)).toMatch(/1 passed/);
  },
);
