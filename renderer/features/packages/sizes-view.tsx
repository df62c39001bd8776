import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '../../ui/empty-state';
import { formatBytes, formatBytesDelta } from '../../ui/format';
import { Select } from '../../ui/select';
import { VirtualList } from '../../ui/virtual-list';
import { sizeGroups, sizesOf, type GroupBy, type SizedPackage } from './sizes';
import type { PackagesStore } from './store';
import { Treemap } from './treemap';

type Side = 'after' | 'before';
type Sort = 'size' | 'growth' | 'name';

const GROUPS: readonly { readonly value: GroupBy; readonly label: string }[] = [
  { value: 'request', label: 'By what brings it' },
  { value: 'group', label: 'By group' },
  { value: 'repository', label: 'By repository' },
  { value: 'none', label: 'Packages only' },
];
const SIDES: readonly { readonly value: Side; readonly label: string }[] = [
  { value: 'after', label: 'After' },
  { value: 'before', label: 'Before' },
];
const SORTS: readonly { readonly value: Sort; readonly label: string }[] = [
  { value: 'size', label: 'Largest first' },
  { value: 'growth', label: 'Grown most first' },
  { value: 'name', label: 'By name' },
];
const ROW_HEIGHT = 26;

function sorted(packages: readonly SizedPackage[], side: Side, sort: Sort): readonly SizedPackage[] {
  const there = packages.filter((entry) => entry[side] > 0 || entry.after !== entry.before);
  if (sort === 'name') return there.sort((a, b) => a.name.localeCompare(b.name));
  const weight = (entry: SizedPackage) => (sort === 'size' ? entry[side] : entry.after - entry.before);
  return there.sort((a, b) => weight(b) - weight(a) || a.name.localeCompare(b.name));
}

/** What takes how much room: a picture, and the same as a list. */
export function SizesView({ store }: { readonly store: PackagesStore }) {
  const preview = useStore(store, (state) => ('last' in state.preview ? state.preview.last : undefined));
  const groups = useStore(store, (state) => state.groups);
  const [by, setBy] = useState<GroupBy>('request');
  const [side, setSide] = useState<Side>('after');
  const [sort, setSort] = useState<Sort>('size');
  const selected = useStore(store, (state) => state.selected);
  const sized = useMemo(() => (preview ? sizesOf(preview, by, groups) : []), [preview, by, groups]);
  const grouped = useMemo(() => sizeGroups(sized, side), [sized, side]);
  const rows = useMemo(() => sorted(sized, side, sort), [sized, side, sort]);
  if (!preview || sized.length === 0)
    return (
      <EmptyState
        icon="sizes"
        title="Nothing to measure yet"
        text="The sizes are known when the target resolves: the column on the right says how that goes."
      />
    );
  const { show } = store.getState();
  const hasBefore = preview.against !== undefined;
  return (
    <div className="sizes">
      <div className="sizes-bar">
        <Select label="Put together" value={by} options={GROUPS} onChange={setBy} />
        {hasBefore && <Select label="Which image" value={side} options={SIDES} onChange={setSide} />}
        <Select label="Sort the list" value={sort} options={SORTS} onChange={setSort} />
        <span className="packages-end">{formatBytes(grouped.reduce((sum, group) => sum + group[side], 0))}</span>
      </div>
      <Treemap groups={grouped} side={side} selected={selected} onShow={show} />
      <VirtualList
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        label="Sizes"
        selected={rows.findIndex(({ key }) => key === selected)}
        onSelect={(at) => rows[at] && show(rows[at].name)}
        rowKey={(at) => rows[at]?.key ?? String(at)}
        render={(at, isSelected) => {
          const row = rows[at];
          return row && <SizeRow row={row} side={side} largest={rows} selected={isSelected} hasBefore={hasBefore} />;
        }}
      />
    </div>
  );
}

interface RowProps {
  readonly row: SizedPackage;
  readonly side: Side;
  readonly largest: readonly SizedPackage[];
  readonly selected: boolean;
  readonly hasBefore: boolean;
}

function SizeRow({ row, side, largest, selected, hasBefore }: RowProps) {
  const most = useMemo(() => largest.reduce((max, entry) => Math.max(max, entry[side]), 1), [largest, side]);
  return (
    <div
      className="size-row"
      data-selected={selected || undefined}
      title={`${row.name}${row.group ? `\n${row.group}` : ''}`}
    >
      <span className="packages-ellipsis">{row.name}</span>
      <span className="size-track" aria-hidden="true">
        <i style={{ width: `${(row[side] / most) * 100}%` }} />
      </span>
      <span className="package-size">{formatBytes(row[side])}</span>
      {hasBefore && (
        <span className="package-size packages-dim">
          {row.after === row.before ? '' : formatBytesDelta(row.after - row.before)}
        </span>
      )}
    </div>
  );
}
