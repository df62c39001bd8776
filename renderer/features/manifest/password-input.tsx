interface Props {
  readonly label: string;
  readonly value: string;
  readonly shown: boolean;
  readonly invalid?: boolean;
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
}

/** A labelled text that is hidden unless it is asked for. */
export function PasswordInput({ label, value, shown, invalid, autoFocus, onChange, onEnter }: Props) {
  return (
    <div className="form-row">
      <span className="form-label">{label}</span>
      <div className="input" data-invalid={invalid || undefined}>
        <input
          type={shown ? 'text' : 'password'}
          value={value}
          aria-label={label}
          aria-invalid={invalid || undefined}
          autoFocus={autoFocus}
          autoComplete="new-password"
          spellCheck={false}
          maxLength={512}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter();
          }}
        />
      </div>
    </div>
  );
}
