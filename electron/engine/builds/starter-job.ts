/** The job that makes the starter repository. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Workspace } from '../../../shared/manifest/types';
import type { EngineContext } from '../context';
import { starterRepositoryOf } from '../workspace/starter-repository';
import type { JobRun } from './job-run';
import { prepareStarterRepository, STARTER_STEPS, type StarterStep } from './starter/repository';

const Packages = z.object({ essential: z.array(z.string()), base: z.array(z.string()), extra: z.array(z.string()) });
const LABELS: Record<StarterStep, string> = {
  plan: 'Asking apt what is needed',
  download: 'Downloading',
  convert: 'Converting to RPM',
  index: 'Writing the repository metadata',
};

/** Makes or refreshes `<workspace>/starter-repository`. */
export async function runStarterJob(
  ctx: EngineContext,
  workspace: Workspace,
  run: JobRun,
  folder: string,
): Promise<void> {
  const lists = Packages.parse(
    JSON.parse(await readFile(path.join(ctx.paths.assets, 'starter', 'packages.json'), 'utf8')),
  );
  run.plan(STARTER_STEPS.map((name) => ({ name, kind: 'step', stages: [] })));
  let current: StarterStep | undefined;
  let began = Date.now();
  const enter = (step: StarterStep | undefined): void => {
    if (current !== undefined)
      run.onWorker({ kind: 'step-end', step: current, seconds: (Date.now() - began) / 1000, ok: true });
    current = step;
    began = Date.now();
    if (step !== undefined) run.onWorker({ kind: 'step-start', step });
  };
  const repository = starterRepositoryOf(workspace);
  const made = await prepareStarterRepository({
    names: [...lists.essential, ...lists.base, ...lists.extra],
    repository,
    work: path.join(folder, 'work'),
    signal: run.signal,
    onLine: (line) => run.log(current ?? 'plan', line),
    onProgress: (step, done, total, name) => {
      if (step !== current) enter(step);
      run.label(`${LABELS[step]}${name ? ` ${name}` : ''}${total > 1 ? ` (${done} of ${total})` : ''}`);
      if (name) run.log(step, `${done} of ${total}  ${name}`);
    },
  });
  enter(undefined);
  run.log('index', `${made.packages} packages, ${made.converted} of them converted now`, 'info');
  run.addArtifact({ kind: 'repository', path: repository, packages: made.packages });
}
