/** The serial console: one connection to QEMU's socket, watched for what the guest says and shared by many terminals. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import net from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import type { BytePort } from '../../../shared/ipc';
import { attachPort } from './terminal-feed';

export interface SerialConsole {
  write(text: string | Uint8Array): void;
  /** Shows the scroll-back and then what comes, and types what the port sends. */
  attach(port: BytePort): void;
  onText(listener: (text: string) => void): void;
  close(): void;
}

const SCROLL_BACK = 1024 * 1024;
const CONNECT_MS = 10_000;
const RETRY_MS = 50;

async function connect(file: string): Promise<net.Socket> {
  const deadline = Date.now() + CONNECT_MS;
  for (;;) {
    const socket = net.connect(file);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve).once('error', reject);
      });
      return socket;
    } catch (thrown) {
      socket.destroy();
      if (Date.now() > deadline) throw thrown;
      await wait(RETRY_MS);
    }
  }
}

/** The end of the console's log, as QEMU wrote it. */
export async function readTail(log: string, most = SCROLL_BACK): Promise<Buffer> {
  const size = await stat(log).then(
    (info) => info.size,
    () => 0,
  );
  const chunks: Buffer[] = [];
  if (size > 0)
    for await (const chunk of createReadStream(log, { start: Math.max(0, size - most) })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Connects to a console. `onClose` says that QEMU has gone. */
export async function openConsole(options: {
  socket: string;
  log: string;
  onClose: () => void;
}): Promise<SerialConsole> {
  const socket = await connect(options.socket);
  const decoder = new StringDecoder('utf8');
  const listeners = new Set<(text: string) => void>();
  const feeds = new Set<(chunk: Buffer) => void>();
  socket.on('data', (chunk: Buffer) => {
    for (const feed of feeds) feed(chunk);
    const text = decoder.write(chunk);
    for (const listener of listeners) listener(text);
  });
  socket.on('error', () => undefined).once('close', options.onClose);
  return {
    write: (text) => void socket.write(text),
    attach(port) {
      const feed = attachPort(
        port,
        (bytes) => void socket.write(bytes),
        () => feeds.delete(feed.push),
      );
      feeds.add(feed.push);
      void readTail(options.log).then(feed.begin);
    },
    onText: (listener) => void listeners.add(listener),
    close: () => socket.destroy(),
  };
}

/** The scroll-back of a machine that has stopped. */
export function showLog(log: string, port: BytePort): void {
  const feed = attachPort(
    port,
    () => undefined,
    () => undefined,
  );
  void readTail(log).then(feed.begin);
}
