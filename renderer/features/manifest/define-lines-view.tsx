import { useState } from 'react';
import { useStore } from 'zustand';
import { CommandLine } from '../../ui/command-line';
import { Select } from '../../ui/select';
import { lineOf, LINES, type LineKind } from './define-lines';
import type { ManifestStore } from './store';

/** The same build from a shell, as a line to copy. */
export function DefineLines({ store }: { readonly store: ManifestStore }) {
  const defines = useStore(store, (state) => state.defines);
  const target = useStore(store, (state) => state.workspace?.targets.find((entry) => entry.name === state.target));
  const kinds = LINES.filter(({ id }) => id !== 'make' || target?.layout === 'images');
  const [wanted, setKind] = useState<LineKind>('make');
  const kind = kinds.some(({ id }) => id === wanted) ? wanted : 'studio';
  if (!target || Object.keys(defines).length === 0) return null;
  return (
    <section className="defines-line" aria-label="For the command line">
      <Select<LineKind>
        label="Which line"
        value={kind}
        onChange={setKind}
        options={kinds.map(({ id, label }) => ({ value: id, label: `As ${label}` }))}
      />
      <CommandLine command={lineOf(kind, target, defines)} />
    </section>
  );
}
