/** The job of each kind of repository request. */
import { assertNever } from '../../../../shared/errors';
import { runCheck } from './check';
import { runDelta } from './delta';
import { runPrune } from './prune';
import { runPull } from './pull';
import type { RepositoryJob } from './repository-job';

/** @throws StudioError as the jobs do */
export function runRepositoryJob(job: RepositoryJob): Promise<void> {
  const { request, ...rest } = job;
  switch (request.kind) {
    case 'pull':
      return runPull({ ...rest, request });
    case 'delta':
      return runDelta({ ...rest, request });
    case 'prune':
      return runPrune({ ...rest, request });
    case 'check':
      return runCheck({ ...rest, request });
    default:
      return assertNever(request);
  }
}
