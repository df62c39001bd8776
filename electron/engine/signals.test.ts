import { expect, test } from 'vitest';
import { anySignal } from './signals';

test('aborted by whichever is first, with its reason', () => {
  const [a, b] = [new AbortController(), new AbortController()];
  const signal = anySignal([a.signal, b.signal]);
  expect(signal.aborted).toBe(false);
  b.abort('why');
  a.abort('later');
  expect([signal.aborted, signal.reason]).toEqual([true, 'why']);
});

test('aborted from the beginning if one is', () => {
  expect(anySignal([AbortSignal.abort('gone')]).reason).toBe('gone');
});
