import { expect, it } from 'vitest';
import { connectTerminal, type ConsoleTerminal } from './terminal-session';

class FakeTerminal implements ConsoleTerminal {
  readonly shown: (Uint8Array | string)[] = [];
  readonly unfinished: (() => void)[] = [];
  type: (text: string) => void = () => undefined;
  binary: (text: string) => void = () => undefined;
  write(data: Uint8Array | string, callback?: () => void): void {
    this.shown.push(data);
    if (callback) this.unfinished.push(callback);
  }
  onData(listener: (data: string) => void) {
    this.type = listener;
    return { dispose: () => (this.type = () => undefined) };
  }
  onBinary(listener: (data: string) => void) {
    this.binary = listener;
    return { dispose: () => (this.binary = () => undefined) };
  }
}

function setUp() {
  const terminal = new FakeTerminal();
  const { port1, port2 } = new MessageChannel();
  const received: unknown[] = [];
  const ends: string[] = [];
  let wake: () => void = () => undefined;
  port2.onmessage = (event: MessageEvent) => {
    received.push(event.data);
    wake();
  };
  const next = async (count: number) => {
    while (received.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  const session = connectTerminal(terminal, port1, (reason) => ends.push(reason));
  return { terminal, port: port2, received, ends, session, next };
}

it('acknowledges bytes only when they are shown', async () => {
  const { terminal, port, received, next } = setUp();
  port.postMessage({ kind: 'data', bytes: new Uint8Array(5) });
  port.postMessage({ kind: 'data', bytes: new Uint8Array(7) });
  while (terminal.unfinished.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(received).toEqual([]);
  for (const finish of terminal.unfinished) finish();
  await next(2);
  expect(received).toEqual([
    { kind: 'ack', count: 5 },
    { kind: 'ack', count: 7 },
  ]);
  port.close();
});

it('sends what is typed as UTF-8, and mouse reports as single bytes', async () => {
  const { terminal, port, received, next, session } = setUp();
  terminal.type('ä\r');
  terminal.binary('\x1b\xff');
  session.send('id');
  await next(3);
  expect(received.map((message) => [...(message as { bytes: Uint8Array }).bytes])).toEqual([
    [0xc3, 0xa4, 13],
    [27, 255],
    [105, 100],
  ]);
  port.close();
});

it('tells the end, and sends nothing after it was closed', async () => {
  const { terminal, port, ends, session, received } = setUp();
  port.postMessage({ kind: 'end', reason: 'QEMU has ended.' });
  while (ends.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toEqual(['QEMU has ended.']);
  session.close();
  terminal.type('x');
  await new Promise((resolve) => setImmediate(resolve));
  expect(received).toEqual([]);
  port.close();
});
