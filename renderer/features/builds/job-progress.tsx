import type { Job } from '../../../shared/builds/types';
import { formatDuration } from '../../ui/format';
import { ProgressBar } from '../../ui/progress-bar';
import { useNow } from '../../ui/use-now';
import { elapsedSeconds, type Tone } from './job-words';

/** How far a job is, what it does now, and for how long it has been at it. */
export function JobProgress({ job }: { job: Job }) {
  const now = useNow(job.status.kind === 'running');
  const seconds = elapsedSeconds(job.status, now);
  return (
    <div className="builds-progress">
      <ProgressBar fraction={job.status.kind === 'done' ? 1 : job.progress.fraction} tone={toneOf(job)} />
      <div className="builds-progress-words">
        <span className="builds-ellipsis" title={job.progress.label}>
          {labelOf(job)}
        </span>
        {seconds !== undefined && (
          <span className="builds-elapsed">
            {formatDuration(job.status.kind === 'running' ? Math.floor(seconds) : Math.round(seconds * 10) / 10)}
          </span>
        )}
      </div>
    </div>
  );
}

function labelOf(job: Job): string {
  switch (job.status.kind) {
    case 'waiting':
      return job.status.reason === undefined ? 'Waits for its turn' : `Waits ${job.status.reason}`;
    case 'interrupted':
      return 'The studio was closed while it ran; what it had half made was swept. It can be run again.';
    case 'cancelled':
      return 'Cancelled; what it had half made was swept.';
    default:
      return job.progress.label;
  }
}

function toneOf(job: Job): Tone {
  switch (job.status.kind) {
    case 'done':
      return 'ok';
    case 'failed':
      return 'bad';
    case 'interrupted':
      return 'warn';
    case 'cancelled':
      return 'mute';
    default:
      return 'run';
  }
}
