/** Signals together. `AbortSignal.any` came with Node 20; the oldest runtime that carries the studio has Node 18. */

/** Works with a signal that stands for several; their listeners go at the end, since one may live as long as the studio. */
export async function untilOneAborts<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stops = signals.map((signal) => ({ signal, stop: () => controller.abort(signal.reason) }));
  for (const { signal, stop } of stops) {
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  }
  try {
    return await work(controller.signal);
  } finally {
    for (const { signal, stop } of stops) signal.removeEventListener('abort', stop);
  }
}
