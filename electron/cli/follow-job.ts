/** Follows a job to its end: a line for each stage, and the log where something goes wrong. */
import type { Job, LogRecord } from '../../shared/builds/types';
import { fromWire, StudioError } from '../../shared/errors';
import type { CommandContext } from './command';
import { seconds, type Output } from './output';

export function printRecord(output: Output, record: LogRecord, job: string): void {
  output.value({ job, ...record });
  if (record.kind === 'stage-end')
    output.line(`  ${record.phase.padEnd(14)} ${(record.stage ?? '').padEnd(34)} ${record.text.padStart(8)}`);
  else if (record.kind === 'info' && record.phase) output.line(`  ${record.phase.padEnd(14)} ${record.text}`);
  // What ended the job is told at its end.
  else if (record.kind === 'error' && record.phase) output.line(`  ${record.text}`);
}

const isEnded = (job: Job): boolean => job.status.kind !== 'waiting' && job.status.kind !== 'running';

/**
 * Waits for a job, cancelling it when the signal is given.
 *
 * @throws StudioError what the job failed with; `cancelled`.
 */
export async function followJob(
  { client, output, signal }: Pick<CommandContext, 'client' | 'output' | 'signal'>,
  id: string,
): Promise<Job> {
  const titles = new Set<string>();
  let reason: string | undefined;
  const ends: (() => void)[] = [];
  const ended = new Promise<Job>((resolve) => {
    const look = (job: Job): void => {
      if (job.id === id && job.status.kind === 'waiting' && job.status.reason !== reason) {
        reason = job.status.reason;
        if (reason !== undefined) output.line(`Job ${id} waits ${reason}`);
      }
      // Jobs of other studios are none of this one's; the starter repository is made for it.
      const isShown = job.id === id || job.request.kind === 'starter-repository';
      if (isShown && !titles.has(job.id) && job.status.kind === 'running') {
        titles.add(job.id);
        output.line(`Job ${job.id}: ${job.title}`);
      }
      if (job.id === id && isEnded(job)) resolve(job);
    };
    ends.push(client.on('builds.changed', look));
    ends.push(
      client.on('builds.log', ({ id: of, records }) => {
        if (titles.has(of)) for (const record of records) printRecord(output, record, of);
      }),
    );
    void client.call('builds.list', undefined).then((jobs) => jobs.forEach(look));
  });
  const cancel = (): void => void client.call('builds.cancel', { id }).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  const job = await ended;
  signal.removeEventListener('abort', cancel);
  for (const end of ends) end();
  const { status } = job;
  if (status.kind === 'failed') throw fromWire(status.error);
  if (status.kind !== 'done') throw new StudioError('cancelled', `Job ${id} was ${status.kind}.`);
  output.line(`  done in ${seconds((status.endedAt - status.startedAt) / 1000)}`);
  return job;
}
