/** Terminals' bytes: one MessagePort for each, handed to the window with the terminal's name. */
import { MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { z } from 'zod';
import type { BytePort } from '../../shared/ipc';

const PORT = 'studio:port';

const FromWindow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('data'), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('ack'), count: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('end'), reason: z.string() }),
]);

/** A port of Electron's main process as the engine knows ports. Malformed messages are dropped. */
export function bytePort(port: MessagePortMain): BytePort {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', (event) => {
        const message = FromWindow.safeParse(event.data);
        if (message.success) listener(message.data);
      });
      port.start();
    },
    onClose(listener) {
      port.once('close', listener);
    },
    close: () => port.close(),
  };
}

/** Opens a channel to the window and gives our end, or undefined while no window is open. */
export function openPorts(getWindow: () => BrowserWindow | undefined): (terminal: string) => BytePort | undefined {
  return (terminal) => {
    const window = getWindow();
    if (!window || window.isDestroyed()) return undefined;
    const { port1, port2 } = new MessageChannelMain();
    window.webContents.postMessage(PORT, { terminal }, [port2]);
    return bytePort(port1);
  };
}
