import { useState, type KeyboardEvent } from 'react';
import { TextInput } from '../../ui/text-input';
import { assumedValue, parseValue, valueText } from './define-fields';
import type { FormField } from './define-form-fields';

interface Props {
  readonly field: FormField;
  readonly onChange: (value: unknown) => void;
}

/** A value as one line: text, or JSON. Enter or leaving it sets it, Escape takes what was typed back. */
export function DefineValue({ field, onChange }: Props) {
  const current = valueText(field.value);
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    setTyped(undefined);
    if (typed === undefined || typed === current) return;
    onChange(parseValue(typed, field.base?.value ?? field.value ?? assumedValue(field.name)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (typed === undefined) return;
    // As long as something is typed, undo is the input's own.
    if (event.ctrlKey) event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setTyped(undefined);
  };
  return (
    <TextInput
      mono
      label={field.name}
      value={typed ?? current}
      placeholder={field.kind === 'version' ? 'text, like 9.2' : 'text or JSON'}
      onChange={setTyped}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
