import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { toWire, type WireError } from '../../../shared/errors';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { Select } from '../../ui/select';
import { Spinner } from '../../ui/spinner';
import { NewJobField } from './new-job-field';
import { NewJobForm } from './new-job-form';
import { useRepository } from './new-job-repository';
import { keepValues, keptValues, PruneValues } from './new-job-values';
import { isActive } from './job-words';
import type { BuildsStore } from './store';

const DEPTHS = [
  { value: '0', label: 'Only the newest commit of each ref' },
  { value: '1', label: 'The newest and one parent' },
  { value: '2', label: 'The newest and two parents' },
  { value: '5', label: 'The newest and five parents' },
  { value: '10', label: 'The newest and ten parents' },
  { value: '-1', label: 'Every commit that a ref reaches' },
];

/** A prune that was tried without removing anything. */
interface Tried {
  readonly job: string;
  readonly depth: string;
}

/** Tries first what would go; only then it can be removed. */
export function NewJobPrune({ store }: { readonly store: BuildsStore }) {
  const read = useRepository(store);
  const [depth, setDepth] = useState(() => keptValues('prune', PruneValues).depth);
  const [tried, setTried] = useState<Tried>();
  const isTried = useStore(
    store,
    (state) => tried?.depth === depth && state.jobs.find((job) => job.id === tried.job)?.status.kind === 'done',
  );
  const tryIt = async () => {
    keepValues('prune', { depth });
    const job = await store.getState().enqueue({ kind: 'prune', keepDepth: Number(depth), dryRun: true });
    if (job !== undefined) setTried({ job, depth });
  };
  const prune = () => {
    store.getState().closeDialog();
    void store.getState().enqueue({ kind: 'prune', keepDepth: Number(depth), dryRun: false });
  };
  return (
    <NewJobForm
      store={store}
      title="Prune the repository"
      confirm="Remove for good"
      danger
      problem={read.problem ?? (isTried ? undefined : '')}
      onConfirm={prune}
    >
      {read.error && <ErrorNotice error={read.error} />}
      <NewJobField
        label="Keep"
        note="Commits that are farther from every ref go, and all objects that nothing needs then. This cannot be undone."
      >
        <div className="job-field-row">
          <Select value={depth} onChange={setDepth} label="Keep" options={DEPTHS} />
          <Button disabled={read.problem !== undefined} onClick={() => void tryIt()}>
            Show what would go
          </Button>
        </div>
      </NewJobField>
      {tried?.depth === depth && <Preview key={tried.job} store={store} job={tried.job} />}
    </NewJobForm>
  );
}

/** What the trial said, once it is over. */
function Preview({ store, job }: { readonly store: BuildsStore; readonly job: string }) {
  const found = useStore(store, (state) => state.jobs.find(({ id }) => id === job));
  const isOver = found !== undefined && !isActive(found);
  const [lines, setLines] = useState<readonly string[]>();
  const [problem, setProblem] = useState<WireError>();
  useEffect(() => {
    if (!isOver) return;
    store
      .getState()
      .linesOf(job)
      .then(setLines, (thrown: unknown) => setProblem(toWire(thrown)));
  }, [store, job, isOver]);
  if (found?.status.kind === 'failed') return <ErrorNotice error={found.status.error} />;
  if (problem) return <ErrorNotice error={problem} />;
  if (!lines)
    return (
      <p className="builds-dim" role="status">
        <Spinner /> {found?.status.kind === 'waiting' ? `Job ${job} waits for its turn` : 'Looking what would go'}
      </p>
    );
  const commits = lines.filter((line) => line.startsWith('would remove ')).length;
  return (
    <section aria-label="What would go">
      <p>
        {commits === 0
          ? 'No commit of a ref would go.'
          : `${commits} ${commits === 1 ? 'commit' : 'commits'} would go.`}
      </p>
      <pre className="job-form-lines">{lines.join('\n')}</pre>
    </section>
  );
}
