import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { Menu } from '../../ui/menu';
import { useCopy } from '../../ui/use-copy';
import { useNow } from '../../ui/use-now';
import { filterJobs } from './job-list-filter';
import { jobMenu } from './job-list-menu';
import { JobListRow } from './job-list-row';
import { commonPrefix, listRows, type ListRow } from './job-list-rows';
import { useRowWindow } from './job-list-window';
import { isActive } from './job-words';
import type { BuildsStore } from './store';
import { useJobDrag } from './job-list-drag';
import { useJobKeys } from './job-list-keys';

/** The rows that the filter leaves, and what their names have in common. */
function useRows(store: BuildsStore) {
  const all = useStore(store, (state) => state.jobs);
  const filter = useStore(store, (state) => state.filter);
  // Only the border between the days depends on the time.
  const now = useNow(all.some(isActive), 60_000);
  const rows = useMemo(() => listRows(filterJobs(all, filter), now), [all, filter, now]);
  return { rows, prefix: useMemo(() => commonPrefix(all), [all]) };
}

interface Props {
  readonly store: BuildsStore;
  /** Moves the focus to the open job. */
  readonly onOpen: () => void;
}

/** All jobs: what runs, what waits in its order, what is over by day. Any number of them. */
export function JobList({ store, onOpen }: Props) {
  const id = useId();
  const copy = useCopy();
  const { rows, prefix } = useRows(store);
  const window = useRowWindow(useMemo(() => rows.map((row) => row.height), [rows]));
  const selected = useStore(store, (state) => state.selected);
  const [menuAt, setMenuAt] = useState<{ x: number; y: number }>();
  const keys = useJobKeys({ store, rows, page: window.page, copy, onOpen });
  const at = rows.findIndex((row) => row.key === selected);
  const { scrollTo } = window;
  useEffect(() => scrollTo(at), [at, scrollTo]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return keys.onKeyDown(event);
    event.preventDefault();
    const row = document.getElementById(`${id}-${selected}`)?.getBoundingClientRect();
    setMenuAt({ x: (row?.left ?? 0) + 24, y: row?.bottom ?? 0 });
  };
  return (
    <>
      <div
        ref={window.ref}
        className="jobs"
        role="listbox"
        aria-label="Jobs"
        aria-multiselectable="true"
        aria-activedescendant={at >= 0 ? `${id}-${selected}` : undefined}
        tabIndex={0}
        onScroll={window.measure}
        onKeyDown={onKeyDown}
      >
        <div className="jobs-canvas" style={{ height: window.tops[rows.length] ?? 0 }}>
          <Rows
            id={id}
            store={store}
            rows={rows}
            prefix={prefix}
            window={window}
            click={keys.click}
            onMenu={setMenuAt}
          />
        </div>
      </div>
      {menuAt && <Menu at={menuAt} items={jobMenu(store, copy)} onClose={() => setMenuAt(undefined)} />}
    </>
  );
}

interface RowsProps {
  readonly id: string;
  readonly store: BuildsStore;
  readonly rows: readonly ListRow[];
  readonly prefix: string;
  readonly window: Pick<ReturnType<typeof useRowWindow>, 'first' | 'end' | 'tops'>;
  readonly click: ReturnType<typeof useJobKeys>['click'];
  readonly onMenu: (at: { x: number; y: number }) => void;
}

/** The rows in sight. */
function Rows({ id, store, rows, prefix, window, click, onMenu }: RowsProps) {
  const selected = useStore(store, (state) => state.selected);
  const chosen = useStore(store, (state) => state.chosen);
  const cancelling = useStore(store, (state) => state.cancelling);
  const drag = useJobDrag(store);
  return rows.slice(window.first, window.end).map((row, offset) => {
    const top = window.tops[window.first + offset] ?? 0;
    if (row.kind === 'head')
      return (
        <div key={row.key} className="jobs-head" role="presentation" style={{ transform: `translateY(${top}px)` }}>
          <Group label={row.label} end={row.count} />
        </div>
      );
    return (
      <JobListRow
        key={row.key}
        id={`${id}-${row.key}`}
        row={row}
        top={top}
        prefix={prefix}
        isOpen={row.key === selected}
        isChosen={chosen.size > 0 ? chosen.has(row.key) : row.key === selected}
        isCancelling={cancelling.has(row.key)}
        drop={drag.over?.id === row.key ? drag.over.side : undefined}
        onClick={(event) => click(row.key, event)}
        onMenu={(event) => {
          event.preventDefault();
          if (!chosen.has(row.key)) click(row.key, { shiftKey: false, ctrlKey: false });
          onMenu({ x: event.clientX, y: event.clientY });
        }}
        onDrag={(event, what) => drag.handle(event, what, row.job)}
      />
    );
  });
}
