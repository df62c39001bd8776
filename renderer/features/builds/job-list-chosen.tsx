import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { isActive } from './job-words';
import type { BuildsStore } from './store';

/** What can be done with several jobs at once; nothing while fewer than two are chosen. */
export function JobListChosen({ store }: { readonly store: BuildsStore }) {
  const chosen = useStore(store, (state) => state.chosen);
  const jobs = useStore(store, (state) => state.jobs);
  if (chosen.size < 2) return null;
  const acted = jobs.filter((job) => chosen.has(job.id));
  const active = acted.filter(isActive);
  const ended = acted.filter((job) => !isActive(job));
  const { cancel, remove, choose } = store.getState();
  return (
    <div className="builds-undo" role="toolbar" aria-label="Chosen jobs">
      <span className="builds-ellipsis">{`${acted.length} chosen`}</span>
      <span className="jobs-chosen-actions">
        {active.length > 0 && (
          <Button
            variant="danger"
            onClick={() => {
              for (const job of active) void cancel(job.id);
            }}
          >
            {`Cancel ${active.length}`}
          </Button>
        )}
        {ended.length > 0 && (
          <Button onClick={() => remove(...ended.map((job) => job.id))}>{`Remove ${ended.length}`}</Button>
        )}
        <Button variant="ghost" icon="close" title="Choose none (Escape)" onClick={() => choose(new Set())} />
      </span>
    </div>
  );
}
