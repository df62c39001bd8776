/**
 * A disk that is full somewhere on the way: the build says so, nothing is left, the repository is as it was; and with
 * more room the same build goes through, on the store that the failed ones left.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureRepository, headOf, pullRef } from '../../electron/engine/builds/ostree-repo';
import { run } from '../../electron/engine/run';
import { StudioError } from '../../shared/errors';
import { TINY_REF, tinyCommit } from './tiny-commit';
import { heldBelow, openBench, type Bench } from './worker';

const MIB = 1024 ** 2;
/** Sizes of the disk that are tried, between nothing and what a build takes. */
const SIZES = 20;
const SMALLEST = MIB / 2;
const LARGEST = 12 * MIB;
/** Does not get smaller by packing. */
const PAYLOAD = randomBytes(MIB);
const isRoot = process.getuid?.() === 0;
const signal = new AbortController().signal;

let bench: Bench;
let disk: string;
let repo: string;

beforeAll(async () => {
  bench = await openBench();
  disk = path.join(bench.folder, 'disk');
  repo = path.join(disk, 'repository');
  await mkdir(disk);
});
afterAll(() => bench.close());

const resize = (bytes: number): Promise<unknown> =>
  run('mount', ['-o', `remount,size=${Math.round(bytes)}`, '-t', 'tmpfs', 'tmpfs', disk]);

/** Builds and takes the commit over, all on the small disk. */
async function build(): Promise<string> {
  const from = path.join(disk, 'handed-over');
  try {
    const made = await bench.build(tinyCommit('1', undefined, PAYLOAD), {
      ...{ store: path.join(disk, 'store'), work: path.join(disk, 'work'), resources: path.join(disk, 'resources') },
      ...{ trees: true, inMemory: 'never', commit: { pipeline: 'ostree-commit', to: from } },
      exports: [{ pipeline: 'image', path: 'disk.img', kind: 'file', to: path.join(disk, 'image') }],
    });
    const commit = made.commit?.checksum ?? '';
    await ensureRepository(repo);
    await pullRef({ from, repo, ref: TINY_REF, parent: undefined, commit, signal }, () => undefined);
    return commit;
  } finally {
    for (const name of ['handed-over', 'image']) await rm(path.join(disk, name), { recursive: true, force: true });
  }
}

/** Only the disk itself is mounted, and no work is left on it. */
async function expectNothingHeld(): Promise<void> {
  expect(await heldBelow(bench.folder)).toEqual([disk]);
  expect(existsSync(path.join(disk, 'work'))).toBe(false);
  expect(await readdir(path.join(disk, 'resources')).catch(() => [])).toEqual([]);
}

/** Where the build ran out of room: a stage or a program; undefined if it did not. */
async function failure(): Promise<string | undefined> {
  const thrown = await build().then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  if (thrown === undefined) return undefined;
  const words = thrown instanceof StudioError ? [thrown.message, ...(thrown.detail?.tail ?? [])] : [thrown.message];
  expect(words.join('\n')).toMatch(/No space left|ENOSPC|min-free-space/);
  return thrown instanceof StudioError
    ? (thrown.detail?.stage && `${thrown.detail.pipeline} ${thrown.detail.stage}`) || words[0]?.split(' ')[0]
    : 'node';
}

test.skipIf(!isRoot)(
  `a disk that is full at any moment${isRoot ? '' : ' (skipped: needs root to mount it)'}`,
  async () => {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${256 * MIB}`, 'tmpfs', disk]);
    try {
      const commit = await build();
      expect(await headOf(repo, TINY_REF)).toBe(commit);
      const places = new Set<string>();
      for (let size = 1; size <= SIZES; size += 1) {
        for (const name of await readdir(disk)) await rm(path.join(disk, name), { recursive: true, force: true });
        await resize(SMALLEST * (LARGEST / SMALLEST) ** (size / SIZES));
        const place = await failure();
        await expectNothingHeld();
        if (place === undefined) break;
        places.add(place);
        expect(existsSync(repo) ? await headOf(repo, TINY_REF) : undefined).toBeUndefined();
        await resize(256 * MIB);
        const again = await build();
        expect(await headOf(repo, TINY_REF)).toBe(again);
        expect((await run('ostree', ['fsck', `--repo=${repo}`])).stdout).toContain('completed successfully');
      }

      expect(places.size, [...places].join()).toBeGreaterThan(3);
    } finally {
      await run('umount', [disk]);
    }
  },
  240_000,
);
