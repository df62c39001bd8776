/**
 * Locks between processes that survive their death. A lock is a folder of numbered files; the file with the highest
 * number names the holder. A number is taken by link(2), which only one process can do, and only after the holder of
 * the number before is gone or has given it back, which stays so for good. The highest number is never removed: so a
 * process that was slow cannot take a lock a second time.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { parseJson } from '../parse-json';
import { isRunning, ownIdentity, ProcessIdentity } from './executor/processes';

export const LockHolder = ProcessIdentity.extend({
  /** Epoch milliseconds. */
  since: z.number(),
  /** What the holder says of itself. */
  note: z.string(),
  released: z.boolean().default(false),
});
export type LockHolder = z.infer<typeof LockHolder>;

export interface Lock {
  readonly holder: LockHolder;
  release(): Promise<void>;
}

const DRAFT_OLD_MS = 60_000;
const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException).code;

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw thrown;
  });
  return names.filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
}

async function newest(folder: string): Promise<{ number: number; holder: LockHolder | undefined }> {
  for (;;) {
    const number = Math.max(0, ...(await numbersIn(folder)));
    if (number === 0) return { number, holder: undefined };
    try {
      const parsed = LockHolder.safeParse(parseJson(await readFile(path.join(folder, String(number)), 'utf8')));
      const held = parsed.success && !parsed.data.released && isRunning(parsed.data);
      return { number, holder: held ? parsed.data : undefined };
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') throw thrown; // cleaned away: there is a higher one
    }
  }
}

/** Who holds a lock now. */
export async function lockHolder(folder: string): Promise<LockHolder | undefined> {
  return (await newest(folder)).holder;
}

/** Whether this was the one that made the file. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** Removes earlier numbers, and what killed processes left half done. */
async function tidy(folder: string, number: number): Promise<void> {
  const before = Date.now() - DRAFT_OLD_MS;
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const old = name.startsWith('.')
      ? ((await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity) < before
      : Number(name) < number;
    if (old) await rm(file, { force: true });
  }
}

async function replaceHolder(folder: string, number: number, holder: LockHolder): Promise<void> {
  const draft = path.join(folder, `.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder), { flag: 'wx' });
  await rename(draft, path.join(folder, String(number)));
}

async function take(folder: string, draft: string, holder: LockHolder): Promise<Lock | LockHolder> {
  for (;;) {
    const last = await newest(folder);
    if (last.holder) return last.holder;
    const number = last.number + 1;
    if (!(await linked(draft, path.join(folder, String(number))))) continue;
    if (Math.max(...(await numbersIn(folder))) > number) {
      await rm(path.join(folder, String(number)), { force: true });
      continue;
    }
    await tidy(folder, number);
    return { holder, release: () => replaceHolder(folder, number, { ...holder, released: true }) };
  }
}

export const isLock = (found: Lock | LockHolder): found is Lock => 'release' in found;

/** Takes the lock, or tells who has it. A lock whose process is gone is free. */
export async function tryLock(folder: string, note: string): Promise<Lock | LockHolder> {
  const busy = await lockHolder(folder);
  if (busy) return busy;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const holder: LockHolder = { ...ownIdentity(), since: Date.now(), note, released: false };
  const draft = path.join(folder, `.${randomUUID()}`);
  try {
    await writeFile(draft, JSON.stringify(holder), { flag: 'wx' });
    return await take(folder, draft, holder);
  } finally {
    await rm(draft, { force: true });
  }
}

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Called whenever another one is found to hold it. */
  readonly onWait?: (holder: LockHolder) => void;
  /** Milliseconds between two looks. */
  readonly every: number;
}

/** Waits for the lock and takes it. @throws the signal's reason when it is aborted while waiting */
export async function waitForLock(folder: string, note: string, options: WaitOptions): Promise<Lock> {
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await tryLock(folder, note);
    if (isLock(found)) return found;
    options.onWait?.(found);
    await wait(options.every, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** Does something that no other process that asks the same lock does meanwhile. */
export function createMutex(folder: string): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = turn.then(async () => {
      const lock = await waitForLock(folder, '', { every: 4 });
      try {
        return await work();
      } finally {
        await lock.release();
      }
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
}
