/** What can be done with the chosen jobs: the rows of the context menu, and what keys do. */
import type { Job } from '../../../shared/builds/types';
import type { MenuItem } from '../../ui/menu';
import { moveBy, moveTo, waitingJobs } from './job-list-move';
import { isActive, PRIORITY_WORDS } from './job-words';
import type { BuildsStore } from './store';

type Copy = (text: string, what: string) => void;

/** The jobs that an action is about: the chosen ones, else the open one. */
export function actedOn(store: BuildsStore): readonly Job[] {
  const { jobs, chosen, selected } = store.getState();
  return jobs.filter((job) => (chosen.size > 0 ? chosen.has(job.id) : job.id === selected));
}

/** Takes away what can be taken away without harm: ended jobs go, waiting ones are cancelled, running ones stay. */
export function removeJobs(store: BuildsStore, jobs: readonly Job[]): void {
  const { cancel, remove } = store.getState();
  for (const job of jobs) if (job.status.kind === 'waiting') void cancel(job.id);
  const ended = jobs.filter((job) => !isActive(job)).map((job) => job.id);
  if (ended.length > 0) remove(...ended);
}

export function copyCommands(jobs: readonly Job[], copy: Copy): void {
  if (jobs.length > 0) {
    copy(
      jobs.map((job) => job.command).join('\n'),
      jobs.length === 1 ? 'Command copied' : `${jobs.length} commands copied`,
    );
  }
}

export function moveJob(store: BuildsStore, job: Job | undefined, by: 1 | -1): void {
  const { jobs, move } = store.getState();
  const to = job && moveBy(waitingJobs(jobs), job.id, by);
  if (job && to) void move(job.id, to);
}

export function jobMenu(store: BuildsStore, copy: Copy): readonly MenuItem[] {
  const jobs = actedOn(store);
  const [first] = jobs;
  if (!first) return [];
  const copyItem: MenuItem = {
    label: jobs.length === 1 ? 'Copy command' : `Copy ${jobs.length} commands`,
    shortcut: 'Ctrl C',
    onSelect: () => copyCommands(jobs, copy),
  };
  const again = jobs.length === 1 ? againItems(store, first) : [];
  return [...again, copyItem, ...queueItems(store, jobs), ...endItems(store, jobs)];
}

function againItems(store: BuildsStore, job: Job): MenuItem[] {
  const { retry, openDialog } = store.getState();
  return [
    { label: 'Run again', onSelect: () => void retry(job.id) },
    { label: 'Run again with changes…', onSelect: () => openDialog({ kind: 'again', job: job.id }) },
  ];
}

function queueItems(store: BuildsStore, jobs: readonly Job[]): MenuItem[] {
  const waiting = jobs.filter((job) => job.status.kind === 'waiting');
  if (waiting.length === 0) return [];
  const { move } = store.getState();
  const line = waitingJobs(store.getState().jobs);
  const [only] = waiting;
  const single: MenuItem[] =
    only && waiting.length === 1
      ? [
          {
            label: 'Run next',
            separated: true,
            disabled: line[0]?.id === only.id,
            onSelect: () => {
              const to = moveTo(line, only.id, 0);
              if (to) void move(only.id, to);
            },
          },
          { label: 'Move up', shortcut: 'Alt ↑', onSelect: () => moveJob(store, only, -1) },
          { label: 'Move down', shortcut: 'Alt ↓', onSelect: () => moveJob(store, only, 1) },
        ]
      : [];
  const priorities = ([1, 0, -1] as const).map((priority, at): MenuItem => ({
    label: `Priority: ${PRIORITY_WORDS[`${priority}`].toLowerCase()}`,
    separated: at === 0,
    disabled: waiting.every((job) => job.priority === priority),
    onSelect: () => {
      for (const job of waiting) if (job.priority !== priority) void move(job.id, { priority });
    },
  }));
  return [...single, ...priorities];
}

function endItems(store: BuildsStore, jobs: readonly Job[]): MenuItem[] {
  const active = jobs.filter(isActive);
  const ended = jobs.filter((job) => !isActive(job));
  const words = (verb: string, count: number) => (jobs.length === 1 ? verb : `${verb} ${count}`);
  const { cancel, remove } = store.getState();
  return [
    ...(active.length === 0
      ? []
      : [
          {
            label: words('Cancel', active.length),
            separated: true,
            danger: true,
            onSelect: () => {
              for (const job of active) void cancel(job.id);
            },
          },
        ]),
    ...(ended.length === 0
      ? []
      : [
          {
            label: words('Remove', ended.length),
            shortcut: 'Delete',
            separated: active.length === 0,
            danger: true,
            onSelect: () => remove(...ended.map((job) => job.id)),
          },
        ]),
  ];
}
