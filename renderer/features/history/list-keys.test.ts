import { expect, it } from 'vitest';
import { moveIndex } from './list-keys';

it('moves within the list and stops at its ends', () => {
  expect(moveIndex('ArrowDown', -1, 10, 4)).toBe(0);
  expect(moveIndex('ArrowDown', 9, 10, 4)).toBe(9);
  expect(moveIndex('ArrowUp', 0, 10, 4)).toBe(0);
  expect(moveIndex('PageDown', 2, 10, 4)).toBe(5);
  expect(moveIndex('PageUp', 2, 10, 4)).toBe(0);
  expect(moveIndex('Home', 5, 10, 4)).toBe(0);
  expect(moveIndex('End', 5, 10, 4)).toBe(9);
  expect(moveIndex('End', -1, 0, 4)).toBeUndefined();
  expect(moveIndex('x', 5, 10, 4)).toBeUndefined();
});
