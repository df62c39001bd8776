import { useState } from 'react';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { TextInput } from '../../ui/text-input';
import { useForm, type OptionPath } from './schema-form-context';
import { SchemaField } from './schema-form-field';
import { emptyValue, fieldSchema, kindOf, objectFields, requiredOf, type Schema } from './schema-form-kinds';

interface Props {
  readonly schema: Schema;
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: OptionPath;
}

/** An object's options, and those that it could have; a map's entries, and a line for a new one. */
export function ObjectFields({ schema, value, path }: Props) {
  const form = useForm();
  const { present, addable } = objectFields(schema, value);
  const required = requiredOf(schema);
  const isOpen =
    kindOf(schema, undefined) === 'map' || (schema['additionalProperties'] !== false && addable.length === 0);
  const add = (name: string) => form.onSet([...path, name], emptyValue(fieldSchema(schema, name), form.root));
  return (
    <>
      {present.map((name) => (
        <SchemaField
          key={name}
          name={name}
          schema={fieldSchema(schema, name)}
          value={value[name]}
          path={[...path, name]}
          required={required.includes(name)}
        />
      ))}
      {form.refusal === undefined && addable.length > 0 && (
        <div className="form-add">
          <Select
            label={path.length === 0 ? 'Add an option' : `Add an option to ${path.join('.')}`}
            value=""
            options={[{ value: '', label: 'Add an option…' }, ...addable.map((name) => ({ value: name, label: name }))]}
            onChange={(name) => {
              if (name !== '') add(name);
            }}
          />
        </div>
      )}
      {form.refusal === undefined && isOpen && <NewEntry path={path} taken={present} onAdd={add} />}
    </>
  );
}

function NewEntry({
  path,
  taken,
  onAdd,
}: {
  path: OptionPath;
  taken: readonly string[];
  onAdd: (name: string) => void;
}) {
  const [name, setName] = useState('');
  const problem = name === '' ? 'Write its name first' : taken.includes(name) ? 'There is one of this name' : undefined;
  const add = () => {
    if (problem !== undefined) return;
    onAdd(name);
    setName('');
  };
  return (
    <div className="form-add">
      <TextInput
        mono
        value={name}
        label={`Name of a new entry${path.length > 0 ? ` of ${path.join('.')}` : ''}`}
        placeholder="New entry"
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <Button icon="plus" disabled={problem !== undefined} title={problem ?? `Add ${name}`} onClick={add} />
    </div>
  );
}
