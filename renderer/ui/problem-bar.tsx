import type { WireError } from '../../shared/errors';
import { Button } from './button';
import { ErrorNotice } from './error-notice';

interface Props {
  readonly problem: WireError | undefined;
  readonly onDismiss: () => void;
}

/** The last action's failure, until it is put away; nothing where there is none. */
export function ProblemBar({ problem, onDismiss }: Props) {
  if (!problem) return null;
  return (
    <div className="problem-bar">
      <ErrorNotice error={problem} />
      <Button variant="ghost" icon="close" title="Dismiss" onClick={onDismiss} />
    </div>
  );
}
