/**
 * Joins a terminal and the byte port of a machine's serial console: bytes are acknowledged when the terminal has shown
 * them, so that a chatty guest cannot run away from the window (see PortMessage in shared/ipc.ts).
 */
import type { PortMessage } from '../../../shared/ipc';

/** The part of xterm's Terminal that is used here. */
export interface ConsoleTerminal {
  write(data: Uint8Array | string, callback?: () => void): void;
  onData(listener: (data: string) => void): { dispose(): void };
  onBinary(listener: (data: string) => void): { dispose(): void };
}

export interface TerminalSession {
  /** Sends bytes to the guest as if they had been typed. */
  send(text: string): void;
  close(): void;
}

/** Connects; `onEnd` is told why the other side has gone. */
export function connectTerminal(
  terminal: ConsoleTerminal,
  port: MessagePort,
  onEnd: (reason: string) => void,
): TerminalSession {
  const encoder = new TextEncoder();
  let open = true;
  const post = (message: PortMessage) => {
    if (open) port.postMessage(message);
  };
  const send = (bytes: Uint8Array) => post({ kind: 'data', bytes });

  port.onmessage = (event: MessageEvent<PortMessage>) => {
    const message = event.data;
    if (message.kind === 'data') {
      const { length } = message.bytes;
      terminal.write(message.bytes, () => post({ kind: 'ack', count: length }));
    } else if (message.kind === 'end') {
      onEnd(message.reason);
    }
  };
  port.start();

  const inputs = [
    terminal.onData((text) => send(encoder.encode(text))),
    terminal.onBinary((text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0) & 255))),
  ];
  return {
    send: (text) => send(encoder.encode(text)),
    close() {
      open = false;
      for (const input of inputs) input.dispose();
      port.onmessage = null;
      port.close();
    },
  };
}
