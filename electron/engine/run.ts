/**
 * The one door to child processes. Argument vectors only, never a shell; each child leads a process group of its own,
 * and cancelling ends the whole group: SIGTERM, five seconds, SIGKILL.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import { StudioError } from '../../shared/errors';

export interface RunOptions {
  signal?: AbortSignal;
  cwd?: string;
  /** The child's whole environment; default: a small clean one (see `cleanEnvironment`). */
  env?: NodeJS.ProcessEnv;
  /** Text or bytes for standard input; default: nothing (/dev/null). */
  stdin?: string | Uint8Array;
  /** Called for every line of standard output and standard error, as it comes. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Exit statuses that count as success; default 0 only. */
  ok?: readonly number[];
  /** Standard output kept in bytes; more is an error. Default 64 MiB. */
  maxOutput?: number;
  /** Milliseconds; then the group is ended and the error says so. */
  timeout?: number;
  /** Called with what the child writes to its file descriptor 3, which is opened then. */
  onExtra?: (chunk: Buffer) => void;
  /** How the group is ended: the first signal, and the milliseconds until SIGKILL. Default SIGTERM and 5000. */
  ending?: { readonly signal: NodeJS.Signals; readonly patience: number };
}

export interface RunResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

const TAIL_LINES = 30;
const KILL_AFTER_MS = 5000;
const MAX_LINE = 64 * 1024;

/** PATH, a UTF-8 locale and the few variables that programs need; nothing of the host's locale or home leaks in. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = process.env.PATH ?? '/usr/bin:/bin';
  const withSbin = ['/usr/local/sbin', '/usr/sbin', '/sbin'].reduce(
    (p, d) => (p.split(':').includes(d) ? p : `${p}:${d}`),
    path,
  );
  return { PATH: withSbin, LC_ALL: 'C.UTF-8', HOME: process.env.HOME ?? '/root', TMPDIR: process.env.TMPDIR, ...more };
}

/** Splits a byte stream into lines; a line longer than 64 KiB is handed over in pieces. */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    push(chunk) {
      rest += decoder.write(chunk);
      let at: number;
      while ((at = rest.search(/\r?\n/)) >= 0) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + (rest[at] === '\r' ? 2 : 1));
        onLine(line);
      }
      while (rest.length > MAX_LINE) {
        onLine(rest.slice(0, MAX_LINE));
        rest = rest.slice(MAX_LINE);
      }
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}

/** Ends a process group: SIGTERM now, SIGKILL after five seconds unless it is gone. */
export function endGroup(
  child: ChildProcess,
  { signal, patience }: NonNullable<RunOptions['ending']> = { signal: 'SIGTERM', patience: KILL_AFTER_MS },
): void {
  const { pid } = child;
  if (pid === undefined) return;
  const kill = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // the group is gone
    }
  };
  kill(signal);
  const timer = setTimeout(() => kill('SIGKILL'), patience);
  child.once('close', () => {
    clearTimeout(timer);
    kill('SIGKILL'); // grandchildren that ignored the signal
  });
}

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  tail: string[];
}

function failure(tool: string, argv: readonly string[], ending: Ending, why?: string): StudioError {
  const last = ending.tail.filter((line) => line.trim() !== '').at(-1);
  const how = why ?? (ending.signal ? `was ended by ${ending.signal}` : `exited with status ${ending.code}`);
  return new StudioError('tool-failed', `${tool} ${how}${last ? `: ${last.trim()}` : '.'}`, {
    detail: {
      argv: [tool, ...argv],
      exitCode: ending.code ?? 128 + (constants.signals[ending.signal ?? 'SIGKILL'] ?? 9),
      ...(ending.signal ? { signal: ending.signal } : {}),
      tail: ending.tail,
    },
  });
}

/** The child could not be started. */
function spawnFailure(tool: string, argv: readonly string[], error: NodeJS.ErrnoException): StudioError {
  if (error.code !== 'ENOENT' && error.code !== 'EACCES')
    return failure(tool, argv, { code: null, signal: null, tail: [] }, error.message);
  return new StudioError('missing-tool', `The program '${tool}' is not installed.`, {
    hint: 'The set-up page lists what is missing and the command that installs it.',
    detail: { names: [tool] },
    cause: error,
  });
}

interface Output {
  readonly tail: string[];
  text(stream: 'stdout' | 'stderr'): string;
}

/** Keeps what the child prints, and hands its lines on. `tooMuch` is called when it is more than may be kept. */
function collect(child: ChildProcess, options: RunOptions, tooMuch: (limit: number) => void): Output {
  const { maxOutput = 64 * 1024 * 1024 } = options;
  const tail: string[] = [];
  const kept: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  let bytes = 0;
  for (const stream of ['stdout', 'stderr'] as const) {
    const lines = lineSplitter((line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      options.onLine?.(line, stream);
    });
    child[stream]?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutput) tooMuch(maxOutput);
      else kept[stream].push(chunk);
      lines.push(chunk);
    });
    child[stream]?.on('end', () => lines.end());
  }
  return { tail, text: (stream) => Buffer.concat(kept[stream]).toString('utf8') };
}

/**
 * Runs a program to its end.
 *
 * @throws StudioError `missing-tool` if it cannot be found, `cancelled` if the signal was given, `tool-failed`
 *   (with argv, exit status and the last 30 lines) otherwise.
 */
export function run(tool: string, argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { signal, ok = [0], timeout } = options;
  if (signal?.aborted) return Promise.reject(new StudioError('cancelled', `${tool} was cancelled.`));
  return new Promise((resolve, reject) => {
    const child = spawn(tool, argv, {
      cwd: options.cwd,
      env: options.env ?? cleanEnvironment(),
      detached: true,
      stdio: [
        options.stdin === undefined ? 'ignore' : 'pipe',
        'pipe',
        'pipe',
        ...(options.onExtra ? ['pipe' as const] : []),
      ],
    });
    if (options.onExtra) child.stdio[3]?.on('data', options.onExtra);
    let why: string | undefined;
    const stop = (reason: string): void => {
      why ??= reason;
      endGroup(child, options.ending);
    };
    const onAbort = (): void => stop('was cancelled');
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = timeout ? setTimeout(() => stop(`did not end within ${timeout} ms`), timeout) : undefined;
    const finish = (): void => {
      signal?.removeEventListener('abort', onAbort);
      clearTimeout(timer);
    };
    const output = collect(child, options, (limit) => stop(`printed more than ${limit} bytes`));
    child.stdin?.on('error', () => undefined); // the child may close it early
    child.stdin?.end(options.stdin);
    child.once('error', (error) => {
      finish();
      reject(spawnFailure(tool, argv, error));
    });
    child.once('close', (code, endSignal) => {
      finish();
      if (signal?.aborted) reject(new StudioError('cancelled', `${tool} was cancelled.`));
      else if (why === undefined && code !== null && ok.includes(code))
        resolve({ stdout: output.text('stdout'), stderr: output.text('stderr'), exitCode: code });
      else reject(failure(tool, argv, { code, signal: endSignal, tail: output.tail }, why));
    });
  });
}
