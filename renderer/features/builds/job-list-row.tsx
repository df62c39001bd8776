import type { DragEvent, MouseEvent } from 'react';
import { formatDateTime } from '../../ui/format';
import { ProgressBar } from '../../ui/progress-bar';
import { StateDot } from '../../ui/state-dot';
import { useNow } from '../../ui/use-now';
import type { JobRow } from './job-list-rows';
import { JobListTitle } from './job-list-title';
import { clock, elapsedSeconds, expectedSeconds, jobWords, PRIORITY_WORDS, stageCount } from './job-words';

interface Props {
  readonly id: string;
  readonly row: JobRow;
  readonly top: number;
  /** What every name begins with. */
  readonly prefix: string;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly isCancelling: boolean;
  /** A job is dragged over it, and would go there. */
  readonly drop: 'before' | 'after' | undefined;
  readonly onClick: (event: MouseEvent) => void;
  readonly onMenu: (event: MouseEvent) => void;
  readonly onDrag: (event: DragEvent, what: 'start' | 'over' | 'drop' | 'end') => void;
}

/** One job of the list. */
export function JobListRow(props: Props) {
  const { id, row, top, isOpen, isChosen, isCancelling, onDrag } = props;
  const { job } = row;
  return (
    <div
      id={id}
      role="option"
      className="jobs-row"
      style={{ height: row.height, transform: `translateY(${top}px)` }}
      aria-selected={isChosen}
      data-open={isOpen || undefined}
      data-together={row.together}
      data-drop={props.drop}
      title={tooltipOf(row)}
      draggable={job.status.kind === 'waiting'}
      onClick={props.onClick}
      onContextMenu={props.onMenu}
      onDragStart={(event) => onDrag(event, 'start')}
      onDragOver={(event) => onDrag(event, 'over')}
      onDrop={(event) => onDrag(event, 'drop')}
      onDragEnd={(event) => onDrag(event, 'end')}
    >
      <div className="jobs-line">
        <StateDot {...jobWords(job, isCancelling)} />
        <JobListTitle text={job.title.startsWith(props.prefix) ? job.title.slice(props.prefix.length) : job.title} />
        <RowEnd {...props} />
      </div>
      {job.status.kind === 'waiting' && job.status.reason !== undefined && (
        <div className="jobs-second">{`Waits ${job.status.reason}`}</div>
      )}
      {job.status.kind === 'running' && <Running row={row} isCancelling={isCancelling} />}
    </div>
  );
}

function RowEnd({ row, isCancelling }: Props) {
  const { job, turn } = row;
  const { priority } = job;
  if (turn === undefined) return <span className="jobs-end">{jobWords(job, isCancelling).end}</span>;
  const word = priority === 1 ? PRIORITY_WORDS['1'] : priority === -1 ? PRIORITY_WORDS['-1'] : undefined;
  return (
    <span className="jobs-end">
      {word !== undefined && <span className="jobs-priority">{word.toLowerCase()}</span>}
      {isCancelling ? 'cancelling' : turn === 1 ? 'next' : String(turn)}
    </span>
  );
}

function Running({ row: { job }, isCancelling }: { readonly row: JobRow; readonly isCancelling: boolean }) {
  const now = useNow(true);
  const count = stageCount(job.progress.phases);
  const elapsed = elapsedSeconds(job.status, now) ?? 0;
  const expected = expectedSeconds(job, now);
  const stage = job.elsewhere ? 'in another studio' : count ? `stage ${count.current} of ${count.total}` : 'begins';
  return (
    <>
      <div className="jobs-second">
        <span>{isCancelling ? 'cancelling' : stage}</span>
        <span
          className="jobs-clock"
          title={expected === undefined ? 'Time so far' : 'Time so far, and what it is expected to take in all'}
        >
          {clock(elapsed)}
          {expected !== undefined && ` / ${clock(expected)}`}
        </span>
      </div>
      <ProgressBar fraction={job.progress.fraction} tone={isCancelling ? 'warn' : 'run'} />
    </>
  );
}

function tooltipOf({ job, turn, together }: JobRow): string {
  const { status } = job;
  const words = jobWords(job, false).label;
  const when = 'endedAt' in status ? `${words} ${formatDateTime(status.endedAt)}` : words;
  return [
    `Job ${job.id}: ${job.title}`,
    status.kind === 'waiting' && turn !== undefined
      ? `Waits ${status.reason ?? `as number ${turn} of the line`}`
      : when,
    ...(status.kind === 'failed' ? [status.error.message] : []),
    ...(together === undefined ? [] : ['Asked for together with its neighbours']),
  ].join('\n');
}
