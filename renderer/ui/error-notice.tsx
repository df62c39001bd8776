import type { ErrorDetail } from '../../shared/errors';
import { Button } from './button';
import { CommandLine } from './command-line';
import './feedback.css';

interface Props {
  readonly error: {
    readonly message: string;
    readonly hint?: string | undefined;
    readonly detail?: ErrorDetail | undefined;
  };
  readonly onRetry?: () => void;
}

/** What happened, why, and what to press. */
export function ErrorNotice({ error, onRetry }: Props) {
  const tail = error.detail?.tail ?? [];
  const command = error.detail?.command;
  return (
    <div className="error-notice" role="alert">
      <div className="error-notice-head">
        <p className="error-notice-message">{error.message}</p>
        {onRetry && <Button onClick={onRetry}>Retry</Button>}
      </div>
      {error.hint !== undefined && <p className="error-notice-hint">{error.hint}</p>}
      {command !== undefined && <CommandLine command={command} />}
      {tail.length > 0 && (
        <details>
          <summary>{tail.length === 1 ? 'The last line' : `The last ${tail.length} lines`}</summary>
          <pre className="error-notice-tail">{tail.join('\n')}</pre>
        </details>
      )}
    </div>
  );
}
