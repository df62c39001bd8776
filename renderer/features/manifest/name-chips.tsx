import { useState, type KeyboardEvent } from 'react';
import { Icon } from '../../ui/icon';
import { splitNames } from './define-fields';

interface Props {
  readonly names: readonly string[];
  /** Names the input. */
  readonly label: string;
  /** In an empty list. */
  readonly placeholder?: string;
  /** Whether a comma ends a name: arguments may have some. */
  readonly commas?: boolean;
  readonly onChange: (names: readonly string[]) => void;
}

/** A list of names, one chip each. Enter adds what was typed, Backspace in an empty input removes the last. */
export function NameChips({ names, label, placeholder, commas = true, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const more = splitNames(typed, commas).filter((name) => !names.includes(name));
    setTyped('');
    if (more.length > 0) onChange([...names, ...more]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || (commas && event.key === ',')) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && typed === '' && names.length > 0) onChange(names.slice(0, -1));
    else if (event.key === 'Escape') setTyped('');
  };
  return (
    <div className="chips">
      {names.map((name) => (
        <span key={name} className="chip mono" title={name}>
          <span className="compose-ellipsis">{name}</span>
          <button
            type="button"
            className="chip-remove"
            aria-label={`Remove ${name}`}
            title={`Remove ${name}`}
            onClick={() => onChange(names.filter((other) => other !== name))}
          >
            <Icon name="close" size={11} />
          </button>
        </span>
      ))}
      <input
        className="chips-input mono"
        type="text"
        value={typed}
        aria-label={label}
        placeholder={names.length === 0 ? (placeholder ?? `${label}, then Enter`) : 'Add'}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
    </div>
  );
}
