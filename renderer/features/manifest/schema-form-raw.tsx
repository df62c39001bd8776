import { useEffect, useState } from 'react';
import { Button } from '../../ui/button';

interface Props {
  readonly value: unknown;
  readonly label: string;
  readonly onCommit: (value: unknown) => void;
}

/** A value of any shape as JSON. */
export function RawField({ value, label, onCommit }: Props) {
  const text = JSON.stringify(value, null, 2) ?? '';
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const parsed = parse(draft);
  return (
    <div className="form-raw">
      <textarea
        className="form-textarea mono"
        aria-label={label}
        aria-invalid={!parsed || undefined}
        spellCheck={false}
        rows={Math.min(12, draft.split('\n').length)}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      {draft !== text && (
        <span className="form-raw-actions">
          {!parsed && <span className="form-wrong">It is not JSON.</span>}
          <Button
            disabled={!parsed}
            title={parsed ? 'Write it to the file' : 'It is not JSON'}
            onClick={() => onCommit(parsed?.value)}
          >
            Apply
          </Button>
          <Button variant="ghost" onClick={() => setDraft(text)}>
            Discard
          </Button>
        </span>
      )}
    </div>
  );
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
