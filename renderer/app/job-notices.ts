/** Says that a job ended, where its own place is not open. */
import type { Job } from '../../shared/builds/types';
import type { StudioClient } from '../../shared/contract';
import type { Notice } from '../ui/notify';
import type { NavigationStore } from './navigation-store';
import type { ToastStore } from './toast-store';

interface Where {
  readonly navigation: NavigationStore;
  readonly toasts: ToastStore;
}

export function noticesOfJobs(client: StudioClient, { navigation, toasts }: Where): () => void {
  const active = new Set<string>();
  return client.on('builds.changed', (job) => {
    if (job.status.kind === 'running' || job.status.kind === 'waiting') {
      active.add(job.id);
      return;
    }
    // Only what was seen at work is news.
    if (!active.delete(job.id) || navigation.getState().place === 'builds') return;
    const notice = noticeOf(job, () => navigation.getState().go({ place: 'builds', job: job.id }));
    if (notice) toasts.getState().notify(notice);
  });
}

/** Undefined for what a person did on purpose. */
export function noticeOf(job: Job, show: () => void): Notice | undefined {
  const action = { label: 'Show', run: show };
  if (job.status.kind === 'done') return { text: `${job.title} is done.`, tone: 'ok', action };
  if (job.status.kind === 'failed')
    return { text: `${job.title} failed: ${job.status.error.message}`, tone: 'bad', action, duration: 0 };
  return undefined;
}
