/** The engine's end of the resolver's thread: hands work over, runs programs for it, and starts it again if it hangs. */
import { Worker } from 'node:worker_threads';
import { fromWire, StudioError, toWire } from '../../../shared/errors';
import type { HostTools } from './resolver';
import type { FromThread, Reply, ToThread, Work } from './resolver-protocol';

/** A manifest's values, several times: what the largest needs, and far less than a machine has. */
const MAX_HEAP_MB = 768;
/** Resolving makes many small objects that do not live long. */
const YOUNG_MB = 64;
/** A thread that has not let go of cancelled work after this long is busy with it. */
const LET_GO_MS = 500;
const PING_MS = 1000;
/** Unanswered pings after which the thread counts as runaway; one expression may take five seconds. */
const MOST_SILENT = 20;

interface Task {
  readonly work: Work;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Ends the programs that run for it. */
  programs: AbortController;
}

const cancelled = (): StudioError => new StudioError('cancelled', 'Resolving was cancelled.');

export class ResolverThread {
  readonly #tasks = new Map<number, Task>();
  /** Cancelled work that the thread still has. */
  readonly #leaving = new Set<number>();
  #worker: Worker | undefined;
  #last = 0;
  #silent = 0;
  #pinging: NodeJS.Timeout | undefined;

  constructor(
    private readonly script: string,
    private readonly tools: HostTools,
  ) {}

  /** @throws StudioError `cancelled` at once when the signal says so, or what the work throws */
  perform(work: Work, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return Promise.reject(cancelled());
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const cancel = (): void => this.#cancel(id);
      signal.addEventListener('abort', cancel, { once: true });
      const settle =
        <T>(end: (value: T) => void) =>
        (value: T): void => {
          signal.removeEventListener('abort', cancel);
          end(value);
        };
      this.#tasks.set(id, { work, resolve: settle(resolve), reject: settle(reject), programs: new AbortController() });
      this.#post({ kind: 'work', id, work });
      this.#watch();
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail(cancelled());
    this.#worker = undefined;
    await worker?.terminate();
  }

  #post(message: ToThread): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(this.script, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    this.#silent = 0;
    worker.on('message', (message: FromThread) => {
      if (this.#worker === worker) this.#hear(message);
    });
    const broke = (why: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(
        new StudioError('internal', `Resolving broke off: ${why}.`, {
          hint: 'Try again. If it happens with this manifest only, please report it with the manifest.',
        }),
      );
    };
    worker.on('error', (error: NodeJS.ErrnoException) =>
      broke(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'the manifest needs too much memory' : error.message),
    );
    worker.on('exit', (status) => broke(`its thread ended with status ${status}`));
    return worker;
  }

  #hear(message: FromThread): void {
    this.#silent = 0;
    if (message.kind === 'done') this.#settle(message.id, message.reply);
    else if (message.kind === 'host') void this.#serve(message);
  }

  #settle(id: number, reply: Reply): void {
    this.#leaving.delete(id);
    const task = this.#tasks.get(id);
    this.#tasks.delete(id);
    if (!task) return;
    if ('error' in reply) task.reject(fromWire(reply.error));
    else task.resolve(reply.value);
  }

  async #serve({ id, call, name, input }: Extract<FromThread, { kind: 'host' }>): Promise<void> {
    const worker = this.#worker;
    const task = this.#tasks.get(id);
    const reply = await this.#run(task, name, input);
    // Another thread has its own calls.
    if (worker === this.#worker) worker?.postMessage({ kind: 'host', call, reply } satisfies ToThread);
  }

  async #run(task: Task | undefined, name: keyof HostTools, input: readonly unknown[]): Promise<Reply> {
    try {
      if (!task) throw cancelled();
      const tool = this.tools[name] as (...args: unknown[]) => Promise<unknown>;
      return { value: await tool(...input, task.programs.signal) };
    } catch (thrown) {
      return { error: toWire(thrown) };
    }
  }

  #cancel(id: number): void {
    const task = this.#tasks.get(id);
    if (!task) return;
    this.#tasks.delete(id);
    this.#leaving.add(id);
    task.programs.abort();
    task.reject(cancelled());
    this.#post({ kind: 'cancel', id });
    setTimeout(() => {
      if (this.#leaving.has(id)) this.#restart();
    }, LET_GO_MS).unref();
  }

  /** Ends the thread whatever it does, and gives what is left to do to another one. */
  #restart(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#leaving.clear();
    void worker?.terminate();
    for (const [id, task] of this.#tasks) {
      task.programs.abort();
      task.programs = new AbortController();
      this.#post({ kind: 'work', id, work: task.work });
    }
  }

  #watch(): void {
    this.#pinging ??= setInterval(() => {
      if (this.#tasks.size === 0) {
        clearInterval(this.#pinging);
        this.#pinging = undefined;
        return;
      }
      this.#silent += 1;
      if (this.#silent > MOST_SILENT) this.#giveUp();
      else this.#post({ kind: 'ping' });
    }, PING_MS);
    this.#pinging.unref();
  }

  #giveUp(): void {
    this.#fail(
      new StudioError('invalid-input', 'The manifest takes too long to resolve.', {
        hint: 'Look for expressions that go through very many values, or for anchors that repeat one another.',
      }),
    );
    this.#restart();
  }

  #fail(error: StudioError): void {
    const all = [...this.#tasks.values()];
    this.#tasks.clear();
    this.#leaving.clear();
    for (const { reject, programs } of all) {
      programs.abort();
      reject(error);
    }
  }
}
