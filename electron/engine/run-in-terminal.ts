/** Runs programs that tell their progress to a terminal only, in one: a pseudo terminal, see pty(7). */
import { spawn } from '@lydell/node-pty';
import { StudioError } from '../../shared/errors';
import { cleanEnvironment } from './run';

const TAIL_LINES = 30;
const KILL_AFTER_MS = 5000;
/** Wide enough that no line is wrapped. */
const COLUMNS = 500;

export interface TerminalRunOptions {
  signal: AbortSignal;
  /** Each line as it was last seen, and each state of a line that is written over (`progress`). */
  onLine: (line: string, progress: boolean) => void;
}

/** Takes the escape sequences of ECMA-48 away: cursor, colours, titles. */
function plain(text: string): string {
  return text.replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_78])/g, '');
}

/** Without what is not set, which would be set to `undefined`. */
function environment(): Record<string, string> {
  const all = Object.entries(cleanEnvironment({ TERM: 'xterm' }));
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Splits what a terminal is sent: `\n` ends a line, `\r` and a cursor that is put back (DECRC) begin it again. */
export function terminalLines(onLine: TerminalRunOptions['onLine']): { push(text: string): void; end(): void } {
  let rest = '';
  const tell = (line: string, progress: boolean): void => {
    const text = plain(line).trimEnd();
    if (text !== '') onLine(text, progress);
  };
  return {
    push(text) {
      rest = (rest + text).replaceAll('\x1b8', '\r');
      for (let at = rest.search(/[\r\n]/); at >= 0; at = rest.search(/[\r\n]/)) {
        // The end of a line is not known before what follows a carriage return is.
        if (rest[at] === '\r' && at + 1 === rest.length) return;
        const ends = rest[at] === '\n' || rest[at + 1] === '\n';
        tell(rest.slice(0, at), !ends);
        rest = rest.slice(at + (rest[at] === '\r' && ends ? 2 : 1));
      }
    },
    end() {
      tell(rest, false);
      rest = '';
    },
  };
}

/**
 * Runs a program to its end; its process group is ended when the signal is given.
 *
 * @throws StudioError `missing-tool`, `cancelled`, `tool-failed` as `run` does
 */
export function runInTerminal(tool: string, argv: readonly string[], options: TerminalRunOptions): Promise<void> {
  const { signal } = options;
  const cancelled = (): StudioError => new StudioError('cancelled', `${tool} was cancelled.`);
  if (signal.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const child = spawn(tool, [...argv], { cols: COLUMNS, rows: 24, env: environment() });
    const tail: string[] = [];
    const lines = terminalLines((line, progress) => {
      if (!progress && tail.push(line) > TAIL_LINES) tail.shift();
      options.onLine(line, progress);
    });
    const kill = (name: NodeJS.Signals): void => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // the group is gone
      }
    };
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      kill('SIGTERM');
      timer = setTimeout(() => kill('SIGKILL'), KILL_AFTER_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    child.onData((text) => lines.push(text));
    child.onExit(({ exitCode, signal: ended }) => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
      lines.end();
      if (signal.aborted) return reject(cancelled());
      if (exitCode === 0 && !ended) return resolve();
      const last = tail.at(-1);
      if (last?.startsWith('execvp(3) failed'))
        return reject(
          new StudioError('missing-tool', `The program '${tool}' is not installed.`, {
            hint: 'The set-up page lists what is missing and the command that installs it.',
            detail: { names: [tool] },
          }),
        );
      const how = ended ? `was ended by signal ${ended}` : `exited with status ${exitCode}`;
      reject(
        new StudioError('tool-failed', `${tool} ${how}${last ? `: ${last}` : '.'}`, {
          detail: { argv: [tool, ...argv], exitCode, tail },
        }),
      );
    });
  });
}
