import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Problem, Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { CommandLine } from '../../ui/command-line';
import { AddDefine } from './add-define';
import { definesLine, fieldsOf, isNameList, type Field } from './define-fields';
import { DefineField } from './define-field';
import { DefineValue } from './define-value';
import { NameChips } from './name-chips';
import type { OpenFile } from './origin-link';
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
  const { main, own } = useMemo(() => fieldsOf(defines, variables), [defines, variables]);
  const { setDefine } = store.getState();
  const control = (field: Field) =>
    isNameList(field) ? (
      <NameChips
        label={field.name === 'extra_rpms' ? 'Add an RPM' : `Add an RPM to ${field.name}`}
        names={(field.value ?? []) as readonly string[]}
        onChange={(names) => void setDefine(field.name, names)}
      />
    ) : (
      <DefineValue key={field.name} field={field} onChange={(value) => void setDefine(field.name, value)} />
    );
  const row = (field: Field) => (
    <DefineField
      key={field.name}
      store={store}
      field={field}
      problems={problems.filter((problem) => problem.define === field.name)}
      onOpenFile={onOpenFile}
      {...(field.name === 'extra_rpms' ? { end: <BrowseButton onPackages={onPackages} /> } : {})}
    >
      {control(field)}
    </DefineField>
  );
  return (
    <div className="defines">
      {main.map(row)}
      {own.map(row)}
      <AddDefine store={store} variables={variables} />
      {Object.keys(defines).length > 0 && (
        <section className="defines-line" aria-label="For the command line">
          <h3>For make and the command line</h3>
          <CommandLine command={definesLine(defines)} />
        </section>
      )}
    </div>
  );
}

function BrowseButton({ onPackages }: { onPackages: () => void }) {
  return (
    <Button variant="ghost" icon="packages" title="Look for packages to add" onClick={onPackages}>
      Browse
    </Button>
  );
}
