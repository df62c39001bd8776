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
import { JobView } from './job-view';
import { PlanPane } from './plan-pane';
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
  const boot = async (image: string) => {
    const id = await store.getState().boot(image);
    if (id !== undefined) go({ place: 'machines', machine: id });
  };
  return (
    <Columns
      id="builds"
      left={
        <Pane>
          <PaneHead>
            <h1>Builds</h1>
          </PaneHead>
          <PaneBody>
            <JobList store={store} />
          </PaneBody>
          <UndoBar store={store} />
        </Pane>
      }
      middle={
        <Pane flat>
          <Problem store={store} />
          <div className="builds-middle">
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
