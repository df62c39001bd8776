import { useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Columns } from '../../ui/columns';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { ProblemBar } from '../../ui/problem-bar';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { useCopy } from '../../ui/use-copy';
import './builds.css';
import { JobList } from './job-list';
import { JobListChosen } from './job-list-chosen';
import { filterJobs, isFiltered, NO_FILTER } from './job-list-filter';
import { JobListHead } from './job-list-head';
import './job-list.css';
import { JobView } from './job-view';
import { NewJobDialogs } from './new-job-dialogs';
import { NewJobMenu } from './new-job-menu';
import { PlanPane } from './plan-pane';
import { QueueBar } from './queue-bar';
import type { BuildsStore } from './store';
import { UndoBar } from './undo-bar';

interface Props {
  readonly store: BuildsStore;
  readonly go: Go;
}

/** The queue: what is built, how far it is, what it said, and what came of it. */
export function BuildsPlace({ store, go }: Props) {
  const status = useStore(store, (state) => state.status);
  const job = useStore(store, (state) => state.jobs.find((entry) => entry.id === state.selected));
  const copy = useCopy();
  const middle = useRef<HTMLDivElement>(null);
  const boot = async (image: string) => {
    const id = await store.getState().boot(image);
    if (id !== undefined) go({ place: 'machines', machine: id });
  };
  return (
    <Columns
      id="builds"
      left={
        <Pane>
          <PaneHead end={<NewJobMenu store={store} />}>
            <h1>Builds</h1>
          </PaneHead>
          <QueueBar store={store} />
          <JobListHead store={store} />
          <div className="jobs-body">
            <Jobs store={store} onOpen={() => focusIn(middle.current)} />
          </div>
          <JobListChosen store={store} />
          <UndoBar store={store} />
          <NewJobDialogs store={store} />
        </Pane>
      }
      middle={
        <Pane flat>
          <Problem store={store} />
          <div className="builds-middle" ref={middle}>
            {job ? (
              <JobView store={store} job={job} copy={copy} />
            ) : (
              <NoJob store={store} go={go} status={status.kind} />
            )}
          </div>
        </Pane>
      }
      right={
        <Pane>
          <PaneHead>
            <h2>Plan</h2>
          </PaneHead>
          <PaneBody>{job && <PlanPane job={job} go={go} onBoot={(image) => void boot(image)} copy={copy} />}</PaneBody>
        </Pane>
      }
    />
  );
}

/** The first thing in there that takes the focus. */
function focusIn(element: HTMLElement | null): void {
  element?.querySelector<HTMLElement>('button, [tabindex="0"], input')?.focus();
}

/** The list, or why it is empty. */
function Jobs({ store, onOpen }: { readonly store: BuildsStore; readonly onOpen: () => void }) {
  const isEmpty = useStore(store, (state) => state.jobs.length === 0);
  const hidesAll = useStore(
    store,
    (state) => state.jobs.length > 0 && isFiltered(state.filter) && filterJobs(state.jobs, state.filter).length === 0,
  );
  if (isEmpty) return null;
  if (!hidesAll) return <JobList store={store} onOpen={onOpen} />;
  return (
    <div className="builds-note" role="status">
      <p>No job is like this.</p>
      <Button onClick={() => store.getState().setFilter(NO_FILTER)}>Show all</Button>
    </div>
  );
}

function Problem({ store }: { store: BuildsStore }) {
  const problem = useStore(store, (state) => state.problem);
  return <ProblemBar problem={problem} onDismiss={() => store.getState().dismissProblem()} />;
}

function NoJob({ store, go, status }: Props & { status: 'loading' | 'ready' | 'failed' }) {
  const failure = useStore(store, (state) => (state.status.kind === 'failed' ? state.status.error : undefined));
  if (status === 'loading')
    return (
      <div className="builds-centre">
        <Spinner />
      </div>
    );
  if (failure) return <ErrorNotice error={failure} onRetry={() => store.getState().connect()} />;
  return (
    <EmptyState
      icon="builds"
      title="Nothing has been built yet"
      text="Here you see what is built: each stage as it runs, its log, and the image or commit that comes of it. A starter image needs packages first: the starter repository is made of this machine's own."
      action={
        <div className="builds-next">
          <Button variant="primary" onClick={() => void store.getState().enqueue({ kind: 'starter-repository' })}>
            Prepare starter repository
          </Button>
          <Button onClick={() => go({ place: 'compose' })}>Choose a target to build</Button>
        </div>
      }
    />
  );
}
