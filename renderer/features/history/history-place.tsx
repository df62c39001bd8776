import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { layoutGraph } from '../../../shared/history/graph';
import { Button } from '../../ui/button';
import { Columns } from '../../ui/columns';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { ProblemBar } from '../../ui/problem-bar';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { SearchInput } from '../../ui/search-input';
import { Spinner } from '../../ui/spinner';
import { useCopy } from '../../ui/use-copy';
import { filterHistory } from './commit-filter';
import { CommitList } from './commit-list';
import { CommitPane } from './commit-pane';
import './history.css';
import { RefList } from './ref-list';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly go: Go;
}

/** The repository: its refs, the graph of its commits, and what is known about one. */
export function HistoryPlace({ store, go }: Props) {
  const status = useStore(store, (state) => state.status);
  const repository = useStore(store, (state) => state.repository);
  const [refFilter, setRefFilter] = useState('');
  const graph = useGraph(store);
  const copy = useCopy();
  const details = useRef<HTMLDivElement>(null);
  const openDetails = () => details.current?.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  return (
    <Columns
      id="history"
      left={
        <Pane>
          <PaneHead>
            <h1>History</h1>
            <div className="history-actions">
              <Button
                variant="ghost"
                icon="refresh"
                title="Read the repository again"
                onClick={() => void store.getState().refresh()}
              />
            </div>
          </PaneHead>
          <div className="history-filter">
            <SearchInput value={refFilter} onChange={setRefFilter} label="Filter refs" placeholder="Filter refs" />
          </div>
          <PaneBody>
            {repository?.exists && (
              <RefList store={store} repository={repository} filter={refFilter} laneOf={graph.laneOf} />
            )}
          </PaneBody>
        </Pane>
      }
      middle={
        <Pane flat>
          <Problem store={store} />
          {status.kind === 'failed' ? (
            <ErrorNotice error={status.error} onRetry={() => void store.getState().refresh()} />
          ) : status.kind === 'loading' && !repository ? (
            <div className="history-centre">
              <Spinner />
            </div>
          ) : (
            <Commits store={store} go={go} graph={graph} onOpen={openDetails} copy={copy} />
          )}
        </Pane>
      }
      right={
        <Pane>
          <div className="history-details" ref={details}>
            <CommitPane store={store} go={go} copy={copy} />
          </div>
        </Pane>
      }
    />
  );
}

interface CommitsProps extends Props {
  readonly graph: ReturnType<typeof useGraph>;
  readonly onOpen: () => void;
  readonly copy: (text: string, what: string) => void;
}

function Commits({ store, go, graph, onOpen, copy }: CommitsProps) {
  const repository = useStore(store, (state) => state.repository);
  const query = useStore(store, (state) => state.query);
  const total = useStore(store, (state) => state.commits.length);
  if (!repository?.exists || total === 0) {
    return (
      <EmptyState
        icon="history"
        title={repository?.exists ? 'No commits yet' : 'No repository yet'}
        text={`Here you see every commit of ${repository?.path ?? 'the workspace’s repository'}: what changed, which job made it, and where it runs. The first build makes the first commit.`}
        action={
          <Button variant="primary" onClick={() => go({ place: 'compose' })}>
            Build a target
          </Button>
        }
      />
    );
  }
  return (
    <>
      <PaneHead>
        <SearchInput
          value={query}
          onChange={store.getState().setQuery}
          label="Filter commits"
          placeholder="Filter by checksum, version, subject or ref"
        />
        <span className="history-count">{countWords(graph.history.matches, total, query)}</span>
      </PaneHead>
      {graph.history.rows.length === 0 ? (
        <EmptyState
          icon="search"
          title="No commit matches"
          text={`Nothing in ${total.toLocaleString('en')} commits has “${query.trim()}” in its checksum, version, subject or ref.`}
          action={<Button onClick={() => store.getState().setQuery('')}>Show all</Button>}
        />
      ) : (
        <CommitList store={store} history={graph.history} graph={graph.layout} onOpen={onOpen} copy={copy} />
      )}
    </>
  );
}

function countWords(matches: number, total: number, query: string): string {
  const all = `${total.toLocaleString('en')} ${total === 1 ? 'commit' : 'commits'}`;
  return query.trim() === '' ? all : `${matches.toLocaleString('en')} of ${all}`;
}

/** Rows and lanes of the commits that the filter leaves. */
function useGraph(store: HistoryStore) {
  const commits = useStore(store, (state) => state.commits);
  const query = useDeferredValue(useStore(store, (state) => state.query));
  const history = useMemo(() => filterHistory(commits, query), [commits, query]);
  const layout = useMemo(() => layoutGraph(history.nodes), [history]);
  const lanes = useMemo(() => {
    const heads = new Map<string, number>();
    history.nodes.forEach((node, index) => {
      if (node.refs.length > 0) heads.set(node.checksum, layout.rows[index]?.lane ?? 0);
    });
    return heads;
  }, [history, layout]);
  const laneOf = useCallback((checksum: string) => lanes.get(checksum), [lanes]);
  return { history, layout, laneOf };
}

function Problem({ store }: { store: HistoryStore }) {
  const problem = useStore(store, (state) => state.problem);
  return <ProblemBar problem={problem} onDismiss={() => store.getState().dismissProblem()} />;
}
