import './controls.css';
import { Icon } from './icon';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  /** The words are elsewhere: the label is only for readers. */
  readonly bare?: boolean;
  readonly disabled?: boolean;
}

export function Checkbox({ checked, onChange, label, bare = false, disabled = false }: Props) {
  return (
    <label className="checkbox">
      <span className="checkbox-box">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-label={bare ? label : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <Icon name="check" size={13} />
      </span>
      {!bare && label}
    </label>
  );
}
