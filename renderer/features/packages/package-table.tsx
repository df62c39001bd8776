import { useState, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import { VirtualList } from '../../ui/virtual-list';
import { PackageRow } from './package-row';
import { keyOf, pickedName } from './package-rows';
import type { PackagesStore } from './store';
import { useNames } from './use-names';

interface Props {
  readonly store: PackagesStore;
  readonly list: RefObject<HTMLDivElement | null>;
}

const ROW_HEIGHT = 28;

/** The packages in columns. Shift with the arrows marks several; the space bar picks what is marked. */
export function PackageTable({ store, list }: Props) {
  const rows = useStore(store, (state) => state.rows);
  const selected = useStore(store, (state) => state.selected);
  const byFile = useStore(store, (state) => state.by === 'file' && state.query.trim() !== '');
  const names = useNames(store);
  const { select, toggle } = store.getState();
  const index = rows.findIndex((row) => keyOf(row) === selected);
  const { isMarked, onKeyDown } = useMarking(index, (marked) => {
    const chosen = rows.filter((_row, at) => marked(at));
    if (chosen.length > 0) toggle(...new Set(chosen.map(({ name }) => name)));
  });
  const choose = (at: number) => {
    const row = rows[at];
    if (row) select(row);
  };
  return (
    <div className="package-table" data-by={byFile ? 'file' : undefined}>
      <div className="package-columns package-header" aria-hidden="true">
        <span />
        <span>Name</span>
        <span>Version</span>
        <span className="package-size">Installed</span>
        <span className="package-summary">{byFile ? 'File' : 'Summary'}</span>
        <span />
      </div>
      <VirtualList
        ref={list}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        label="Packages"
        role="grid"
        selected={index}
        onSelect={choose}
        onActivate={(at) => rows[at] && toggle(rows[at].name)}
        onKeyDown={onKeyDown}
        rowKey={(at) => (rows[at] ? `${keyOf(rows[at])} ${rows[at].repo} ${rows[at].file ?? ''}` : String(at))}
        render={(at, isSelected) => {
          const row = rows[at];
          return (
            row && (
              <PackageRow
                entry={row}
                selected={isSelected || isMarked(at)}
                picked={names.picked.has(row.name)}
                inImage={names.inImage.has(row.name)}
                newer={names.updates.get(row.name)}
                excluded={names.excluded.has(pickedName(row.name))}
                onToggle={() => toggle(row.name)}
              />
            )
          );
        }}
      />
    </div>
  );
}

/** Shift marks rows from where it was first held to the chosen one; the space bar picks them. */
function useMarking(index: number, pick: (isMarked: (at: number) => boolean) => void) {
  /** Where marking began; -1: only the chosen row is marked. */
  const [anchor, setAnchor] = useState(-1);
  const from = anchor < 0 ? index : anchor;
  const isMarked = (at: number) => at >= Math.min(from, index) && at <= Math.max(from, index);
  const onKeyDown = (event: KeyboardEvent) => {
    // A checkbox answers the space bar itself.
    if (event.target !== event.currentTarget) return;
    if (event.key === ' ') {
      event.preventDefault();
      pick(isMarked);
    } else if (event.key === 'Escape') setAnchor(-1);
    else if (/^(Arrow(Up|Down)|Page(Up|Down)|Home|End)$/.test(event.key)) setAnchor(event.shiftKey ? from : -1);
  };
  return { isMarked, onKeyDown };
}
