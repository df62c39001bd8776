/** Moving a waiting job by dragging it to another place of the line. */
import { useState, type DragEvent } from 'react';
import type { Job } from '../../../shared/builds/types';
import { moveBeside, waitingJobs } from './job-list-move';
import type { BuildsStore } from './store';

interface Over {
  readonly id: string;
  readonly side: 'before' | 'after';
}

export function useJobDrag(store: BuildsStore) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<Over>();
  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  return {
    over,
    handle(event: DragEvent, what: 'start' | 'over' | 'drop' | 'end', job: Job) {
      if (what === 'start') {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', job.command);
        setDragged(job.id);
        return;
      }
      if (what === 'end') return end();
      if (dragged === undefined || job.status.kind !== 'waiting') return;
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      const side = event.clientY > box.top + box.height / 2 ? 'after' : 'before';
      if (what === 'over') {
        if (over?.id !== job.id || over.side !== side) setOver({ id: job.id, side });
        return;
      }
      const { jobs, move } = store.getState();
      const to = moveBeside(waitingJobs(jobs), dragged, job.id, side === 'after');
      if (to) void move(dragged, to);
      end();
    },
  };
}
