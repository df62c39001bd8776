import './controls.css';
import { Icon } from './icon';

interface Props<T extends string> {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
}

export function Select<T extends string>({ value, onChange, label, options }: Props<T>) {
  return (
    <span className="select">
      <select
        value={value}
        aria-label={label}
        title={options.find((option) => option.value === value)?.label}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size={12} />
    </span>
  );
}
