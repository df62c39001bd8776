import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Variable } from '../../../shared/manifest/types';
import { SearchInput } from '../../ui/search-input';
import { useFixedRows } from '../../ui/use-fixed-rows';
import { valueText } from './define-fields';
import type { OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { useFiltered } from './use-filtered';
import { VariableActions, VariableLine, VariablePlace, VariableSetting } from './variable-lines';
import { variableRows, type VariableRow } from './variable-rows';
import './variables.css';

interface Props {
  readonly store: ManifestStore;
  readonly onOpenFile: OpenFile;
  /** After a variable was made a define. */
  readonly onSet: () => void;
}

const NONE: readonly Variable[] = [];
const ROW = 26;

/** Every variable of the target with its value, and how it came to it. Only those in sight are in the document. */
export function VariableList({ store, onOpenFile, onSet }: Props) {
  const variables = useStore(store, (state) => state.resolved?.variables ?? NONE);
  const defines = useStore(store, (state) => state.defines);
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = useFiltered(variables, filter, textOf);
  const rows = useMemo(() => variableRows(shown, open), [shown, open]);
  const view = useFixedRows(rows.length, ROW);
  if (variables.length === 0)
    return <p className="compose-note">The variables are known when the target has been resolved.</p>;
  const toggle = (name: string) =>
    setOpen((before) => new Set(before.has(name) ? [...before].filter((other) => other !== name) : [...before, name]));
  const set = ({ name, value }: Variable) => {
    void store.getState().setDefine(name, value);
    onSet();
  };
  return (
    <div className="variables">
      <div className="compose-filter">
        <SearchInput
          value={filter}
          onChange={setFilter}
          label="Filter variables"
          placeholder="Filter by name or value"
          end={filter === '' ? variables.length : `${shown.length} of ${variables.length}`}
        />
      </div>
      <div className="variables-scroll" ref={view.ref} onScroll={view.onScroll}>
        <ul aria-label="Variables" style={{ height: view.height }}>
          {rows.slice(view.first, view.end).map((row, index) => (
            <li
              key={row.key}
              aria-label={row.kind === 'variable' ? row.variable.name : undefined}
              data-kind={row.kind}
              style={{ top: (view.first + index) * ROW, height: ROW }}
            >
              <VariableRowView
                row={row}
                isSet={'variable' in row && Object.hasOwn(defines, row.variable.name)}
                onOpenFile={onOpenFile}
                onToggle={toggle}
                onSet={set}
                onReset={(name) => void store.getState().removeDefine(name)}
              />
            </li>
          ))}
        </ul>
      </div>
      {shown.length === 0 && <p className="compose-note">No variable has this in its name or value.</p>}
    </div>
  );
}

interface RowProps {
  readonly row: VariableRow;
  readonly isSet: boolean;
  readonly onOpenFile: OpenFile;
  readonly onToggle: (name: string) => void;
  readonly onSet: (variable: Variable) => void;
  readonly onReset: (name: string) => void;
}

function VariableRowView({ row, isSet, onOpenFile, onToggle, onSet, onReset }: RowProps) {
  if ('setting' in row)
    return row.kind === 'place' ? <VariablePlace row={row} onOpenFile={onOpenFile} /> : <VariableSetting row={row} />;
  const { variable } = row;
  if (row.kind === 'variable') return <VariableLine row={row} isSet={isSet} onToggle={() => onToggle(variable.name)} />;
  return (
    <VariableActions
      variable={variable}
      isSet={isSet}
      onSet={() => onSet(variable)}
      onReset={() => onReset(variable.name)}
    />
  );
}

function textOf({ name, value }: Variable): string {
  return `${name} ${valueText(value)}`;
}
