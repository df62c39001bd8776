/** A small client of the QEMU Machine Protocol. https://www.qemu.org/docs/master/interop/qmp-spec.html */
import net from 'node:net';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors';
import { parseJson } from '../parse-json';
import { lineSplitter } from '../run';

/** QEMU serves one client; a second one is connected but never answered. */
const GREETING_MS = 10_000;

const Message = z.object({
  id: z.number().optional(),
  return: z.unknown().optional(),
  error: z.object({ desc: z.string() }).optional(),
  event: z.string().optional(),
});

export interface Qmp {
  execute(command: string, args?: Record<string, unknown>): Promise<unknown>;
  close(): void;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: StudioError) => void;
}

/** Connects and negotiates. `onEvent` hears RESET, SHUTDOWN and the others; `onClose` that QEMU is gone. */
export async function connectQmp(
  socketPath: string,
  listeners: { onEvent: (event: string) => void; onClose: () => void },
): Promise<Qmp> {
  const socket = net.connect(socketPath);
  const waiting = new Map<number, Waiting>();
  let next = 1;
  const end = (): void => {
    for (const { reject } of waiting.values()) reject(new StudioError('not-found', 'The machine has stopped.'));
    waiting.clear();
  };
  const lines = lineSplitter((line) => {
    const parsed = Message.safeParse(parseJson(line));
    if (!parsed.success) return;
    const { id, event, error, return: value } = parsed.data;
    if (event !== undefined) listeners.onEvent(event);
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !asked) return;
    waiting.delete(id);
    if (error) asked.reject(new StudioError('tool-failed', `QEMU: ${error.desc}.`));
    else asked.resolve(value);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  socket.on('data', (chunk: Buffer) => lines.push(chunk));
  socket
    .on('error', () => undefined)
    .once('close', () => {
      end();
      listeners.onClose();
    });
  const execute = (command: string, args?: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ execute: command, id, ...(args ? { arguments: args } : {}) })}\n`);
      if (socket.destroyed) end();
    });
  const late = setTimeout(() => socket.destroy(), GREETING_MS);
  await execute('qmp_capabilities').finally(() => clearTimeout(late));
  return { execute, close: () => socket.destroy() };
}
