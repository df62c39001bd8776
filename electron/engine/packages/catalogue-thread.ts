/** The thread that holds the catalogue (see catalogue-client.ts), or one that parses for it (see parse-primary.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../../../shared/errors';
import { Catalogue } from './catalogue';
import type { Answer, Question } from './catalogue-client';
import { answerParse, parseInThread, type ParseTask } from './parse-primary';

/** Of the studio itself: nothing from outside comes this way. */
const work = workerData as ParseTask | { readonly kind: 'catalogue'; readonly folder: string; readonly script: string };

function hold(folder: string, script: string): void {
  const catalogue = new Catalogue(folder, undefined, parseInThread(script, folder));
  const running = new Map<number, AbortController>();
  const answer = async ({ id, name, input }: Extract<Question, { kind: 'call' }>): Promise<Answer> => {
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
  };
  parentPort?.on('message', (question: Question) => {
    if (question.kind === 'cancel') running.get(question.id)?.abort();
    else void answer(question).then((message) => parentPort?.postMessage(message));
  });
}

if (work.kind === 'catalogue') hold(work.folder, work.script);
else
  void answerParse(work).then((answer) =>
    parentPort?.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []),
  );
