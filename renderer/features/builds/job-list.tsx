import { useStore } from 'zustand';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import { StateDot } from '../../ui/state-dot';
import { useNow } from '../../ui/use-now';
import { groupJobs, isActive, jobWords } from './job-words';
import type { BuildsStore } from './store';

/** All jobs in groups: what runs, what waits, what is over. */
export function JobList({ store }: { store: BuildsStore }) {
  const jobs = useStore(store, (state) => state.jobs);
  const selected = useStore(store, (state) => state.selected);
  const cancelling = useStore(store, (state) => state.cancelling);
  const select = useStore(store, (state) => state.select);
  // Only the border between today and earlier depends on the time.
  const now = useNow(jobs.some(isActive), 60_000);
  return groupJobs(jobs, now).map((group) => (
    <div key={group.label} role="group" aria-label={group.label}>
      <Group label={group.label} />
      {group.jobs.map((job) => {
        const words = jobWords(job, cancelling.has(job.id));
        return (
          <ListItem
            key={job.id}
            selected={job.id === selected}
            leading={<StateDot tone={words.tone} label={words.label} />}
            title={shortTitle(job.title)}
            end={words.end}
            tooltip={`Job ${job.id}: ${job.title}\n${words.label}${job.status.kind === 'waiting' ? ` ${job.status.reason ?? ''}` : ''}`}
            onClick={() => select(job.id)}
          />
        );
      })}
    </div>
  ));
}

/** A target's name without what all have in common: `minimal-ostree.qcow2` for `starter-qemu-minimal-ostree.x86_64.qcow2`. */
function shortTitle(title: string): string {
  const parts = /^[^-\s]+-[^-\s]+-([^\s]+)\.[^.\s]+\.(qcow2|img|repo)$/.exec(title);
  return parts ? `${parts[1] ?? ''}.${parts[2] ?? ''}` : title;
}
