import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { valueText } from './define-fields';
import { OriginLink } from './origin-link';
import { useForm, type OptionPath } from './schema-form-context';
import { kindOf, plainSchema, type FieldKind, type Schema } from './schema-form-kinds';
import { ListFields } from './schema-form-list';
import { ObjectFields } from './schema-form-object';
import { RawField } from './schema-form-raw';
import { ScalarField } from './schema-form-scalar';

interface Props {
  readonly name: string;
  readonly schema: unknown;
  readonly value: unknown;
  readonly path: OptionPath;
  readonly required?: boolean;
  /** Tools beside those that every field has: the order of a list. */
  readonly tools?: ReactNode;
}

/** An option: its name, its value, and where the value comes from. */
export function SchemaField({ name, schema, value, path, required = false, tools }: Props) {
  const form = useForm();
  const plain = plainSchema(schema, form.root, value);
  const kind = kindOf(plain, value);
  const origin = form.originOf(path);
  const isFixed = origin?.computed !== undefined || form.refusal !== undefined;
  const isDeep = DEEP.includes(kind);
  const [open, setOpen] = useState(path.length <= 2 || size(value) <= 3);
  const label = path.join('.');
  const body = isFixed ? <Fixed value={value} /> : <FieldBody {...{ kind, plain, value, path }} />;
  const isElsewhere = origin && origin.place.file !== form.originOf(path.slice(0, -1))?.place.file;
  return (
    <div className="form-field" role="group" aria-label={label}>
      <div className="form-head">
        {isDeep ? (
          <button
            type="button"
            className="form-name form-fold"
            title={descriptionOf(plain)}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
            <span className="compose-ellipsis">{name}</span>
            <span className="form-size">{sizeWords(value)}</span>
          </button>
        ) : (
          <>
            <span
              className="form-name compose-ellipsis"
              title={[name, descriptionOf(plain)].filter(Boolean).join('\n')}
            >
              {name}
            </span>
            <span className="form-value">{body}</span>
          </>
        )}
        {!isFixed && (
          <span className="form-tools">
            {tools}
            {!required && (
              <Button variant="ghost" icon="close" title={`Remove ${label}`} onClick={() => form.onRemove(path)} />
            )}
          </span>
        )}
      </div>
      {origin?.computed !== undefined && <Computed words={origin.computed} onOpen={() => form.onOpen(origin.place)} />}
      {isDeep && open && <div className="form-deep">{body}</div>}
      {isElsewhere && origin.computed === undefined && (
        <OriginLink file={origin.place.file} line={origin.place.line} onOpenFile={() => form.onOpen(origin.place)} />
      )}
    </div>
  );
}

const DEEP: readonly FieldKind[] = ['list', 'object', 'map', 'raw'];

interface BodyProps {
  readonly kind: FieldKind;
  readonly plain: Schema;
  readonly value: unknown;
  readonly path: OptionPath;
}

function FieldBody({ kind, plain, value, path }: BodyProps) {
  const form = useForm();
  const set = (next: unknown) => form.onSet(path, next);
  const label = path.join('.');
  if (kind === 'list') return <ListFields schema={plain} value={value as unknown[]} path={path} />;
  if (kind === 'raw') return <RawField value={value} label={label} onCommit={set} />;
  if (kind === 'object' || kind === 'map')
    return <ObjectFields schema={plain} value={value as Record<string, unknown>} path={path} />;
  return <ScalarField kind={kind} schema={plain} value={value} label={label} onCommit={set} />;
}

/** What computed a value, and the way there. */
function Computed({ words, onOpen }: { words: string; onOpen: () => void }) {
  return (
    <div className="form-computed">
      <span className="mono compose-ellipsis" title={words}>
        {words}
      </span>
      <Button variant="ghost" title="It is computed: change the expression in the text" onClick={onOpen}>
        Go to the expression
      </Button>
    </div>
  );
}

function descriptionOf({ description }: Schema): string | undefined {
  return typeof description === 'string' ? description : undefined;
}

/** A value that is only read here. */
function Fixed({ value }: { value: unknown }) {
  if (typeof value === 'object' && value !== null)
    return <pre className="form-fixed">{JSON.stringify(value, null, 2)}</pre>;
  return (
    <span className="form-fixed mono compose-ellipsis" title={valueText(value)}>
      {valueText(value)}
    </span>
  );
}

function size(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}

function sizeWords(value: unknown): string {
  if (Array.isArray(value)) return `${value.length}`;
  return typeof value === 'object' && value !== null ? `{${Object.keys(value).length}}` : '';
}
