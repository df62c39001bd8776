import { useState } from 'react';
import { useStore } from 'zustand';
import type { Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { SearchInput } from '../../ui/search-input';
import { valueText } from './define-fields';
import { OriginLink, type OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { useFiltered } from './use-filtered';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
  /** After a variable was made a define. */
  readonly onSet: () => void;
}

const NONE: readonly Variable[] = [];

/** Every variable of the target with its value, and where that comes from. */
export function VariableList({ store, onOpenFile, onSet }: Props) {
  const variables = useStore(store, (state) => state.resolved?.variables ?? NONE);
  const defines = useStore(store, (state) => state.defines);
  const [filter, setFilter] = useState('');
  const shown = useFiltered(variables, filter, textOf);
  if (variables.length === 0)
    return <p className="compose-note">The variables are known when the target has been resolved.</p>;
  const set = (variable: Variable) => {
    void store.getState().setDefine(variable.name, variable.value);
    onSet();
  };
  return (
    <>
      <div className="compose-filter">
        <SearchInput
          value={filter}
          onChange={setFilter}
          label="Filter variables"
          placeholder="Filter by name or value"
          end={filter === '' ? variables.length : `${shown.length} of ${variables.length}`}
        />
      </div>
      <ul className="variables" aria-label="Variables">
        {shown.map((variable) => (
          <VariableRow
            key={variable.name}
            variable={variable}
            isSet={Object.hasOwn(defines, variable.name)}
            onOpenFile={onOpenFile}
            onSet={() => set(variable)}
          />
        ))}
      </ul>
      {shown.length === 0 && <p className="compose-note">No variable has this in its name or value.</p>}
    </>
  );
}

interface RowProps {
  readonly variable: Variable;
  readonly isSet: boolean;
  readonly onOpenFile: OpenFile;
  readonly onSet: () => void;
}

function VariableRow({ variable, isSet, onOpenFile, onSet }: RowProps) {
  const text = valueText(variable.value);
  return (
    <li className="variable" aria-label={variable.name}>
      <div className="variable-line mono">
        <span className="variable-name compose-ellipsis" title={variable.name}>
          {variable.name}
        </span>
        <span className="variable-value compose-ellipsis" title={text}>
          {text === '' ? '""' : text}
        </span>
      </div>
      <div className="variable-line">
        {isSet ? (
          <span className="variable-origin">set for this target</span>
        ) : (
          <OriginLink file={variable.file} line={variable.line} onOpenFile={onOpenFile} />
        )}
        {!isSet && (
          <span className="variable-set">
            <Button variant="ghost" icon="plus" title={`Set ${variable.name} for this target`} onClick={onSet} />
          </span>
        )}
      </div>
    </li>
  );
}

function textOf({ name, value }: Variable): string {
  return `${name} ${valueText(value)}`;
}
