/** The loop that the studio is for, edit → build → commit → boot → upgrade, and how far a person has come: real state only. */
import type { Job } from '../../shared/builds/types';
import type { Repository } from '../../shared/history/types';
import type { Machine } from '../../shared/machines/types';
import type { Resolved, Workspace } from '../../shared/manifest/types';

export const LOOP = ['repository', 'image', 'boot', 'change', 'upgrade'] as const;
export type LoopStep = (typeof LOOP)[number];
export interface LoopState {
  readonly step: LoopStep;
  readonly state: 'done' | 'running' | 'next' | 'later';
  /** The job that is at it. */
  readonly job?: string;
}

export interface LoopFacts {
  readonly workspace: Workspace | null;
  readonly resolved: Resolved | undefined;
  readonly jobs: readonly Job[];
  readonly repository: Repository | undefined;
  readonly machines: readonly Machine[];
}

/** Steps in their order; the first that is not done is next. A workspace of one's own needs no starter repository. */
export function loopOf(facts: LoopFacts): readonly LoopState[] {
  const steps = LOOP.filter((step) => step !== 'repository' || facts.workspace?.starter === true);
  let open = true;
  return steps.map((step) => {
    if (isDone(step, facts)) return { step, state: 'done' };
    const job = facts.jobs.find((entry) => worksOn(step, entry) && isActive(entry));
    const isNext = open;
    open = false;
    if (job) return { step, state: 'running', job: job.id };
    return { step, state: isNext ? 'next' : 'later' };
  });
}

function isDone(step: LoopStep, facts: LoopFacts): boolean {
  const jobs = facts.jobs.filter((job) => job.status.kind === 'done' && job.workspace === facts.workspace?.path);
  const output = facts.workspace?.outputDir;
  const machines = facts.machines.filter((machine) => output !== undefined && machine.image.startsWith(`${output}/`));
  switch (step) {
    case 'repository':
      return jobs.some((job) => worksOn(step, job)) || facts.resolved?.manifest !== undefined;
    case 'image':
      return jobs.some((job) => job.artifacts.some((artifact) => artifact.kind === 'image'));
    case 'boot':
      return machines.length > 0;
    case 'change':
      return (facts.repository?.refs ?? []).some((ref) => ref.commits > 1);
    case 'upgrade':
      return machines.some((machine) => machine.lastUpgrade?.available === true || machine.deployments.length > 1);
  }
}

function worksOn(step: LoopStep, { request }: Job): boolean {
  if (step === 'repository') return request.kind === 'starter-repository';
  if (step === 'image') return request.kind === 'target' && !request.target.endsWith('.repo');
  if (step === 'change') return request.kind === 'target' && request.target.endsWith('.repo');
  return false;
}

function isActive(job: Job): boolean {
  return job.status.kind === 'running' || job.status.kind === 'waiting';
}
