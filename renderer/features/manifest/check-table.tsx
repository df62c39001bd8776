import { formatDateTime, formatDuration } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { Spinner } from '../../ui/spinner';
import { STATE_WORDS, type CheckColumn, type CheckRow, type CheckSort } from './check-rows';
import { MiddleText } from './target-name';

const COLUMNS: readonly { readonly id: CheckColumn; readonly label: string; readonly number?: boolean }[] = [
  { id: 'state', label: 'State' },
  { id: 'name', label: 'Target' },
  { id: 'problems', label: 'Problems', number: true },
  { id: 'stages', label: 'Stages', number: true },
  { id: 'packages', label: 'Packages', number: true },
  { id: 'time', label: 'Time', number: true },
];

interface HeadProps {
  readonly sort: CheckSort;
  readonly onSort: (sort: CheckSort) => void;
}

export function CheckHead({ sort, onSort }: HeadProps) {
  return (
    <div className="check-line check-head" role="row">
      {COLUMNS.map(({ id, label, number }) => {
        const chosen = sort.by === id;
        return (
          <button
            key={id}
            type="button"
            role="columnheader"
            className="check-cell"
            data-number={number}
            data-column={id}
            aria-sort={chosen ? (sort.down ? 'descending' : 'ascending') : 'none'}
            title={`Sort by ${label.toLowerCase()}`}
            // Numbers are looked for from their largest.
            onClick={() => onSort({ by: id, down: chosen ? !sort.down : number === true })}
          >
            {label}
            {chosen && <Icon name={sort.down ? 'chevron-down' : 'chevron-up'} size={10} />}
          </button>
        );
      })}
    </div>
  );
}

export function CheckLine({ row }: { readonly row: CheckRow }) {
  const checkedAt = row.at === undefined ? '' : `\nChecked ${formatDateTime(row.at)}`;
  return (
    <div className="check-line" data-state={row.state} title={`${row.name}: ${STATE_WORDS[row.state]}${checkedAt}`}>
      <span className="check-cell" role="gridcell" data-column="state">
        <StateMark state={row.state} />
        <span className="compose-ellipsis">{STATE_WORDS[row.state]}</span>
      </span>
      <span className="check-cell" role="gridcell" data-column="name">
        <MiddleText text={row.name} />
      </span>
      <Cell column="problems" text={row.problems.length === 0 ? '' : String(row.problems.length)} />
      <Cell column="stages" text={row.stages?.toLocaleString('en') ?? ''} />
      <Cell column="packages" text={row.packages?.toLocaleString('en') ?? ''} />
      <Cell column="time" text={row.tookMs === undefined ? '' : formatDuration(row.tookMs / 1000)} />
    </div>
  );
}

function Cell({ column, text }: { readonly column: CheckColumn; readonly text: string }) {
  return (
    <span className="check-cell" role="gridcell" data-number data-column={column}>
      {text}
    </span>
  );
}

function StateMark({ state }: { readonly state: CheckRow['state'] }) {
  switch (state) {
    case 'failed':
      return <Icon name="error" size={13} />;
    case 'warnings':
      return <Icon name="warning" size={13} />;
    case 'ok':
      return <Icon name="check" size={13} />;
    case 'running':
      return <Spinner label="Checking" />;
    case 'waiting':
    case 'none':
      return <Icon name="more" size={13} />;
  }
}
