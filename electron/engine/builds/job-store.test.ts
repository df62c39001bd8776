import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_PROGRESS } from '../../../shared/builds/progress';
import { Job } from '../../../shared/builds/types';
import { openJobStore } from './job-store';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'jobs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const job = (id: string): Job =>
  Job.parse({
    id,
    title: 'Starter repository',
    request: { kind: 'starter-repository' },
    workspace: '/w',
    createdAt: 1,
    status: { kind: 'waiting' },
    progress: NO_PROGRESS,
    artifacts: [],
    command: 'npm run studio -- starter-repository',
  });

test('two stores on one folder never give the same number', async () => {
  const stores = [openJobStore(dir), openJobStore(dir)];
  const ids = (await Promise.all([0, 1, 0, 1, 0, 1].map((n) => stores[n]!.claim(2)))).flat();
  expect(new Set(ids).size).toBe(12);
});

test('a job belongs to the process that runs it, while that lives', async () => {
  const store = openJobStore(dir);
  const [id = ''] = await store.claim(1);
  expect(await store.isOwned(id)).toBe(false);
  await store.own(id);
  expect(await openJobStore(dir).isOwned(id)).toBe(true);
  await writeFile(path.join(store.folder(id), 'owner.json'), JSON.stringify({ pid: process.pid, started: 'earlier' }));
  expect(await store.isOwned(id)).toBe(false);
});

test('jobs and logs are read back; what is damaged is left out', async () => {
  const store = openJobStore(dir);
  const [id = '', broken = ''] = await store.claim(2);
  await store.save(job(id));
  const record = { seq: 0, time: 1, phase: 'plan', kind: 'output' as const, text: 'hello' };
  store.append(id, [record, { ...record, seq: 1 }]);
  await writeFile(
    path.join(store.folder(id), 'log.jsonl'),
    `${JSON.stringify(record)}\n${JSON.stringify({ ...record, seq: 1 })}\n{"seq":2,"ti`,
  );
  await writeFile(path.join(store.folder(broken), 'job.json'), '{');
  const again = openJobStore(dir);
  expect(await again.list()).toEqual([job(id)]);
  expect((await again.log(id, 0)).map((each) => each.seq)).toEqual([0, 1]);
  expect(await again.log(id, 1)).toHaveLength(1);
  await again.remove(id);
  expect(await again.list()).toEqual([]);
});

test.each(['../x', '0', '1/2', ''])('%j is no job', async (id) => {
  await expect(openJobStore(dir).load(id)).rejects.toThrow(/no job/);
});
