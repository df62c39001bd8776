/** Resolves a target again and again while it is edited: one request at a time, and only the newest answer counts. */
import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import type { Defines, Resolved } from '../../../shared/manifest/types';
import type { Resolving } from './store';

interface Request {
  readonly target: string;
  readonly defines: Defines;
  /** Asked when it begins: unsaved texts by file. */
  readonly texts: () => Readonly<Record<string, string>>;
}

export interface Resolver {
  /** Resolves after `delayMs` of rest; a newer request takes the place of one that has not begun. */
  request(request: Request, delayMs: number): void;
  /** Forgets what is under way. */
  cancel(): void;
}

export function createResolver(client: StudioClient, tell: (state: Resolving, resolved?: Resolved) => void): Resolver {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: Request | undefined;
  let running = false;
  let turn = 0;

  const work = async () => {
    if (running) return;
    running = true;
    for (let next = waiting; next; next = waiting) {
      waiting = undefined;
      const mine = turn;
      try {
        const resolved = await client.call('manifest.resolve', { ...next, texts: next.texts() });
        if (mine === turn) tell({ kind: 'ready' }, resolved);
      } catch (thrown) {
        const error = toWire(thrown);
        if (mine === turn && error.code !== 'cancelled') tell({ kind: 'failed', error });
      }
    }
    running = false;
  };
  return {
    request(request, delayMs) {
      turn += 1;
      clearTimeout(timer);
      tell({ kind: 'resolving' });
      timer = setTimeout(() => {
        waiting = request;
        void work();
      }, delayMs);
    },
    cancel() {
      turn += 1;
      clearTimeout(timer);
      waiting = undefined;
      tell({ kind: 'idle' });
    },
  };
}
