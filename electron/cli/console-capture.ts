/** What a guest printed on its console, taken in pieces by whoever tells about it. */
import type { BytePort, PortMessage } from '../../shared/ipc';
import { plainText } from '../../shared/machines/console';
import type { CommandContext } from './command';

export interface ConsoleCapture {
  /** The lines since the last call, without the marks that the studio adds to its commands; long ones are cut out. */
  take(): string[];
}

const MOST_LINES = 24;
const MARK = /; echo "<studio:\$\?:[0-9a-f]+>"|<studio:\d+:[0-9a-f]+>/g;

/** What a terminal shows of a line that a program wrote over and over, as progress is. */
function asShown(line: string): string {
  return line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
}

export async function captureConsole(
  { client, lendPort }: Pick<CommandContext, 'client' | 'lendPort'>,
  id: string,
): Promise<ConsoleCapture> {
  let kept = '';
  const decoder = new TextDecoder();
  const listeners: ((message: PortMessage) => void)[] = [];
  const port: BytePort = {
    send(message) {
      if (message.kind !== 'data') return;
      kept += decoder.decode(message.bytes, { stream: true });
      for (const listener of listeners) listener({ kind: 'ack', count: message.bytes.length });
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: () => undefined,
    close: () => undefined,
  };
  const terminal = `capture-${id}`;
  lendPort(terminal, port);
  await client.call('machines.attach', { id, terminal });
  return {
    take() {
      const lines = kept
        .split('\n')
        .map((line) => plainText(asShown(line)).replace(MARK, '').trimEnd())
        .filter((line) => line !== '');
      kept = '';
      if (lines.length <= MOST_LINES) return lines;
      const half = MOST_LINES / 2;
      return [...lines.slice(0, half), `[… ${lines.length - MOST_LINES} lines …]`, ...lines.slice(-half)];
    },
  };
}
