/** Why osbuild ended as it did: its exit status and what it printed, as one sentence with its place. */
import { z } from 'zod';
import { StudioError, type ErrorDetail } from '../../../../../shared/errors';
import { parseJson } from '../../../parse-json';
import type { MonitorFailure } from './monitor-events';

export interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly argv: readonly string[];
  /** What the monitor told before. */
  readonly failure: MonitorFailure | undefined;
}

const Validation = z.object({
  type: z.literal('https://osbuild.org/validation-error'),
  errors: z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])) })).min(1),
});

const TAIL_LINES = 30;
const ESCAPES = /\u001b\[[0-9;]*m/g;

function lastLines(text: string): string[] {
  const lines = text.replace(ESCAPES, '').split(/\r?\n/);
  return lines.filter((line) => line.trim() !== '').slice(-TAIL_LINES);
}

/** `['pipelines', 0, 'stages', 2, 'options']` as people write it. */
function fieldOf(path: readonly (string | number)[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('');
}

/** Status 2: the manifest is not one that this osbuild takes. */
function refused({ stdout, stderr }: Ending): StudioError {
  const told = Validation.safeParse(parseJson(stdout));
  if (!told.success) {
    const tail = lastLines(`${stdout}\n${stderr}`);
    const last = tail.at(-1) ?? 'It gave no reason.';
    return new StudioError('invalid-input', `osbuild does not take the manifest: ${last}`, { detail: { tail } });
  }
  const { errors } = told.data;
  const [first] = errors;
  const field = fieldOf(first?.path ?? []);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new StudioError('invalid-input', `${field || 'The manifest'}: ${first?.message ?? ''}${more}`, {
    hint: 'osbuild checked the manifest against its own schemas. Correct it, or use the built-in engine.',
    detail: { field, tail: errors.slice(0, TAIL_LINES).map(({ path, message }) => `${fieldOf(path)}: ${message}`) },
  });
}

/**
 * The exception that ended a Python program: the first line after the frames of its last traceback. One that came from a
 * process of its own brings that one's traceback along, whose lines do not matter.
 */
export function exceptionOf(stderr: string): string | undefined {
  const from = stderr.lastIndexOf('Traceback (most recent call last):');
  if (from < 0) return undefined;
  const found = stderr
    .slice(from)
    .split('\n')
    .slice(1)
    .find((line) => /^\S/.test(line));
  return found?.trim();
}

/** `osbuild.host.RemoteError: RuntimeError: b"mount: …" (code: 32)` as the part that tells. */
function readable(exception: string): string {
  return exception
    .replace(/^osbuild\.host\.RemoteError: /, '')
    .replace(/\bb'((?:[^'\\]|\\.)*)'|\bb"((?:[^"\\]|\\.)*)"/g, (_, single?: string, double?: string) =>
      (single ?? double ?? '').replace(/\\n\s*/g, ' '),
    );
}

/** The line that tells most: of a stage whose program failed what that program said, not that Python noticed. */
function decisive(tail: readonly string[]): string | undefined {
  const lines = tail.map((line) => line.replace(ESCAPES, '').trim()).filter((line) => line !== '');
  const last = lines.at(-1);
  if (!last?.startsWith('subprocess.CalledProcessError')) return last;
  const traceback = lines.lastIndexOf('Traceback (most recent call last):');
  return (traceback > 0 ? lines[traceback - 1] : undefined) ?? last;
}

function stageFailure(failure: MonitorFailure, ending: Ending, exception: string | undefined): StudioError {
  const { kind, pipeline, stage, tail, reason } = failure;
  const why = (exception && readable(exception)) ?? reason ?? decisive(tail);
  const where = kind === 'source' ? `The source ${stage}` : `Pipeline '${pipeline}', stage ${stage}`;
  const detail: ErrorDetail = {
    ...{ pipeline, stage, exitCode: ending.exitCode, argv: [...ending.argv] },
    tail: exception
      ? [...tail, exception].slice(-TAIL_LINES)
      : reason
        ? [...tail, reason].slice(-TAIL_LINES)
        : [...tail],
  };
  return new StudioError('tool-failed', why ? `${where}: ${why}` : `${where} failed.`, { detail });
}

/** osbuild did not end by itself: something killed it, for example the kernel for want of memory. */
export function killedError(signal: string, failure: MonitorFailure | undefined, argv: readonly string[]): StudioError {
  const during = failure ? ` in pipeline '${failure.pipeline}', stage ${failure.stage}` : '';
  return new StudioError('tool-failed', `osbuild was ended by ${signal}${during}.`, {
    detail: {
      ...(failure ? { pipeline: failure.pipeline, stage: failure.stage, tail: [...failure.tail] } : {}),
      ...{ signal, argv: [...argv] },
    },
  });
}

/**
 * The error of a run of osbuild that did not end with status 0. Statuses: 1 a stage, a source or osbuild itself failed;
 * 2 the manifest or the arguments; 130 interrupted.
 */
export function osbuildError(ending: Ending): StudioError {
  const { exitCode, stdout, stderr, failure, argv } = ending;
  if (exitCode === 130) return new StudioError('cancelled', 'osbuild was interrupted.');
  if (exitCode === 2) return refused(ending);
  const exception = exceptionOf(stderr);
  if (failure) return stageFailure(failure, ending, exception);
  const tail = lastLines(`${stdout.startsWith('{') ? '' : stdout}\n${stderr}`);
  // `Failed` alone says nothing: the reason stands before it.
  const last = exception ? readable(exception) : tail.filter((line) => line !== 'Failed').at(-1);
  const code =
    exception && /^ValueError: Unknown (source|pipeline) reference/.test(exception) ? 'invalid-input' : undefined;
  return new StudioError(
    code ?? 'tool-failed',
    `osbuild ended with status ${exitCode}: ${last ?? 'it gave no reason.'}`,
    {
      detail: { exitCode, tail, argv: [...argv] },
    },
  );
}
