import type { KeyboardEvent, ReactNode, Ref } from 'react';
import './controls.css';
import { Icon } from './icon';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly placeholder?: string;
  /** At the end: how many were found. */
  readonly end?: ReactNode;
  readonly autoFocus?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Filters as you type; Escape empties it. */
export function SearchInput({ value, onChange, label, placeholder, end, autoFocus, onKeyDown, ref }: Props) {
  return (
    <div className="input" role="search">
      <Icon name="search" size={14} />
      <input
        ref={ref}
        type="search"
        value={value}
        aria-label={label}
        placeholder={placeholder}
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key !== 'Escape' || event.defaultPrevented || value === '') return;
          event.preventDefault();
          event.stopPropagation();
          onChange('');
        }}
      />
      {end !== undefined && <span className="input-end">{end}</span>}
      {value !== '' && (
        <button
          type="button"
          className="input-clear"
          title="Clear (Escape)"
          aria-label="Clear"
          onClick={() => onChange('')}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </div>
  );
}
