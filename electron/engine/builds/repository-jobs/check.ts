/** Checks every object of a repository against its checksum. See ostree-fsck(1). */
import type { BuildRequest } from '../../../../shared/builds/types';
import { StudioError } from '../../../../shared/errors';
import { runInTerminal } from '../../run-in-terminal';
import { existingRepository, type RepositoryJob } from './repository-job';

type CheckRequest = Extract<BuildRequest, { kind: 'check' }>;

const PROGRESS = /^fsck objects \((\d+)\/(\d+)\)/;
const BAR = /^fsck objects \(\d+\/\d+\)[^%]*%/;
const BAD = /\b([0-9a-f]{64}\.(?:filez?|dirtree|dirmeta|commit))\b/;

/** Objects that were checked and all there are, from a line of progress; undefined for another line. */
export function checkProgress(line: string): { done: number; total: number } | undefined {
  const match = PROGRESS.exec(line);
  return match ? { done: Number(match[1]), total: Number(match[2]) } : undefined;
}

/** @throws StudioError `tool-failed` that names the damaged objects; `not-found`, `cancelled` */
export async function runCheck(job: RepositoryJob<CheckRequest>): Promise<void> {
  const { run: jobRun } = job;
  const repo = existingRepository(job);
  const argv = ['fsck', `--repo=${repo}`, '--all'];
  const bad = new Set<string>();
  jobRun.plan([{ name: 'check', kind: 'step', stages: [] }]);
  jobRun.onWorker({ kind: 'command', phase: 'check', text: ['ostree', ...argv].join(' ') });
  const onLine = (line: string, progress: boolean): void => {
    // An error is written behind the bar of progress, on the same line.
    const object = BAD.exec(line)?.[1];
    const found = object === undefined ? checkProgress(line) : undefined;
    if (object !== undefined) bad.add(object);
    if (found) jobRun.onWorker({ kind: 'items', phase: 'check', ...found });
    else if (!progress) jobRun.log('check', line.replace(BAR, ''), object === undefined ? 'output' : 'error');
  };
  await jobRun.step('check', async () => {
    try {
      await runInTerminal('ostree', argv, { signal: jobRun.signal, onLine });
    } catch (thrown) {
      if (bad.size === 0 || !(thrown instanceof StudioError) || thrown.code !== 'tool-failed') throw thrown;
      throw new StudioError(
        'tool-failed',
        `${bad.size} ${bad.size === 1 ? 'object is' : 'objects are'} damaged or missing in ${repo}.`,
        {
          hint: `Remove the damaged ones with \`ostree fsck --delete --repo=${repo}\`, then pull or build the commits again.`,
          detail: { ...thrown.detail, names: [...bad] },
          cause: thrown,
        },
      );
    }
  });
}
