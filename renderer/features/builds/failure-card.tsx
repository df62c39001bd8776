import type { WireError } from '../../../shared/errors';
import { Button } from '../../ui/button';

interface Props {
  readonly error: WireError;
  readonly onRetry: () => void;
  readonly copy: (text: string, what: string) => void;
}

const TAIL_LINES = 8;

/** Why a job failed: the cause in a sentence, what to do, the command that mends it, and the tool's last words. */
export function FailureCard({ error, onRetry, copy }: Props) {
  const { detail } = error;
  const tail = detail?.tail?.slice(-TAIL_LINES) ?? [];
  return (
    <section className="builds-failure" role="alert">
      <div className="builds-failure-head">
        <div>
          <h3>{error.message}</h3>
          {error.hint !== undefined && <p>{error.hint}</p>}
        </div>
        <Button variant="primary" onClick={onRetry}>
          Retry
        </Button>
      </div>
      <FailurePlace error={error} />
      {detail?.command !== undefined && (
        <div className="builds-command">
          <code title={detail.command}>{detail.command}</code>
          <Button onClick={() => copy(detail.command ?? '', 'Command copied')}>Copy</Button>
        </div>
      )}
      {tail.length > 0 && <pre className="builds-tail">{tail.join('\n')}</pre>}
    </section>
  );
}

/** Where it happened, as far as it is known. */
function FailurePlace({ error }: { error: WireError }) {
  const { detail } = error;
  if (!detail) return null;
  const file = detail.file && [detail.file, detail.line, detail.column].filter((part) => part !== undefined).join(':');
  const status =
    detail.exitCode !== undefined
      ? `exit status ${detail.exitCode}`
      : detail.signal !== undefined
        ? `ended by ${detail.signal}`
        : undefined;
  const words = [detail.pipeline, detail.stage, detail.field, file, detail.argv?.[0], status].filter(Boolean);
  return words.length === 0 ? null : <div className="builds-failure-place">{words.join(' · ')}</div>;
}
