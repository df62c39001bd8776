import type { Problem } from '../../../shared/manifest/types';
import { StateDot } from '../../ui/state-dot';

/** Why the target cannot be resolved so, or what is odd about it. */
export function PreviewProblem({ problem }: { readonly problem: Problem }) {
  const isError = problem.severity === 'error';
  return (
    <div className="preview-problem" data-severity={problem.severity} role={isError ? 'alert' : 'note'}>
      <StateDot tone={isError ? 'bad' : 'warn'} label={isError ? 'Error' : 'Warning'} />
      <div>
        <p className="preview-message">{problem.message}</p>
        {problem.hint !== undefined && <p className="packages-dim">{problem.hint}</p>}
      </div>
    </div>
  );
}
