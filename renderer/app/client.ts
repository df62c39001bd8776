/** The window's client: the contract's table over what the preload gives. */
import { events, type Calls, type Events, type StudioClient } from '../../shared/contract';
import { createClient, type Bridge } from '../../shared/ipc';

declare global {
  interface Window {
    readonly studio: Bridge;
  }
}

/** Events are parsed as they come in: what does not fit the table is told and dropped. */
export function createWindowClient(bridge: Bridge): StudioClient {
  return createClient<Calls, Events>({
    call: (name, input) => bridge.call(name, input),
    on: (listener) =>
      bridge.on((name, payload) => {
        const schema = Object.hasOwn(events, name) ? events[name as keyof Events] : undefined;
        const parsed = schema?.safeParse(payload);
        if (parsed?.success) listener(name, parsed.data);
        else console.error(`Event ${name} does not fit the contract.`, parsed?.error);
      }),
  });
}
