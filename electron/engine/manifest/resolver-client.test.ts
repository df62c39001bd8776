import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StudioError } from '../../../shared/errors';
import { ResolverThread } from './resolver-client';
import type { Work } from './resolver-protocol';

/** A thread that does what the define `do` of its work says. */
const SCRIPT = `
const { parentPort } = require('node:worker_threads');
const calls = new Map();
parentPort.on('message', (message) => {
  const done = (reply) => parentPort.postMessage({ kind: 'done', id: message.id, reply });
  if (message.kind === 'ping') parentPort.postMessage({ kind: 'pong' });
  if (message.kind === 'host') calls.get(message.call)(message.reply);
  if (message.kind !== 'work') return;
  const what = message.work.job.defines.do;
  if (what === 'answer') done({ value: ['answered'] });
  if (what === 'fail') done({ error: { code: 'invalid-input', message: 'Wrong.' } });
  if (what === 'throw') throw new Error('broken');
  if (what === 'exit') process.exit(3);
  if (what === 'spin') for (;;);
  if (what === 'eat') { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }
  if (what === 'ask') {
    calls.set(message.id, done);
    parentPort.postMessage({ kind: 'host', id: message.id, call: message.id, name: 'solve', input: ['bash'] });
  }
});
`;

let folder: string;
let thread: ResolverThread;
/** Programs that ran, and how they ended. */
let ran: string[];
const never = new AbortController().signal;
const work = (what: string): Work => ({ kind: 'defines', job: { workspace: {} as never, defines: { do: what } } });
const perform = (what: string, signal = never): Promise<unknown> => thread.perform(work(what), signal);
const failure = (promise: Promise<unknown>): Promise<StudioError> =>
  promise.then(
    () => {
      throw new Error('it was not rejected');
    },
    (thrown: unknown) => thrown as StudioError,
  );

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-resolver-'));
  await writeFile(path.join(folder, 'thread.cjs'), SCRIPT);
  ran = [];
  const solve = (request: unknown, signal?: AbortSignal): Promise<never> =>
    new Promise((resolve, reject) => {
      ran.push(String(request));
      const end = setTimeout(() => resolve(['solved'] as never), 500);
      signal?.addEventListener('abort', () => {
        clearTimeout(end);
        ran.push('ended');
        reject(new Error('ended'));
      });
    });
  thread = new ResolverThread(path.join(folder, 'thread.cjs'), {
    solve,
    inspectImage: () => Promise.reject(new Error('not asked')),
    resolveCommit: () => Promise.reject(new Error('not asked')),
  });
});
afterEach(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

test('answers, failures and programs go to and fro', async () => {
  expect(await perform('answer')).toEqual(['answered']);
  expect(await failure(perform('fail'))).toMatchObject({ code: 'invalid-input', message: 'Wrong.' });
  expect(await perform('ask')).toEqual(['solved']);
  expect(ran).toEqual(['bash']);
});

test('what is cancelled is rejected at once, and its program ended', async () => {
  const cancel = new AbortController();
  const asking = failure(perform('ask', cancel.signal));
  await expect.poll(() => ran).toEqual(['bash']);
  cancel.abort();
  expect(await asking).toMatchObject({ code: 'cancelled' });
  expect(ran).toEqual(['bash', 'ended']);
  expect(await perform('answer')).toEqual(['answered']);
});

test('a thread that does not let go of cancelled work is ended, and the rest goes on in another one', async () => {
  const cancel = new AbortController();
  const other = perform('ask');
  await expect.poll(() => ran).toEqual(['bash']);
  const runaway = failure(perform('spin', cancel.signal));
  cancel.abort();
  expect(await runaway).toMatchObject({ code: 'cancelled' });
  expect(await other).toEqual(['solved']);
  expect(ran).toEqual(['bash', 'ended', 'bash']);
});

test.each([
  ['throw', 'Resolving broke off: broken.'],
  ['exit', 'Resolving broke off: its thread ended with status 3.'],
])('a crash (%s) is one clear error, and the next request works', async (how, message) => {
  const other = failure(perform('ask'));
  expect(await failure(perform(how))).toMatchObject({ code: 'internal', message });
  expect(await other).toMatchObject({ code: 'internal', message });
  expect(await perform('answer')).toEqual(['answered']);
});

test('too much memory ends the thread, not the studio', async () => {
  const error = await failure(perform('eat'));
  expect(error).toMatchObject({
    code: 'internal',
    message: 'Resolving broke off: the manifest needs too much memory.',
  });
  expect(await perform('answer')).toEqual(['answered']);
}, 30_000);

test('closing ends what runs', async () => {
  const asking = failure(perform('ask'));
  await expect.poll(() => ran).toEqual(['bash']);
  await thread.close();
  expect(await asking).toMatchObject({ code: 'cancelled' });
  expect(ran).toEqual(['bash', 'ended']);
});
