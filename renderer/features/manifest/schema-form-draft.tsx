import { useEffect, useState } from 'react';
import { TextInput } from '../../ui/text-input';

interface Props {
  readonly value: string;
  readonly label: string;
  readonly placeholder?: string;
  /** Why a text cannot be taken; undefined if it can. */
  readonly check?: (text: string) => string | undefined;
  readonly onCommit: (text: string) => void;
}

/** A line that counts when it is left, or with Enter: one edit, not one for each key. Escape brings the value back. */
export function DraftInput({ value, label, placeholder, check, onCommit }: Props) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const wrong = draft === value ? undefined : check?.(draft);
  const commit = () => {
    if (draft !== value && wrong === undefined) onCommit(draft);
  };
  return (
    <span className="form-draft" title={wrong}>
      <TextInput
        mono
        value={draft}
        label={label}
        {...(placeholder === undefined ? {} : { placeholder })}
        invalid={wrong !== undefined}
        onChange={setDraft}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape') setDraft(value);
          else return;
          event.stopPropagation();
        }}
      />
      {wrong !== undefined && <span className="form-wrong">{wrong}</span>}
    </span>
  );
}
