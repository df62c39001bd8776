/** The catalogue as the rest of the engine sees it: in a thread of its own, so that 60,000 packages block nothing. */
import { Worker } from 'node:worker_threads';
import { fromWire, StudioError, type WireError } from '../../../shared/errors';
import { Catalogue } from './catalogue';

export type CatalogueMethod = Exclude<keyof Catalogue, 'constructor'>;
/** What the thread is asked, and what it answers. */
export type Question =
  | { readonly kind: 'call'; readonly id: number; readonly name: CatalogueMethod; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };
export type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: WireError };

/** Every method of the catalogue, wherever it runs. */
export type CatalogueClient = Pick<Catalogue, CatalogueMethod> & { close(): Promise<void> };

/** Metadata of a large distribution, its index, and its file lists. */
const MAX_HEAP_MB = 1024;
/** Parsing makes many small objects that do not live long. */
const YOUNG_MB = 16;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

class CatalogueThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;

  constructor(
    readonly script: string,
    readonly folder: string,
  ) {}

  call(name: CatalogueMethod, input: unknown, signal: AbortSignal | undefined): Promise<never> {
    const cancelled = (): StudioError => new StudioError('cancelled', 'It was cancelled.');
    if (signal?.aborted) return Promise.reject(cancelled());
    const worker = this.#start();
    this.#last += 1;
    const id = this.#last;
    const post = (question: Question): void => worker.postMessage(question);
    return new Promise<never>((resolve, reject) => {
      const cancel = (): void => post({ kind: 'cancel', id });
      const done = (): void => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel);
      this.#waiting.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      post({ kind: 'call', id, name, input });
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail(new StudioError('cancelled', 'The studio is closing.'));
  }

  /** Started by the first question; after a failure by the next. */
  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.script, {
      workerData: { kind: 'catalogue', folder: this.folder, script: this.script },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker = worker;
    worker.unref();
    worker.on('message', (answer: Answer) => this.#settle(answer));
    const ended = (why: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(
        new StudioError('internal', `Reading the package metadata failed: ${why}.`, {
          hint: 'Try again; a repository with much more than 500,000 packages needs more memory than it gets.',
        }),
      );
    };
    worker.on('error', (error) => ended(error.message));
    worker.on('exit', () => ended('it ended'));
    return worker;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(fromWire(answer.error));
    else waiting?.resolve(answer.value as never);
  }

  #fail(error: StudioError): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(error);
  }
}

/**
 * Opens a catalogue that keeps what it reads in `folder`: in a thread, or (without a `script`) in this one, where a
 * command line that ends after its answer saves the thread's start.
 */
export function openCatalogue(folder: string, script?: string): CatalogueClient {
  if (script === undefined) {
    const catalogue = new Catalogue(folder) as Catalogue & { close(): Promise<void> };
    catalogue.close = () => Promise.resolve();
    return catalogue;
  }
  const thread = new CatalogueThread(script, folder);
  const method =
    (name: CatalogueMethod) =>
    (input: unknown, signal?: AbortSignal): Promise<never> =>
      thread.call(name, input, signal);
  return {
    load: method('load'),
    search: method('search'),
    details: method('details'),
    files: method('files'),
    changelog: method('changelog'),
    groups: method('groups'),
    updates: method('updates'),
    reasons: method('reasons'),
    missing: method('missing'),
    unknown: method('unknown'),
    alternatives: method('alternatives'),
    unfit: method('unfit'),
    close: () => thread.close(),
  };
}
