import type { Job } from '../../../shared/builds/types';
import { Button } from '../../ui/button';
import { PaneHead } from '../../ui/pane-head';
import { Tag } from '../../ui/tag';
import { isActive, jobWords, stageCount } from './job-words';

interface Props {
  readonly job: Job;
  readonly cancelling: boolean;
  readonly onCopyCommand: () => void;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

/** The head of a job: what is built, how far it is, and what can be done with it. */
export function JobHead({ job, cancelling, onCopyCommand, onCancel, onRetry, onRemove }: Props) {
  const active = isActive(job);
  return (
    <PaneHead>
      <h2 className="builds-title" title={job.title}>
        {job.title}
      </h2>
      <StateTag job={job} cancelling={cancelling} />
      <div className="builds-actions">
        <Button icon="copy" onClick={onCopyCommand} title={`Copy the command\n${job.command}`}>
          <span className="builds-wide">Copy command</span>
        </Button>
        {active ? (
          <Button variant="danger" disabled={cancelling} onClick={onCancel}>
            {cancelling ? 'Cancelling' : 'Cancel'}
          </Button>
        ) : (
          <>
            <Button onClick={onRetry} title="The same request as a new job">
              Run again
            </Button>
            <Button
              variant="ghost"
              icon="trash"
              onClick={onRemove}
              title="Remove the record and its log; what was built stays"
            >
              <span className="builds-wide">Remove</span>
            </Button>
          </>
        )}
      </div>
    </PaneHead>
  );
}

function StateTag({ job, cancelling }: { job: Job; cancelling: boolean }) {
  const words = jobWords(job, cancelling);
  const count = stageCount(job.progress.phases);
  if (job.status.kind === 'running' && count && !cancelling) {
    return <Tag tone="run">{`stage ${count.current} of ${count.total}`}</Tag>;
  }
  return <Tag tone={words.tone}>{words.label.toLowerCase()}</Tag>;
}
