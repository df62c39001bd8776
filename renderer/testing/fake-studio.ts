/** A client for tests: answers from a table of functions, keeps what was called, and emits events by hand. */
import type { Calls, Events, StudioClient } from '../../shared/contract';
import { StudioError } from '../../shared/errors';
import type { EventPayload } from '../../shared/ipc';

type Answers = { [K in keyof Calls]?: (input: never) => unknown };

export interface FakeStudio {
  readonly client: StudioClient;
  /** Every call in order. */
  readonly called: readonly { readonly name: string; readonly input: unknown }[];
  emit<K extends keyof Events>(name: K, payload: EventPayload<Events, K>): void;
  listeners(): number;
}

/** Calls without an answer fail as `not-found`. */
export function createFakeStudio(answers: Answers): FakeStudio {
  const called: { name: string; input: unknown }[] = [];
  const listeners = new Set<{ name: string; tell: (payload: never) => void }>();
  const client: StudioClient = {
    async call(name, input) {
      called.push({ name, input });
      const answer = answers[name];
      if (!answer) throw new StudioError('not-found', `No answer for ${name}.`);
      return (await answer(input as never)) as never;
    },
    on(name, tell) {
      const entry = { name, tell: tell as (payload: never) => void };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
  return {
    client,
    called,
    listeners: () => listeners.size,
    emit(name, payload) {
      for (const listener of [...listeners]) if (listener.name === name) listener.tell(payload as never);
    },
  };
}

/** A promise that is settled from outside. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (reason: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
