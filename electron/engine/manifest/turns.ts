/** Work of which only the newest of its kind and target counts. */

interface Turn {
  readonly target: string;
  readonly controller: AbortController;
}

export class Turns {
  readonly #running = new Map<string, Turn>();

  /** Does the work; what runs of this kind for this target is told to end first. */
  async newest<T>(kind: string, target: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const key = `${kind} ${target}`;
    this.#running.get(key)?.controller.abort();
    const turn = { target, controller: new AbortController() };
    this.#running.set(key, turn);
    try {
      return await work(turn.controller.signal);
    } finally {
      if (this.#running.get(key) === turn) this.#running.delete(key);
    }
  }

  /** Tells what runs for these targets to end; everything if none is named. */
  cancel(targets: readonly string[] | undefined): void {
    for (const { target, controller } of this.#running.values())
      if (targets === undefined || targets.includes(target)) controller.abort();
  }
}
