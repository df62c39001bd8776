/** Opens a machine's serial console: asks for it by name, and takes the port that comes with that name. */
import type { StudioClient } from '../../shared/contract';

const DEADLINE_MS = 10_000;

export function createOpenTerminal(client: StudioClient): (machineId: string) => Promise<MessagePort> {
  return async (id) => {
    const terminal = crypto.randomUUID();
    const waiting = awaitPort(terminal);
    try {
      await client.call('machines.attach', { id, terminal });
    } catch (thrown) {
      waiting.cancel();
      throw thrown;
    }
    return waiting.port;
  };
}

function awaitPort(terminal: string): { port: Promise<MessagePort>; cancel: () => void } {
  let cancel = () => {};
  const port = new Promise<MessagePort>((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('message', take);
    };
    const take = (event: MessageEvent<unknown>) => {
      const found = event.ports[0];
      if (event.source !== window || !found || portName(event.data) !== terminal) return;
      end();
      resolve(found);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error('The console did not answer.'));
    }, DEADLINE_MS);
    window.addEventListener('message', take);
    cancel = () => {
      end();
      resolve(new MessageChannel().port1);
    };
  });
  return { port, cancel };
}

function portName(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'studioPort' in data ? data.studioPort : undefined;
}
