import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import type { Package } from '../../../shared/packages/types';
import { VirtualList } from '../../ui/virtual-list';
import { PackageRow } from './package-row';
import { keyOf } from './package-rows';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly rows: readonly Package[];
  readonly picked: ReadonlySet<string>;
  readonly inImage: ReadonlySet<string>;
  readonly list: RefObject<HTMLDivElement | null>;
}

const ROW_HEIGHT = 28;

/** The packages in columns; the space bar picks the chosen one. */
export function PackageTable({ store, rows, picked, inImage, list }: Props) {
  const selected = useStore(store, (state) => state.selected);
  const { select, toggle } = store.getState();
  const index = rows.findIndex((row) => keyOf(row) === selected);
  const pick = (at: number) => {
    const row = rows[at];
    if (row) toggle(row.name);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A checkbox answers the space bar itself.
    if (event.key !== ' ' || event.target !== event.currentTarget) return;
    event.preventDefault();
    pick(index);
  };
  return (
    <div className="package-table">
      <div className="package-columns package-header" aria-hidden="true">
        <span />
        <span>Name</span>
        <span>Version</span>
        <span className="package-size">Installed</span>
        <span className="package-summary">Summary</span>
        <span />
      </div>
      <VirtualList
        ref={list}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        label="Packages"
        role="grid"
        selected={index}
        onSelect={(at) => {
          const row = rows[at];
          if (row) select(row);
        }}
        onActivate={pick}
        onKeyDown={onKeyDown}
        rowKey={(at) => (rows[at] ? `${keyOf(rows[at])} ${rows[at].repo}` : String(at))}
        render={(at, isSelected) => {
          const row = rows[at];
          return (
            row && (
              <PackageRow
                entry={row}
                selected={isSelected}
                picked={picked.has(row.name)}
                inImage={inImage.has(row.name)}
                onToggle={() => toggle(row.name)}
              />
            )
          );
        }}
      />
    </div>
  );
}
