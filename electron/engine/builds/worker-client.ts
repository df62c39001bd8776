/** Starts the build worker with the privileges that it needs, hands it its job, and listens. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { StudioError, fromWire } from '../../../shared/errors';
import { parseJson } from '../parse-json';
import { cleanEnvironment, endGroup, lineSplitter, run } from '../run';
import type { OsbuildJob } from './engines/osbuild/protocol';
import { WorkerEvent, type WorkerJob } from './worker-protocol';

/** How long a cancelled worker may take to give back what it took. */
const CLEANUP_MS = 30_000;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How the worker is started: with root's rights by one of three ways, or with the person's own. */
export type WorkerPrivilege = 'root' | 'sudo' | 'pkexec' | 'none';

/** The way to root's rights that asks for the least, `none` where there is none. Never asks for a password itself. */
export async function workerPrivilege(): Promise<WorkerPrivilege> {
  if (process.getuid?.() === 0) return 'root';
  const sudo = await run('sudo', ['--non-interactive', 'true']).then(
    () => true,
    () => false,
  );
  if (sudo) return 'sudo';
  const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  return display && isExecutable('/usr/bin/pkexec') ? 'pkexec' : 'none';
}

/**
 * The program that runs the worker as root: directly, through sudo where it asks for nothing, or through polkit's
 * dialog. Mounts are made in a mount namespace of its own, so that they end with it whatever happens.
 *
 * @throws StudioError `missing-tool` where none of them works.
 */
async function privileged(worker: string): Promise<string[]> {
  const node = nodeProgram(worker);
  const own = ['unshare', '--mount', '--propagation', 'slave', '--', ...node];
  const way = await workerPrivilege();
  if (way === 'root') return own;
  if (way === 'sudo') return ['sudo', '--non-interactive', '--', ...own];
  if (way === 'pkexec') return ['/usr/bin/pkexec', ...own];
  throw new StudioError('missing-tool', 'Building an image mounts file systems, which only root may do.', {
    hint: 'Let sudo remember your password in the terminal that the studio was started from, then build again.',
    detail: { command: 'sudo --validate', names: ['sudo'] },
  });
}

function nodeProgram(worker: string): string[] {
  return ['/usr/bin/env', 'ELECTRON_RUN_AS_NODE=1', process.execPath, worker];
}

interface Conversation {
  onEvent: (event: WorkerEvent) => void;
  onNoise: (line: string) => void;
}

function listen(child: ChildProcess, { onEvent, onNoise }: Conversation): void {
  const lines = lineSplitter((line) => {
    const event = WorkerEvent.safeParse(parseJson(line));
    if (event.success) onEvent(event.data);
    else if (line.trim()) onNoise(line);
  });
  child.stdout?.on('data', (chunk: Buffer) => lines.push(chunk)).once('end', () => lines.end());
  const noise = lineSplitter((line) => onNoise(line));
  child.stderr?.on('data', (chunk: Buffer) => noise.push(chunk)).once('end', () => noise.end());
}

export type WorkerResult = Extract<WorkerEvent, { kind: 'result' }>;

/** Closing its standard input asks the worker to stop and clean up; only if it does not is it ended. */
function cancelWorker(child: ChildProcess): void {
  child.stdin?.end();
  const timer = setTimeout(() => endGroup(child), CLEANUP_MS);
  child.once('close', () => clearTimeout(timer));
}

/**
 * Runs one job to its end; a `rootless` one with the person's own rights.
 *
 * @throws StudioError what the worker said; `cancelled`; `internal` if it died without a word.
 */
export async function runWorker(
  worker: string,
  job: WorkerJob | OsbuildJob,
  options: { signal: AbortSignal; onEvent: (event: WorkerEvent) => void; rootless?: boolean },
): Promise<WorkerResult> {
  options.signal.throwIfAborted();
  const [program = '', ...argv] = options.rootless ? nodeProgram(worker) : await privileged(worker);
  const child = spawn(program, argv, { env: cleanEnvironment(), detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const noise: string[] = [];
  let error: StudioError | undefined;
  let result: WorkerResult | undefined;
  const { signal } = options;
  return new Promise<WorkerResult>((resolve, reject) => {
    const onAbort = (): void => cancelWorker(child);
    signal.addEventListener('abort', onAbort, { once: true });
    listen(child, {
      onEvent: (event) => {
        if (event.kind === 'error') error = fromWire(event.error);
        if (event.kind === 'result') result = event;
        options.onEvent(event);
      },
      onNoise: (line) => noise.push(line),
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(`${JSON.stringify(job)}\n`);
    child.once('error', reject);
    child.once('close', (code, ended) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted) reject(new StudioError('cancelled', 'The build was cancelled.'));
      else if (error) reject(error);
      else if (code === 0 && result) resolve(result);
      else
        reject(
          new StudioError('tool-failed', `The build worker ended without a result (${ended ?? `status ${code}`}).`, {
            detail: { argv: [program, ...argv], tail: noise.slice(-20), ...(code === null ? {} : { exitCode: code }) },
          }),
        );
    });
  });
}
