/**
 * Follows one job's log: reads what is there, then what events bring, in order and without gaps. What comes within
 * one frame is folded in one step, so that a chatty stage does not redraw the window for each line.
 */
import type { LogRecord } from '../../../shared/builds/types';
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import { EMPTY_LOG, foldLog, type LogModel } from './log-model';

export type LogStatus =
  { kind: 'idle' } | { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; error: WireError };

export interface LogFollower {
  job(): string | undefined;
  open(id: string): void;
  /** Records of any job; those of another than the open one are ignored. */
  receive(id: string, records: readonly LogRecord[]): void;
  close(): void;
}

/** Milliseconds between two folds. */
const FRAME_MS = 30;

/** Tells `show` whenever the open job's log has changed. */
export function createLogFollower(
  client: StudioClient,
  show: (model: LogModel, status: LogStatus) => void,
): LogFollower {
  let current: { id: string; model: LogModel; pending: LogRecord[]; reading: boolean } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async (job: NonNullable<typeof current>) => {
    job.reading = true;
    try {
      const { records } = await client.call('builds.log', { id: job.id, from: job.model.next });
      if (job !== current) return;
      job.model = foldLog(job.model, records);
      job.reading = false;
      foldPending(job);
      show(job.model, { kind: 'ready' });
    } catch (thrown) {
      if (job !== current) return;
      job.reading = false;
      show(job.model, { kind: 'failed', error: toWire(thrown) });
    }
  };

  const foldPending = (job: NonNullable<typeof current>) => {
    job.model = foldLog(job.model, job.pending);
    job.pending = [];
  };

  const flush = () => {
    timer = undefined;
    if (!current || current.reading) return;
    const first = current.pending.find((record) => record.seq >= (current?.model.next ?? 0));
    if (first && first.seq > current.model.next) {
      void read(current);
      return;
    }
    foldPending(current);
    show(current.model, { kind: 'ready' });
  };

  return {
    job: () => current?.id,
    open(id) {
      current = { id, model: EMPTY_LOG, pending: [], reading: false };
      show(EMPTY_LOG, { kind: 'loading' });
      void read(current);
    },
    receive(id, records) {
      if (current?.id !== id) return;
      current.pending.push(...records);
      timer ??= setTimeout(flush, FRAME_MS);
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
      current = undefined;
    },
  };
}
