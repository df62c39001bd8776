import { memo, type ReactNode } from 'react';
import type { Commit } from '../../../shared/history/types';
import { formatDateTime, formatShortDate, shortChecksum } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { ROW_HEIGHT } from './lane-paths';
import { summaryParts, summaryWords, type PackageSummary } from './package-summary';

interface Props {
  readonly id: string;
  readonly commit: Commit;
  readonly row: number;
  readonly graph: ReactNode;
  readonly graphWidth: number;
  readonly selected: boolean;
  readonly summary: PackageSummary | undefined;
  /** Names of running machines that booted it. */
  readonly bootedBy: string;
  readonly onSelect: (checksum: string) => void;
}

/** One commit: where it stands in the graph, what it is called, what it changed, when. */
export const CommitRow = memo(function CommitRow(props: Props) {
  const { id, commit, row, graph, graphWidth, selected, summary, bootedBy, onSelect } = props;
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className="commit-row"
      style={{ transform: `translateY(${row * ROW_HEIGHT}px)`, paddingLeft: graphWidth }}
      onMouseDown={() => onSelect(commit.checksum)}
    >
      {graph}
      <span className="commit-checksum" title={commit.checksum}>
        {shortChecksum(commit.checksum)}
      </span>
      <span className="commit-version" title={commit.version}>
        {commit.version ?? ''}
      </span>
      <span className="commit-subject">
        <span
          className={commit.subject === '' ? 'commit-no-subject' : 'commit-subject-text'}
          title={commit.subject === '' ? summary?.names : commit.subject}
        >
          {commit.subject === '' ? (summary?.names ?? '') : commit.subject}
        </span>
        {commit.refs.map((ref) => (
          <span key={ref} className="commit-tag" title={ref}>
            <Tag>{ref}</Tag>
          </span>
        ))}
        {bootedBy !== '' && (
          <span className="commit-tag" title={`Booted by ${bootedBy}`}>
            <Tag tone="ok">{`booted: ${bootedBy}`}</Tag>
          </span>
        )}
        {commit.parentMissing && (
          <span className="commit-tag" title="Its parent is not in this repository">
            <Tag tone="mute">parent not here</Tag>
          </span>
        )}
      </span>
      <span className="commit-packages" title={summary && summaryWords(summary)}>
        {summary?.hasDiff === undefined ? null : <Summary summary={summary} />}
      </span>
      <time className="commit-date" title={formatDateTime(commit.timestamp * 1000)}>
        {formatShortDate(commit.timestamp * 1000)}
      </time>
    </div>
  );
});

function Summary({ summary }: { summary: PackageSummary }) {
  return summaryParts(summary).map((part) => (
    <span key={part.kind} data-change={part.kind}>
      {part.text}
    </span>
  ));
}
