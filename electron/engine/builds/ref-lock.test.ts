import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspaceMarks, lockRef } from './ref-lock';

let dir: string;
const before = process.env.XDG_RUNTIME_DIR;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
  process.env.XDG_RUNTIME_DIR = dir;
});
afterEach(async () => {
  if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
  else process.env.XDG_RUNTIME_DIR = before;
  await rm(dir, { recursive: true, force: true });
});
const { signal } = new AbortController();

test('the second waits, is told by whom, and goes on when the first is done', async () => {
  const release = await lockRef('/repo', 'a/b', '1', { signal, onWait: () => undefined });
  const order: string[] = [];
  const second = lockRef('/repo', 'a/b', '2', { signal, onWait: (job) => order.push(`waits for ${job}`) }).then(
    (free) => {
      order.push('has it');
      return free;
    },
  );
  const other = await lockRef('/repo', 'other/ref', '3', { signal, onWait: () => undefined });
  await expect.poll(() => order).toEqual(['waits for 1']);
  await release();
  await (
    await second
  )();
  await other();
  expect(order).toEqual(['waits for 1', 'has it']);
});

test('waiting can be cancelled', async () => {
  const release = await lockRef('/repo', 'a/b', '1', { signal, onWait: () => undefined });
  const cancel = new AbortController();
  const waiting = lockRef('/repo', 'a/b', '2', { signal: cancel.signal, onWait: () => cancel.abort() });
  await expect(waiting).rejects.toThrow();
  await release();
});

test('a lock whose process is gone is taken over, and so is a damaged one', async () => {
  for (const left of [JSON.stringify({ pid: 2 ** 22 + 1, started: '1', since: 1, note: '9' }), '{"pid":']) {
    const release = await lockRef('/repo', 'a/b', '1', { signal, onWait: () => undefined });
    const [folder = ''] = await readdir(dir);
    const [lock = ''] = await readdir(path.join(dir, folder));
    const numbers = (await readdir(path.join(dir, folder, lock))).map(Number);
    await writeFile(path.join(dir, folder, lock, String(Math.max(...numbers))), left);
    const again = await lockRef('/repo', 'a/b', '2', { signal, onWait: () => undefined });
    await again();
    await release();
  }
});

test('a workspace is built by the studios of one data folder, until they close', async () => {
  const [first, same, other] = ['/data/1', '/data/1', '/data/2'].map(createWorkspaceMarks);
  await first!.claim('/workspace');
  await first!.claim('/workspace');
  await same!.claim('/workspace');
  await expect(other!.claim('/workspace')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${process.pid}`) as string,
    hint: expect.stringContaining('/data/1') as string,
  });
  await other!.claim('/another');
  await first!.close();
  await other!.claim('/workspace');
  await other!.close();
});
