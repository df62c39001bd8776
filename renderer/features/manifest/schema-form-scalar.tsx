import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import { DraftInput } from './schema-form-draft';
import type { FieldKind, Schema } from './schema-form-kinds';

interface Props {
  readonly kind: FieldKind;
  readonly schema: Schema;
  readonly value: unknown;
  readonly label: string;
  readonly onCommit: (value: unknown) => void;
}

/** One word, number, choice or switch. */
export function ScalarField({ kind, schema, value, label, onCommit }: Props) {
  if (kind === 'boolean') return <Checkbox bare label={label} checked={value === true} onChange={onCommit} />;
  if (kind === 'enum') {
    const known = (schema['enum'] as unknown[]).map(String);
    const words = known.includes(String(value)) ? known : [String(value), ...known];
    return (
      <Select
        label={label}
        value={String(value)}
        options={words.map((word) => ({ value: word, label: word }))}
        onChange={onCommit}
      />
    );
  }
  if (kind === 'number')
    return (
      <DraftInput
        label={label}
        value={String(value)}
        check={(text) => numberProblem(text, schema)}
        onCommit={(text) => onCommit(Number(text))}
      />
    );
  return (
    <DraftInput label={label} value={String(value)} check={(text) => textProblem(text, schema)} onCommit={onCommit} />
  );
}

function numberProblem(text: string, schema: Schema): string | undefined {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return 'It is not a number.';
  if (schema['type'] === 'integer' && !Number.isInteger(number)) return 'A whole number is expected.';
  if (typeof schema['minimum'] === 'number' && number < schema['minimum']) return `At least ${schema['minimum']}.`;
  if (typeof schema['maximum'] === 'number' && number > schema['maximum']) return `At most ${schema['maximum']}.`;
  return undefined;
}

function textProblem(text: string, { pattern, minLength }: Schema): string | undefined {
  if (typeof minLength === 'number' && text.length < minLength) return 'It is too short.';
  if (typeof pattern !== 'string') return undefined;
  try {
    return new RegExp(pattern).test(text) ? undefined : `It must match ${pattern}`;
  } catch {
    return undefined; // a pattern of another dialect is left to the build
  }
}
