/** The queue of the data folder: what waits and why, and who starts it. */
import { waitingInOrder } from '../../../shared/builds/queue';
import type { Job, QueueState } from '../../../shared/builds/types';
import { assertNever, StudioError } from '../../../shared/errors';
import type { Command, CommandContext } from '../command';
import { printRecord } from '../follow-job';
import { table } from '../output';

const VERBS = ['list', 'run', 'pause', 'resume', 'move', 'cancel'] as const;
type Verb = (typeof VERBS)[number];

const isVerb = (word: string): word is Verb => (VERBS as readonly string[]).includes(word);
const jobsOf = (context: CommandContext): Promise<Job[]> => context.client.call('builds.list', undefined);

function runnerText({ runner }: QueueState): string {
  if (runner.kind === 'none') return 'no studio starts jobs now';
  return runner.kind === 'this' ? 'this process starts jobs' : `process ${runner.pid} starts jobs`;
}

async function list(context: CommandContext): Promise<void> {
  const { client, output } = context;
  const state = await client.call('builds.queue', undefined);
  const jobs = await jobsOf(context);
  const running = jobs.filter(({ status }) => status.kind === 'running');
  const waiting = waitingInOrder(jobs);
  const limit = state.limit === 'auto' ? state.automatic : state.limit;
  output.line(`${running.length} of ${limit} run${state.paused ? ', paused' : ''}; ${runnerText(state)}.`);
  const rows = [
    ...running.map((job) => [job.id, 'runs', job.title, job.progress.label]),
    ...waiting.map((job) => [job.id, 'waits', job.title, (job.status.kind === 'waiting' && job.status.reason) || '']),
  ];
  for (const line of table(rows)) output.line(line);
  output.value({ ...state, jobs: [...running, ...waiting] });
}

/** Starts jobs until it is interrupted, or none is left. */
async function runQueue(context: CommandContext, untilEmpty: boolean): Promise<void> {
  const { client, output, signal } = context;
  output.value(await client.call('builds.takeQueue', undefined));
  output.line(untilEmpty ? 'Running the queue until it is empty.' : 'Running the queue. Ctrl C ends it.');
  const told = new Map<string, string>();
  let look: () => void = () => undefined;
  const stops = [
    client.on('builds.log', ({ id, records }) => {
      for (const record of records) printRecord(output, record, id);
    }),
    client.on('builds.changed', (job) => {
      if (told.get(job.id) !== job.status.kind && job.status.kind !== 'waiting') {
        output.line(`Job ${job.id}: ${job.title}: ${job.status.kind}`);
        output.value(job);
      }
      told.set(job.id, job.status.kind);
      look();
    }),
  ];
  try {
    await new Promise<void>((resolve, reject) => {
      const check = async (): Promise<void> => {
        const jobs = await jobsOf(context);
        if (!jobs.some(({ status }) => status.kind === 'waiting' || status.kind === 'running')) resolve();
      };
      look = () => void (untilEmpty && check().catch(reject));
      signal.addEventListener('abort', () => resolve(), { once: true });
      look();
    });
  } finally {
    for (const stop of stops) stop();
  }
}

async function move(context: CommandContext, id: string): Promise<void> {
  if (context.values.first !== true && context.values.last !== true)
    throw new StudioError('invalid-input', 'Where to?', { hint: 'Say queue move JOB --first, or --last.' });
  const waiting = waitingInOrder(await jobsOf(context)).filter((job) => job.id !== id);
  const first = waiting[0];
  // The first one of all has the priority of the one that it passes.
  const change =
    context.values.first === true && first ? { before: first.id, priority: first.priority } : { before: null };
  await context.client.call('builds.move', { id, ...change });
  await list(context);
}

async function setPaused(context: CommandContext, paused: boolean): Promise<void> {
  const state = await context.client.call('builds.setQueue', { paused });
  context.output.line(paused ? 'Paused: what runs goes on, nothing new is started.' : `Resumed; ${runnerText(state)}.`);
  context.output.value(state);
}

async function cancel(context: CommandContext, id: string): Promise<void> {
  await context.client.call('builds.cancel', { id });
  context.output.line(`Job ${id} is asked to end.`);
  context.output.value({ id });
}

export const queue: Command = {
  name: 'queue',
  usage: 'queue [list | run [--until-empty] | pause | resume | move JOB --first|--last | cancel JOB]',
  summary: 'Show the queue of jobs and what each waits for; start its jobs; pause, resume and order it',
  options: { 'until-empty': { type: 'boolean' }, first: { type: 'boolean' }, last: { type: 'boolean' } },
  async run(context) {
    const [verb = 'list', id = ''] = context.words;
    if (!isVerb(verb))
      throw new StudioError('invalid-input', `'queue ${verb}' is not known.`, {
        hint: `It is one of: ${VERBS.join(', ')}.`,
      });
    switch (verb) {
      case 'list':
        await list(context);
        break;
      case 'run':
        await runQueue(context, context.values['until-empty'] === true);
        break;
      case 'pause':
      case 'resume':
        await setPaused(context, verb === 'pause');
        break;
      case 'move':
        await move(context, id);
        break;
      case 'cancel':
        await cancel(context, id);
        break;
      default:
        assertNever(verb);
    }
    return undefined;
  },
};
