import { useEffect, useMemo, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { GraphLayout } from '../../../shared/history/graph';
import { nextIndex } from '../../ui/list-keys';
import { useFixedRows } from '../../ui/use-fixed-rows';
import { bootedBy } from './booted';
import type { FilteredHistory } from './commit-filter';
import { CommitRow } from './commit-row';
import { GapRow } from './gap-row';
import { GraphCell } from './graph-cell';
import { graphWidth, ROW_HEIGHT } from './lane-paths';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly history: FilteredHistory;
  readonly graph: GraphLayout;
  readonly onOpen: () => void;
  readonly copy: (text: string, what: string) => void;
}

/** Milliseconds of rest before the package summaries of the rows in sight are read. */
const REST_MS = 120;

/** The commits with their graph: only the rows in sight are in the document. */
export function CommitList({ store, history, graph, onOpen, copy }: Props) {
  const rows = useFixedRows(history.rows.length, ROW_HEIGHT);
  const selected = useStore(store, (state) => state.selected);
  const index = useMemo(
    () => history.rows.findIndex((row) => row.kind === 'commit' && row.commit.checksum === selected),
    [history, selected],
  );
  const { scrollTo } = rows;
  useEffect(() => {
    // What a filter hides has no row: then the list begins at its top.
    scrollTo(Math.max(0, index));
  }, [index, scrollTo]);
  useVisibleSummaries(store, history, rows.visible);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, rows.visible.end - rows.visible.first);
    const next = event.ctrlKey ? undefined : nextIndex(event.key, index, history.rows.length, page);
    const target = next === undefined ? undefined : commitAt(history, next, next < index ? -1 : 1);
    if (target !== undefined) store.getState().select(target);
    else if (event.key === 'Enter') onOpen();
    else if (event.ctrlKey && event.key === 'c' && selected !== undefined) copy(selected, 'Checksum copied');
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="commit-scroll"
      ref={rows.ref}
      role="listbox"
      aria-label="Commits"
      aria-activedescendant={index >= 0 ? rowId(index) : undefined}
      tabIndex={0}
      onScroll={rows.onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="commit-canvas" style={{ height: rows.height }}>
        <Rows store={store} history={history} graph={graph} first={rows.first} end={rows.end} />
      </div>
    </div>
  );
}

interface RowsProps extends Pick<Props, 'store' | 'history' | 'graph'> {
  readonly first: number;
  readonly end: number;
}

function Rows({ store, history, graph, first, end }: RowsProps) {
  const selected = useStore(store, (state) => state.selected);
  const summaries = useStore(store, (state) => state.summaries);
  const machines = useStore(store, (state) => state.machines);
  const query = useStore(store, (state) => state.query);
  const booted = useMemo(() => bootedBy(machines), [machines]);
  const { select } = store.getState();
  const width = graphWidth(graph.width);
  return history.rows.slice(first, end).map((row, offset) => {
    const at = first + offset;
    const cell = (
      <GraphCell
        node={graph.rows[at]}
        above={graph.rows[at - 1]}
        lanes={graph.width}
        selected={row.kind === 'commit' && row.commit.checksum === selected}
        gap={row.kind === 'gap'}
      />
    );
    if (row.kind === 'gap') {
      return <GapRow key={row.key} row={at} count={row.count} query={query} graph={cell} graphWidth={width} />;
    }
    const { commit } = row;
    return (
      <CommitRow
        key={commit.checksum}
        id={rowId(at)}
        commit={commit}
        row={at}
        graph={cell}
        graphWidth={width}
        selected={commit.checksum === selected}
        summary={summaries.get(commit.checksum)}
        bootedBy={booted.get(commit.checksum) ?? ''}
        onSelect={select}
      />
    );
  });
}

/** Asks for the summaries of the rows in sight when scrolling has come to rest. */
function useVisibleSummaries(
  store: HistoryStore,
  history: FilteredHistory,
  visible: { first: number; end: number },
): void {
  const { first, end } = visible;
  useEffect(() => {
    const timer = setTimeout(() => {
      const rows = history.rows.slice(first, end);
      store.getState().show(rows.flatMap((row) => (row.kind === 'commit' ? [row.commit.checksum] : [])));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [store, history, first, end]);
}

/** The commit of a row; of the next in the direction of the move if the row is a gap. */
function commitAt(history: FilteredHistory, index: number, step: 1 | -1): string | undefined {
  const row = history.rows[index];
  const found = row?.kind === 'gap' ? (history.rows[index + step] ?? history.rows[index - step]) : row;
  return found?.kind === 'commit' ? found.commit.checksum : undefined;
}

function rowId(index: number): string {
  return `commit-${index}`;
}
