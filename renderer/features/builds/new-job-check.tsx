import { ErrorNotice } from '../../ui/error-notice';
import { formatBytes } from '../../ui/format';
import { NewJobForm } from './new-job-form';
import type { BuildsStore } from './store';
import { useRepository } from './new-job-repository';

/** Says what a check does and how much it reads, and queues it. */
export function NewJobCheck({ store }: { readonly store: BuildsStore }) {
  const read = useRepository(store);
  const check = () => {
    store.getState().closeDialog();
    void store.getState().enqueue({ kind: 'check' });
  };
  return (
    <NewJobForm store={store} title="Check the repository" confirm="Check" problem={read.problem} onConfirm={check}>
      {read.error && <ErrorNotice error={read.error} />}
      <p>Reads every object and compares it with its checksum. Nothing is changed; what is damaged is named.</p>
      {read.repository && (
        <p className="builds-dim">
          <span className="mono">{read.repository.path}</span>
          {read.repository.exists && ` · ${formatBytes(read.repository.size)} to read`}
        </p>
      )}
    </NewJobForm>
  );
}
