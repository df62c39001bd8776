import { formatDuration } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { useNow } from '../../ui/use-now';
import { LogLineText } from './log-line-text';
import type { LogSection } from './log-model';

interface Props {
  readonly text: string;
  readonly section: LogSection;
  readonly folded: boolean;
  readonly top: number;
  readonly query: string;
  /** True if the job failed here. */
  readonly failed: boolean;
  /** False when the job has ended: a section without an end then stopped there. */
  readonly running: boolean;
  readonly chosen: boolean;
  readonly current: boolean;
  readonly onToggle: () => void;
}

/** The header of a stage in the log: folds its lines, says how long it took. */
export function LogHeaderRow({ text, section, folded, top, query, failed, running, chosen, current, onToggle }: Props) {
  const lines = section.end - section.header - 1;
  return (
    <div
      className="log-row log-header"
      data-chosen={chosen || undefined}
      data-current={current || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button type="button" className="log-fold" aria-expanded={!folded} tabIndex={-1} onClick={onToggle}>
        <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={12} />
        <span className="log-phase">{section.phase}</span>
        {text !== section.phase && (
          <span className="log-stage">
            <LogLineText text={text} query={query} />
          </span>
        )}
        <SectionTime section={section} failed={failed} running={running} />
        {folded && <span className="log-count">{lines === 1 ? '1 line' : `${lines} lines`}</span>}
      </button>
    </div>
  );
}

function SectionTime({ section, failed, running }: Pick<Props, 'section' | 'failed' | 'running'>) {
  const open = section.endedAt === undefined;
  const now = useNow(open && running);
  if (open && !running)
    return (
      <span className="log-time" data-tone={failed ? 'bad' : 'mute'}>
        {failed ? 'failed' : 'not finished'}
      </span>
    );
  const seconds = ((section.endedAt ?? Math.max(now, section.startedAt)) - section.startedAt) / 1000;
  return (
    <span className="log-time" data-tone={open ? 'run' : failed ? 'bad' : 'ok'}>
      {open ? formatDuration(Math.floor(seconds)) : `${failed ? 'failed after ' : ''}${formatDuration(seconds)}`}
    </span>
  );
}
