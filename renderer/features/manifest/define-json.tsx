import { useState } from 'react';

interface Props {
  readonly name: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Any value as JSON. Leaving it or Ctrl Enter sets it, unless it is no JSON. */
export function DefineJson({ name, value, onChange }: Props) {
  const current = value === undefined ? '' : JSON.stringify(value, null, 2);
  const [typed, setTyped] = useState<string>();
  const problem = typed === undefined || typed.trim() === '' ? undefined : problemOf(typed);
  const commit = () => {
    if (typed === undefined || problem !== undefined) return;
    setTyped(undefined);
    if (typed.trim() !== '' && typed !== current) onChange(JSON.parse(typed) as unknown);
  };
  const text = typed ?? current;
  return (
    <>
      <textarea
        className="define-json mono"
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        value={text}
        aria-label={name}
        aria-invalid={problem !== undefined}
        placeholder="JSON"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) {
            event.preventDefault();
            event.stopPropagation();
            commit();
          } else if (event.key === 'Escape' && typed !== undefined) {
            event.stopPropagation();
            setTyped(undefined);
          } else if (event.ctrlKey && typed !== undefined) event.stopPropagation();
        }}
      />
      {problem !== undefined && (
        <p className="define-inline-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function problemOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    return `This is no JSON: ${thrown instanceof Error ? thrown.message : 'it cannot be read'}`;
  }
}
