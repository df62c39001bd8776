import { useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Problem, Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { AddDefine } from './add-define';
import { DefineControl } from './define-control';
import { DefineField } from './define-field';
import { formGroups, type FormField } from './define-form-fields';
import { DefineGroup, useFoldedGroups } from './define-group';
import { DefineLines } from './define-lines-view';
import { DefineSetsBar } from './define-sets-bar';
import { DefinesToolbar } from './defines-toolbar';
import type { OpenFile } from './origin-link';
import { isWholeLine } from './paste-line';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly problems: readonly Problem[];
  readonly onPackages: () => void;
  readonly onOpenFile: OpenFile;
}

const NONE: readonly Variable[] = [];

/** The values that are set over the manifest's own, for this target. */
export function DefinesForm({ store, problems, onPackages, onOpenFile }: Props) {
  const defines = useStore(store, (state) => state.defines);
  const variables = useStore(store, (state) => state.resolved?.variables ?? NONE);
  const symbols = useStore(store, (state) => state.symbols);
  const [filter, setFilter] = useState('');
  const folded = useFoldedGroups();
  const names = useMemo(() => new Set(symbols.variables.map(({ name }) => name)), [symbols]);
  const groups = useMemo(() => formGroups({ defines, variables, names, filter }), [defines, variables, names, filter]);
  const row = (field: FormField) => (
    <DefineField
      key={field.name}
      store={store}
      field={field}
      problems={problems.filter((problem) => problem.define === field.name)}
      onOpenFile={onOpenFile}
      {...(field.name === 'extra_rpms' ? { end: <BrowseButton onPackages={onPackages} /> } : {})}
    >
      <DefineControl store={store} field={field} />
    </DefineField>
  );
  return (
    <div
      className="defines"
      onKeyDown={(event) => undoByKey(store, event)}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text/plain');
        if (!isWholeLine(text)) return;
        event.preventDefault();
        store.getState().showPastedLine(text.trim());
      }}
    >
      <DefinesToolbar store={store} filter={filter} onFilter={setFilter} />
      <DefineSetsBar store={store} />
      {groups.map((group) => (
        <DefineGroup
          key={group.name}
          name={group.name}
          count={group.fields.length}
          set={group.fields.filter((field) => field.isSet).length}
          // What was looked for is shown, whatever was folded before.
          folded={filter === '' && folded.has(group.name)}
          onFold={() => folded.toggle(group.name)}
        >
          {group.fields.map(row)}
        </DefineGroup>
      ))}
      {groups.length === 0 && <p className="compose-dim">No variable has this in its name or value.</p>}
      {filter === '' && <AddDefine store={store} variables={variables} />}
      {filter === '' && <DefineLines store={store} />}
    </div>
  );
}

function undoByKey(store: ManifestStore, event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const { undoDefines, redoDefines } = store.getState();
  if (key === 'z' && !event.shiftKey) void undoDefines();
  else if (key === 'y' || (key === 'z' && event.shiftKey)) void redoDefines();
  else return;
  event.preventDefault();
}

function BrowseButton({ onPackages }: { onPackages: () => void }) {
  return (
    <Button variant="ghost" icon="packages" title="Look for packages to add" onClick={onPackages}>
      Browse
    </Button>
  );
}
