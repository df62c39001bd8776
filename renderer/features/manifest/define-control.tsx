import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import type { FormField } from './define-form-fields';
import { DefineJson } from './define-json';
import { DefinePassword } from './define-password';
import { DefineRepos } from './define-repos';
import { DefineSize } from './define-size';
import { DefineValue } from './define-value';
import { NameChips } from './name-chips';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly field: FormField;
}

/** Instead of a value, before the target has resolved. */
const UNKNOWN = 'not known yet';

/** What a define's value is changed with, after what it is. */
export function DefineControl({ store, field }: Props) {
  const { name, kind, value } = field;
  const onChange = (next: unknown) => void store.getState().setDefine(name, next);
  switch (kind) {
    case 'names':
    case 'options':
      return (
        <NameChips
          label={chipsLabel(name, kind)}
          names={(value ?? []) as readonly string[]}
          placeholder={kind === 'options' ? 'Add an argument, then Enter' : 'Add a name, then Enter'}
          commas={kind === 'names'}
          onChange={onChange}
        />
      );
    case 'repos':
      return <DefineRepos name={name} value={value} onChange={onChange} />;
    case 'bytes':
    case 'sectors':
      return <DefineSize field={field} unitBytes={kind === 'bytes' ? 1 : 512} onChange={onChange} />;
    case 'boolean':
      return (
        <Checkbox
          checked={value === true}
          onChange={onChange}
          label={value === undefined ? UNKNOWN : value === true ? 'true' : 'false'}
        />
      );
    case 'choice':
      return (
        <Select
          label={name}
          value={typeof value === 'string' ? value : ''}
          onChange={onChange}
          options={choices(field).map((choice) => ({ value: choice, label: choice || UNKNOWN }))}
        />
      );
    case 'password':
    case 'ssh-key':
      return <DefinePassword store={store} field={field} kind={kind} />;
    case 'json':
      return <DefineJson name={name} value={value} onChange={onChange} />;
    case 'text':
    case 'version':
      return <DefineValue field={field} onChange={onChange} />;
  }
}

function choices({ choices: known = [], value }: FormField): readonly string[] {
  const current = typeof value === 'string' ? value : '';
  return known.includes(current) ? known : [current, ...known];
}

function chipsLabel(name: string, kind: 'names' | 'options'): string {
  if (name === 'extra_rpms') return 'Add an RPM';
  return kind === 'options' ? `Add an argument to ${name}` : `Add a name to ${name}`;
}
