import { Button } from '../../ui/button';
import { useForm, type OptionPath } from './schema-form-context';
import { SchemaField } from './schema-form-field';
import { emptyValue } from './schema-form-kinds';
import type { Schema } from './schema-form-kinds';

interface Props {
  readonly schema: Schema;
  readonly value: readonly unknown[];
  readonly path: OptionPath;
}

/** Elements are shown up to here: a list of thousands is edited as text. */
const MOST = 200;

/** A list: each element can be changed, removed and moved. */
export function ListFields({ schema, value, path }: Props) {
  const form = useForm();
  const name = path.join('.');
  const isMovable = !form.holdsComputed(path);
  const swap = (index: number, other: number) => {
    const next = [...value];
    [next[index], next[other]] = [next[other], next[index]];
    form.onSet(path, next);
  };
  return (
    <>
      {value.slice(0, MOST).map((entry, index) => (
        <SchemaField
          key={index}
          name={`${index + 1}`}
          schema={schema['items']}
          value={entry}
          path={[...path, index]}
          tools={
            <>
              {isMovable && index > 0 && (
                <Button
                  variant="ghost"
                  icon="chevron-up"
                  title={`Move ${name} ${index + 1} up`}
                  onClick={() => swap(index, index - 1)}
                />
              )}
              {isMovable && index < value.length - 1 && (
                <Button
                  variant="ghost"
                  icon="chevron-down"
                  title={`Move ${name} ${index + 1} down`}
                  onClick={() => swap(index, index + 1)}
                />
              )}
            </>
          }
        />
      ))}
      {value.length > MOST && <p className="compose-dim">{`and ${value.length - MOST} more in the text`}</p>}
      <Button
        variant="ghost"
        icon="plus"
        title={`Add to ${name}`}
        onClick={() => form.onSet([...path, value.length], newElement(schema, form.root, value))}
      >
        Add
      </Button>
    </>
  );
}

/** Without a schema a new element is of the kind of the last one. */
function newElement(schema: Schema, root: Schema, value: readonly unknown[]): unknown {
  if (schema['items'] !== undefined) return emptyValue(schema['items'], root);
  const last = value.at(-1);
  return typeof last === 'number' ? 0 : typeof last === 'object' && last !== null ? structuredClone(last) : '';
}
