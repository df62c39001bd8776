/** Long synchronous work in slices, so that the process stays responsive. */
import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 8;

/** `if (slices.due()) await slices.rest();` in a loop lets everything else run after every 8 ms of work. */
export function createSlices(signal?: AbortSignal): { due(): boolean; rest(): Promise<void> } {
  let began = performance.now();
  return {
    due: () => performance.now() - began > SLICE_MS,
    async rest() {
      signal?.throwIfAborted();
      await setImmediate();
      began = performance.now();
    },
  };
}
