import { useState, type KeyboardEvent } from 'react';
import { TextInput } from '../../ui/text-input';
import { assumedValue, parseSize, parseValue, sizeText, valueText, type Field } from './define-fields';

interface Props {
  readonly field: Field;
  readonly onChange: (value: unknown) => void;
}

/** A value as one line: text, or JSON. Enter or leaving it sets it, Escape takes what was typed back. */
export function DefineValue({ field, onChange }: Props) {
  const isSize = field.name === 'image_size';
  const current = isSize ? sizeText(field.value) : valueText(field.value);
  const [typed, setTyped] = useState<string>();
  const commit = () => {
    setTyped(undefined);
    if (typed === undefined || typed === current) return;
    onChange(parseValue(isSize ? parseSize(typed) : typed, field.value ?? assumedValue(field.name)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key !== 'Escape' || typed === undefined) return;
    event.stopPropagation();
    setTyped(undefined);
  };
  return (
    <TextInput
      mono
      label={field.name}
      value={typed ?? current}
      placeholder="text or JSON"
      onChange={setTyped}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
