/** A machine's serial console in the terminal: raw bytes both ways, until Ctrl ] or the machine's end. */
import type { BytePort, PortMessage } from '../../shared/ipc';
import type { CommandContext } from './command';

const LEAVE = 0x1d; // Ctrl ], as telnet and virsh console have it

type Terminal = Pick<NodeJS.ReadStream, 'on' | 'off' | 'resume' | 'pause'> & { setRawMode?: (raw: boolean) => unknown };

/** @returns 0 when the person left or the machine stopped. */
export async function attachConsole({ client, output, lendPort, signal }: CommandContext, id: string): Promise<number> {
  const input: Terminal = process.stdin;
  const listeners: ((message: PortMessage) => void)[] = [];
  const closers: (() => void)[] = [];
  const port: BytePort = {
    send(message) {
      if (message.kind !== 'data') return;
      process.stdout.write(message.bytes, () =>
        listeners.forEach((each) => each({ kind: 'ack', count: message.bytes.length })),
      );
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void closers.push(listener),
    close: () => undefined,
  };
  lendPort(id, port);
  output.line(`Console of ${id}; Ctrl ] leaves it.`);
  await new Promise<void>((resolve) => {
    const typed = (chunk: Buffer): void => {
      if (chunk.includes(LEAVE)) return resolve();
      listeners.forEach((each) => each({ kind: 'data', bytes: new Uint8Array(chunk) }));
    };
    const end = client.on('machines.changed', (machine) => {
      if (machine.id === id && machine.state.kind === 'stopped') resolve();
    });
    closers.push(end, () => input.off('data', typed));
    input.setRawMode?.(true);
    input.on('data', typed).resume();
    signal.addEventListener('abort', () => resolve(), { once: true });
    void client.call('machines.attach', { id, terminal: id }).catch((error: unknown) => {
      output.error(error instanceof Error ? error.message : String(error));
      resolve();
    });
  });
  input.setRawMode?.(false);
  input.pause();
  for (const close of closers) close();
  output.line('');
  return 0;
}
