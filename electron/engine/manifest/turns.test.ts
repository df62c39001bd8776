import { expect, test } from 'vitest';
import { Turns } from './turns';

/** Work that ends when it is told to, and says so. */
const until = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((thrown: unknown) => (thrown as Error).message);

test('a newer request for the same target ends the older one; other targets and kinds go on', async () => {
  const turns = new Turns();
  const older = outcome(turns.newest('resolve', 'a', until));
  const other = outcome(turns.newest('resolve', 'b', until));
  const check = outcome(turns.newest('check', 'a', until));
  expect(await turns.newest('resolve', 'a', () => Promise.resolve('new'))).toBe('new');
  expect(await older).toBe('ended');
  expect(await Promise.race([other, check, Promise.resolve('both go on')])).toBe('both go on');
  turns.cancel(['a']);
  expect(await check).toBe('ended');
  turns.cancel(undefined);
  expect(await other).toBe('ended');
});

test('what has ended is not told to end', async () => {
  const turns = new Turns();
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => Promise.resolve(signals.push(signal));
  await turns.newest('resolve', 'a', work);
  turns.cancel(undefined);
  await turns.newest('resolve', 'a', work);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});
