/** Serves the contract to the window: two channels, and only our page may speak on them. */
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { calls, type EmitEvent, type Handlers } from '../../shared/contract';
import { StudioError, toWire } from '../../shared/errors';
import { createServer, type Reply } from '../../shared/ipc';
import { isOurs } from './protocol';

const CALL = 'studio:call';
const EVENT = 'studio:event';

/** True for the main frame of our window while it shows our page. */
function isTrusted(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame;
  if (!frame || !window || window.isDestroyed()) return false;
  const { mainFrame } = window.webContents;
  return frame.processId === mainFrame.processId && frame.routingId === mainFrame.routingId && isOurs(frame.url);
}

/**
 * Answers the window's calls once the handlers are there. Until then calls wait; if the engine could not be opened,
 * each call is answered with the reason.
 */
export function serveCalls(handlers: Promise<Handlers>, getWindow: () => BrowserWindow | undefined): void {
  const server = handlers.then((ready) => createServer(calls, ready));
  server.catch(() => undefined); // each call reports it
  ipcMain.handle(CALL, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isTrusted(event, getWindow()) || typeof name !== 'string')
      return { ok: false, error: toWire(new StudioError('invalid-input', 'This page may not call the studio.')) };
    try {
      return await (
        await server
      )(name, input);
    } catch (thrown) {
      return { ok: false, error: toWire(thrown) };
    }
  });
}

/** Sends the engine's events to the window that is open, if one is. */
export function emitTo(getWindow: () => BrowserWindow | undefined): EmitEvent {
  return (name, payload) => {
    const window = getWindow();
    if (window && !window.isDestroyed()) window.webContents.send(EVENT, name, payload);
  };
}
