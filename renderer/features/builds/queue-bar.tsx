import { useStore } from 'zustand';
import type { QueueState } from '../../../shared/builds/types';
import { Button } from '../../ui/button';
import { formatShortDate } from '../../ui/format';
import { Select } from '../../ui/select';
import './queue-bar.css';
import type { BuildsStore } from './store';

/** The queue: how many run of how many may, whether it is paused, and who runs it. */
export function QueueBar({ store }: { readonly store: BuildsStore }) {
  const queue = useStore(store, (state) => state.queue);
  const running = useStore(store, (state) => countOf(state.jobs, 'running'));
  const waiting = useStore(store, (state) => countOf(state.jobs, 'waiting'));
  const { setQueue, openDialog } = store.getState();
  if (!queue) return null;
  return (
    <div className="queue-bar" data-paused={queue.paused || undefined} role="toolbar" aria-label="Queue">
      <Button
        variant="ghost"
        icon={queue.paused ? 'play' : 'pause'}
        title={
          queue.paused ? 'Resume: waiting jobs are started again' : 'Pause: nothing new is started, what runs goes on'
        }
        pressed={queue.paused}
        onClick={() => void setQueue({ paused: !queue.paused })}
      />
      <span className="queue-words" role="status">
        {queueWords(queue, running, waiting)}
      </span>
      <Limit queue={queue} onChange={(limit) => void setQueue({ limit })} />
      <Button
        variant="ghost"
        icon="sizes"
        title="What is kept on disk, to be faster next time"
        onClick={() => openDialog({ kind: 'store' })}
      />
      <Runner store={store} queue={queue} />
    </div>
  );
}

function countOf(jobs: readonly { readonly status: { readonly kind: string } }[], kind: string): number {
  let count = 0;
  for (const job of jobs) if (job.status.kind === kind) count += 1;
  return count;
}

/** What the queue does, in a few words. */
export function queueWords(queue: QueueState, running: number, waiting: number): string {
  const waits = `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`;
  const runs = `${running} ${running === 1 ? 'runs' : 'run'}`;
  if (queue.paused) return running > 0 ? `Paused: ${waits}, ${runs}` : `Paused: ${waits}`;
  const limit = queue.limit === 'auto' ? queue.automatic : queue.limit;
  if (running === 0 && waiting === 0) return 'Idle';
  return `${running} of ${limit} ${running === 1 ? 'runs' : 'run'}${waiting > 0 ? `, ${waits}` : ''}`;
}

const MOST = 16;

function Limit({
  queue,
  onChange,
}: {
  readonly queue: QueueState;
  readonly onChange: (limit: QueueState['limit']) => void;
}) {
  const most = Math.max(4, Math.min(MOST, queue.automatic * 2), queue.limit === 'auto' ? 1 : queue.limit);
  const numbers = Array.from({ length: most }, (_none, at) => String(at + 1));
  return (
    <span className="queue-limit">
      <Select
        label="Jobs at once"
        value={String(queue.limit)}
        onChange={(value) => onChange(value === 'auto' ? 'auto' : Number(value))}
        options={[
          { value: 'auto', label: `Auto (${queue.automatic})` },
          ...numbers.map((value) => ({ value, label: `${value} at once` })),
        ]}
      />
    </span>
  );
}

/** Says so where this studio does not start the jobs. */
function Runner({ store, queue }: { readonly store: BuildsStore; readonly queue: QueueState }) {
  const { runner } = queue;
  if (runner.kind === 'this') return null;
  const words =
    runner.kind === 'other'
      ? `Another studio runs the queue: process ${runner.pid}, since ${formatShortDate(runner.since)}.`
      : 'No studio runs the queue: nothing is started.';
  return (
    <div className="queue-runner">
      <span>{words}</span>
      <Button
        title="This studio starts the jobs from now on, if the other one is gone or gives way"
        onClick={() => void store.getState().takeQueue()}
      >
        Take over
      </Button>
    </div>
  );
}
