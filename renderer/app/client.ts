/** The window's client: the contract's table over what the preload gives. */
import { events, type Calls, type Events, type StudioClient } from '../../shared/contract';
import { createClient, type Bridge } from '../../shared/ipc';

declare global {
  interface Window {
    readonly studio: Bridge;
  }
}

/** Events are parsed as they come in, once for all who listen: what does not fit the table is told and dropped. */
export function createWindowClient(bridge: Bridge): StudioClient {
  const listeners = new Set<(name: string, payload: unknown) => void>();
  bridge.on((name, payload) => {
    const schema = Object.hasOwn(events, name) ? events[name as keyof Events] : undefined;
    const parsed = schema?.safeParse(payload);
    if (!parsed?.success) console.error(`Event ${name} does not fit the contract.`, parsed?.error);
    else for (const listener of [...listeners]) listener(name, parsed.data);
  });
  return createClient<Calls, Events>({
    call: (name, input) => bridge.call(name, input),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}
