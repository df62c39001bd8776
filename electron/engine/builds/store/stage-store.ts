/** The store as the executor uses it: trees of stages are looked up, restored and kept. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { toWire } from '../../../../shared/errors';
import { parseJson } from '../../parse-json';
import { run } from '../../run';
import { digestOf, pack, unpack } from './archive';
import { holdInStore, ownFolder, type Owner } from './in-use';
import { makersFingerprint, objectKey } from './keys';
import { addObject, archiveOf, findObject, removeObject, touchObject } from './objects';
import type { StoredObject } from './objects';
import { makeRoom } from './room';
import { storeLimit } from './settings';
import { isWorthKeeping } from './worth';

export interface Keep {
  readonly key: string;
  readonly id: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly tree: string;
  /** Seconds that the pipeline took up to here. */
  readonly seconds: number;
  /** Seconds that the next build saves by it, beside what is stored already. */
  readonly saves: number;
  readonly exported: boolean;
}

export interface StageStore {
  keyOf(id: string, commits: ReadonlyMap<string, string>): string;
  find(key: string): Promise<StoredObject | undefined>;
  /** Nothing of these is removed until the store is closed. */
  hold(keys: readonly string[]): Promise<void>;
  /**
   * Puts an object's tree, or these members of it, into a folder; all of the object is checked on the way.
   *
   * @returns false where it is corrupt (then it is gone from the store) or cannot be used here; it is not found again.
   */
  restore(object: StoredObject, tree: string, members: readonly string[]): Promise<boolean>;
  /**
   * Keeps a tree where that is worth it and there is room. The tree must stay as it is until this is done; what is left
   * to do then goes on beside. Never fails: without it the next build is slower, nothing else.
   */
  keep(what: Keep): Promise<boolean>;
  /** Waits for what goes on beside, and lets go. */
  close(): Promise<void>;
}

export const COMPOSE = 'compose.json';
const Compose = z.object({ 'ostree-commit': z.string().regex(/^[0-9a-f]{64}$/) });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The commit that a tree says it holds, and a digest of all it says about it; undefined where it says nothing. */
export async function commitIn(tree: string): Promise<StoredObject['commit']> {
  const text = await readFile(path.join(tree, COMPOSE), 'utf8').catch(() => '');
  const compose = Compose.safeParse(parseJson(text));
  if (!compose.success) return undefined;
  return { digest: sha256(text), checksum: compose.data['ostree-commit'], text };
}

async function sizeOf(tree: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await run('du', ['--summarize', '--block-size=1', '--one-file-system', '--', tree], { signal });
  return Number.parseInt(stdout, 10);
}

interface StoreOptions {
  readonly store: string;
  readonly owner: Owner;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

async function restore(
  { store, note, signal }: StoreOptions,
  object: StoredObject,
  tree: string,
  members: readonly string[],
  unusable: Set<string>,
): Promise<boolean> {
  const { key, pipeline, stage, commit } = object;
  const archive = archiveOf(store, key);
  await mkdir(tree, { recursive: true, mode: 0o755 });
  if (commit && members.every((member) => member === COMPOSE) && members.length > 0) {
    if (sha256(commit.text) === commit.digest) {
      await writeFile(path.join(tree, COMPOSE), commit.text);
      await touchObject(store, key);
      return true;
    }
  }
  const [digest, unpacked] = await Promise.allSettled([
    digestOf(archive, signal),
    unpack(archive, tree, members, signal),
  ]);
  signal.throwIfAborted();
  const whole = digest.status === 'fulfilled' && digest.value === object.sha256;
  if (whole && unpacked.status === 'fulfilled') {
    await touchObject(store, key);
    return true;
  }
  if (whole && unpacked.status === 'rejected') {
    // No fault of the object: the work folder is full, or device nodes cannot be made without privileges.
    unusable.add(key);
    note(`The stored tree of ${pipeline}, ${stage} cannot be used here: ${toWire(unpacked.reason).message}`);
    return false;
  }
  await removeObject(store, key);
  note(`The stored tree of ${pipeline}, ${stage} is damaged: it was removed, and is made again.`);
  return false;
}

async function writeObject(options: StoreOptions, what: Keep, packed: () => void): Promise<void> {
  const { store, owner, signal } = options;
  const { key, id, pipeline, stage, tree, seconds } = what;
  await addObject(store, key, owner, async (archive) => {
    const commit = await commitIn(tree);
    await pack(tree, archive, signal);
    packed();
    const { size } = await stat(archive);
    const digest = await digestOf(archive, signal);
    return { key, id, pipeline, stage, sha256: digest, size, seconds, ...(commit === undefined ? {} : { commit }) };
  });
  await touchObject(store, key);
}

/**
 * Opens the store for one job.
 *
 * @returns undefined where the person has set its limit to nothing.
 */
export async function openStageStore(options: StoreOptions): Promise<StageStore | undefined> {
  const { store, owner, note, signal } = options;
  if ((await storeLimit(store)) === 0) return undefined;
  await ownFolder(store, owner);
  await makeRoom(store, 0);
  const fingerprint = await makersFingerprint(process.argv[1] ?? '');
  const beside = new Set<Promise<void>>();
  const unusable = new Set<string>();
  const holds: (() => Promise<void>)[] = [];
  const write = async (what: Keep, packed: () => void): Promise<void> => {
    const size = await sizeOf(what.tree, signal);
    if (isWorthKeeping({ seconds: what.saves, size, exported: what.exported }) && (await makeRoom(store, size)))
      await writeObject(options, what, packed);
  };
  const keep = (what: Keep): Promise<boolean> =>
    new Promise((resolve) => {
      const writing = write(what, () => resolve(true))
        .catch((thrown: unknown) => {
          if (!signal.aborted) note(`The tree of ${what.pipeline} was not stored: ${toWire(thrown).message}`);
        })
        .finally(() => {
          beside.delete(writing);
          resolve(false);
        });
      beside.add(writing);
    });
  return {
    keyOf: (id, commits) => objectKey(fingerprint, id, commits),
    find: (key) => (unusable.has(key) ? Promise.resolve(undefined) : findObject(store, key)),
    async hold(keys) {
      if (keys.length > 0) holds.push(await holdInStore(store, keys, owner));
    },
    restore: (object, tree, members) => restore(options, object, tree, members, unusable),
    keep,
    async close() {
      await Promise.all(beside);
      for (const release of holds) await release();
      await makeRoom(store, 0).catch(() => false);
    },
  };
}
