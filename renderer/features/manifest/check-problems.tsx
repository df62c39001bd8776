import { Icon } from '../../ui/icon';
import type { CheckRow } from './check-rows';
import { OriginLink, type OpenFile } from './origin-link';

interface Props {
  readonly row: CheckRow;
  readonly onOpenFile: OpenFile;
}

/** What is wrong with the chosen target, and the way to each place. */
export function CheckProblems({ row, onOpenFile }: Props) {
  return (
    <section className="check-problems" aria-label={`Problems of ${row.name}`}>
      <h3 className="compose-ellipsis" title={row.name}>
        {row.name}
      </h3>
      <ul>
        {row.problems.map((problem, index) => (
          <li key={index} className="check-problem" data-severity={problem.severity}>
            <span role="img" aria-label={problem.severity}>
              <Icon name={problem.severity === 'error' ? 'error' : 'warning'} size={13} />
            </span>
            <div className="check-problem-text">
              <p>{problem.message}</p>
              {problem.hint !== undefined && <p className="compose-dim">{problem.hint}</p>}
              <OriginLink file={problem.file} line={problem.line} column={problem.column} onOpenFile={onOpenFile} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
