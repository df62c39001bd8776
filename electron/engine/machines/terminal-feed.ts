/**
 * Bytes to one terminal, with flow control: batches, a limit on what is not acknowledged yet, and a notice where a
 * terminal was too slow to see everything. The guest is never held up by a terminal.
 */
import type { BytePort } from '../../../shared/ipc';

const BATCH_BYTES = 64 * 1024;
const BATCH_MS = 4;
const PAUSE_ABOVE = 512 * 1024;
const RESUME_BELOW = 128 * 1024;
const MOST_BACKLOG = 4 * 1024 * 1024;

export interface TerminalFeed {
  push: (chunk: Buffer) => void;
  /** Sends the scroll-back first; until then what is pushed waits (it is in the scroll-back's file too, and dropped). */
  begin: (scrollBack: Buffer) => void;
}

export function attachPort(port: BytePort, onInput: (bytes: Uint8Array) => void, onClosed: () => void): TerminalFeed {
  let backlog: Buffer[] = [];
  let size = 0;
  let unacknowledged = 0;
  let paused = false;
  let begun = false;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    while (!paused && size > 0) {
      const all = backlog.length === 1 && backlog[0] ? backlog[0] : Buffer.concat(backlog);
      const bytes = all.subarray(0, BATCH_BYTES);
      backlog = all.length > bytes.length ? [all.subarray(bytes.length)] : [];
      size -= bytes.length;
      unacknowledged += bytes.length;
      paused = unacknowledged > PAUSE_ABOVE;
      port.send({ kind: 'data', bytes: new Uint8Array(bytes) });
    }
  };
  const push = (chunk: Buffer): void => {
    if (!begun) return;
    backlog.push(chunk);
    size += chunk.length;
    if (size > MOST_BACKLOG) {
      const kept = Buffer.concat(backlog).subarray(-MOST_BACKLOG / 2);
      const notice = Buffer.from('\r\n[output was skipped: the terminal could not keep up]\r\n');
      backlog = [notice, kept];
      size = notice.length + kept.length;
    }
    timer ??= setTimeout(flush, BATCH_MS);
  };
  port.onMessage((message) => {
    if (message.kind === 'data') onInput(message.bytes);
    else if (message.kind === 'ack') {
      unacknowledged = Math.max(0, unacknowledged - message.count);
      if (paused && unacknowledged < RESUME_BELOW) {
        paused = false;
        flush();
      }
    }
  });
  port.onClose(() => {
    clearTimeout(timer);
    begun = false;
    onClosed();
  });
  return {
    push,
    begin(scrollBack) {
      begun = true;
      if (scrollBack.length > 0) push(scrollBack);
    },
  };
}
