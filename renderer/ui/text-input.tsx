import type { KeyboardEvent, Ref } from 'react';
import './controls.css';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Its name for those who cannot see what stands beside it. */
  readonly label: string;
  readonly placeholder?: string;
  readonly mono?: boolean;
  readonly invalid?: boolean;
  readonly autoFocus?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextInput({
  value,
  onChange,
  label,
  placeholder,
  mono,
  invalid,
  autoFocus,
  onKeyDown,
  onBlur,
  ref,
}: Props) {
  return (
    <div className="input" data-mono={mono || undefined} data-invalid={invalid || undefined}>
      <input
        ref={ref}
        type="text"
        value={value}
        aria-label={label}
        aria-invalid={invalid || undefined}
        placeholder={placeholder}
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
    </div>
  );
}
