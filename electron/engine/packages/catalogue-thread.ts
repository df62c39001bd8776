/** The thread that holds the catalogue: see catalogue-client.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { toWire } from '../../../shared/errors';
import { Catalogue } from './catalogue';
import type { Answer, Question } from './catalogue-client';

const { folder } = z.object({ folder: z.string() }).parse(workerData);
const catalogue = new Catalogue(folder);
const running = new Map<number, AbortController>();

async function answer({ id, name, input }: Extract<Question, { kind: 'call' }>): Promise<Answer> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const method = catalogue[name].bind(catalogue) as (input: never, signal: AbortSignal) => Promise<unknown>;
    return { id, value: await method(input as never, controller.signal) };
  } catch (thrown) {
    return { id, error: toWire(thrown) };
  } finally {
    running.delete(id);
  }
}

parentPort?.on('message', (question: Question) => {
  if (question.kind === 'cancel') running.get(question.id)?.abort();
  else void answer(question).then((message) => parentPort?.postMessage(message));
});
