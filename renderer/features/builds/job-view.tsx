import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Job } from '../../../shared/builds/types';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import { FailureCard } from './failure-card';
import { JobHead } from './job-head';
import { JobProgress } from './job-progress';
import { failedPlace, isActive } from './job-words';
import { LogView } from './log-view';
import type { BuildsStore } from './store';

interface Props {
  readonly store: BuildsStore;
  readonly job: Job;
  readonly copy: (text: string, what: string) => void;
}

/** One job: its head, how far it is, why it failed, and its log. */
export function JobView({ store, job, copy }: Props) {
  const cancelling = useStore(store, (state) => state.cancelling.has(job.id));
  const { cancel, retry, remove } = store.getState();
  return (
    <>
      <JobHead
        job={job}
        cancelling={cancelling}
        onCopyCommand={() => copy(job.command, 'Command copied')}
        onCancel={() => void cancel(job.id)}
        onRetry={() => void retry(job.id)}
        onRemove={() => remove(job.id)}
      />
      <JobProgress job={job} />
      {job.status.kind === 'failed' && (
        <FailureCard error={job.status.error} onRetry={() => void retry(job.id)} copy={copy} />
      )}
      <JobLog key={job.id} store={store} job={job} copy={copy} />
    </>
  );
}

function JobLog({ store, job, copy }: Props) {
  const failed = useMemo(() => failedPlace(job), [job]);
  const log = useStore(store, (state) => state.log);
  if (log.status.kind === 'failed') {
    return <ErrorNotice error={log.status.error} onRetry={() => store.getState().reloadLog()} />;
  }
  if (log.model.lines.length === 0) {
    return <div className="log log-empty">{log.status.kind === 'loading' ? <Spinner /> : <EmptyLog job={job} />}</div>;
  }
  return <LogView model={log.model} running={isActive(job)} failed={failed} copy={copy} />;
}

function EmptyLog({ job }: { job: Job }) {
  if (!isActive(job)) return <EmptyState icon="builds" title="No log" text="This job ended before it said anything." />;
  const text = job.status.kind === 'waiting' ? 'The log begins when the job does.' : 'The first lines come soon.';
  return <EmptyState icon="builds" title="Nothing yet" text={text} />;
}
