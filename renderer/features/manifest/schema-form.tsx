import './schema-form.css';
import { FormContextProvider, type FormContext } from './schema-form-context';
import { plainSchema, type Schema } from './schema-form-kinds';
import { ObjectFields } from './schema-form-object';

interface Props extends Omit<FormContext, 'root'> {
  /** Undefined if nothing is known about the options. */
  readonly schema: Schema | undefined;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Options as a form that is made from their schema; what has none is JSON. */
export function SchemaForm({ schema = {}, value, ...form }: Props) {
  return (
    <FormContextProvider value={{ ...form, root: schema }}>
      <div className="form">
        <ObjectFields schema={plainSchema(schema, schema, value)} value={value} path={[]} />
      </div>
    </FormContextProvider>
  );
}
