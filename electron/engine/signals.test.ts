import { expect, test } from 'vitest';
import { untilOneAborts } from './signals';

test('aborted by whichever is first, with its reason', async () => {
  const [a, b] = [new AbortController(), new AbortController()];
  await untilOneAborts([a.signal, b.signal], async (signal) => {
    expect(signal.aborted).toBe(false);
    b.abort('why');
    a.abort('later');
    expect([signal.aborted, signal.reason]).toEqual([true, 'why']);
  });
});

test('aborted from the beginning if one is', async () => {
  const reason = await untilOneAborts([AbortSignal.abort('gone')], async (signal) => signal.reason as unknown);
  expect(reason).toBe('gone');
});

test('when the work is done, nothing listens any more', async () => {
  const long = new AbortController();
  const signal = await untilOneAborts([long.signal], async (one) => one);
  long.abort();
  expect(signal.aborted).toBe(false);
});
