/** Signals together. `AbortSignal.any` came with Node 20; the oldest runtime that carries the studio has Node 18. */

/** A signal that is aborted when one of the given ones is. */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal });
  }
  return controller.signal;
}
