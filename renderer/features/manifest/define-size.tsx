import { useState, type KeyboardEvent } from 'react';
import { Select } from '../../ui/select';
import { TextInput } from '../../ui/text-input';
import { parseSizeIn, sizeIn, UNITS, type SizeUnit } from './define-units';
import type { FormField } from './define-form-fields';

interface Props {
  readonly field: FormField;
  /** What the value counts: 1 for bytes, 512 for sectors. */
  readonly unitBytes: 1 | 512;
  readonly onChange: (value: unknown) => void;
}

/** A size as a number and a unit; the value stays a text or a number, as the manifest has it. */
export function DefineSize({ field, unitBytes, onChange }: Props) {
  const count = Number(field.value);
  const own = sizeIn(Number.isFinite(count) ? count * unitBytes : 0, unitBytes);
  const [typed, setTyped] = useState<string>();
  const [unit, setUnit] = useState<SizeUnit>();
  const shownUnit = unit ?? own.unit;
  const units = UNITS.filter((each) => each !== (unitBytes === 1 ? 'sectors' : 'B'));
  const shown = typed ?? (field.value === undefined || field.value === '' ? '' : own.in(shownUnit));
  const parsed = typed === undefined ? undefined : parseSizeIn(typed, shownUnit, unitBytes);
  const problem = parsed && 'problem' in parsed ? parsed.problem : undefined;
  const commit = () => {
    if (!parsed || 'problem' in parsed) return;
    setTyped(undefined);
    setUnit(undefined);
    if (parsed.count === count) return;
    const model = field.base?.value ?? field.value;
    onChange(
      typeof model === 'string' || (model === undefined && unitBytes === 1) ? String(parsed.count) : parsed.count,
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (typed === undefined) return;
    if (event.ctrlKey) event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setTyped(undefined);
  };
  return (
    <>
      <div className="define-size">
        <TextInput
          mono
          label={field.name}
          value={shown}
          placeholder="size"
          invalid={problem !== undefined}
          onChange={setTyped}
          onKeyDown={onKeyDown}
          onBlur={commit}
        />
        <Select<SizeUnit>
          label={`Unit of ${field.name}`}
          value={shownUnit}
          onChange={setUnit}
          options={units.map((each) => ({ value: each, label: each }))}
        />
      </div>
      {problem !== undefined && (
        <p className="define-inline-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
