/** Errors of the manifest language: always `invalid-input`, with the place, one sentence, and what to do. */
import { StudioError } from '../../../shared/errors';
import { nearestName } from '../../../shared/manifest/nearest';
import { failedPlace } from './code-place';
import type { Place } from './places';
import { PyError, PyExit } from './python/errors';

/** How osbuild-mpp words the same failure; the headless preprocessor prints it. */
export interface MppMessage {
  kind: 'yaml' | 'json' | 'eval' | 'if' | 'format' | 'exit';
  code?: string;
  /** The file that was being loaded. */
  path?: string;
  text: string;
}

/** An error at a place of a manifest. */
export class ManifestError extends StudioError {
  readonly mpp: MppMessage | undefined;
  constructor(
    message: string,
    more: {
      place?: Place | undefined;
      hint?: string;
      names?: string[];
      field?: string;
      mpp?: MppMessage;
      cause?: unknown;
    } = {},
  ) {
    const { place, hint, names, field } = more;
    super('invalid-input', message, {
      ...(hint === undefined ? {} : { hint }),
      ...(more.cause === undefined ? {} : { cause: more.cause }),
      detail: {
        ...(place ? { file: place.file, line: place.line, column: place.column } : {}),
        ...(names ? { names } : {}),
        ...(field === undefined ? {} : { field }),
      },
    });
    this.mpp = more.mpp;
  }
}

const HINTS: Record<string, string> = {
  SyntaxError: 'The text must be one Python expression.',
  KeyError: 'The mapping has no such key.',
  BudgetError: 'Split the expression into variables, or write the value out.',
  ModuleNotFoundError: 'Expressions can use json, uuid, datetime, hashlib, base64, os.path and sys.',
  TypeError: 'Check the type of each value in the expression.',
  AttributeError: 'Values have the methods of Python; names that begin with two underscores are not let in.',
  RecursionError: 'Split the expression into variables.',
};

/** What a failed expression means to the person who wrote it; `source` is the text of the file at `place`. */
export function expressionError(
  directive: string,
  code: string,
  thrown: unknown,
  place: Place | undefined,
  names: () => Iterable<string>,
  path: string,
  source?: string,
): unknown {
  const kind = directive === 'mpp-if' ? 'if' : directive === 'mpp-eval' ? 'eval' : 'format';
  if (thrown instanceof PyExit) {
    return new ManifestError(`${directive} ended the run with status ${thrown.status}.`, {
      place,
      hint: 'The manifest refuses these settings; what it printed says why.',
      mpp: { kind: 'exit', text: String(thrown.status) },
      cause: thrown,
    });
  }
  const error = thrown instanceof RangeError ? new PyError('RecursionError', 'nested too deeply') : thrown;
  if (!(error instanceof PyError)) return error;
  const unknown = /^name '(.*)' is not defined$/.exec(error.message)?.[1];
  const near = unknown === undefined ? undefined : nearestName(unknown, names());
  const hint = near
    ? `Did you mean '${near}'?`
    : unknown
      ? 'Set it in mpp-vars, or with a define.'
      : (HINTS[error.kind] ?? 'Check the values of the variables in the expression.');
  const what = error.message === '' ? `${error.kind} in '${shorten(code)}'` : error.message;
  return new ManifestError(`${directive} failed: ${sentence(error, what)}.`, {
    place: failedPlace(place, source, code, error),
    hint,
    ...(near ? { names: [near] } : {}),
    mpp: { kind, code, path, text: error.message },
    cause: error,
  });
}

function sentence(error: PyError, what: string): string {
  if (error.kind === 'KeyError') return `there is no key ${what}`;
  return what.replace(/ \(<string>, line 1\)$/, '').replace(/\.$/, '');
}

function shorten(code: string): string {
  const line = code.trim().split('\n')[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** A failure of the host, with the place in the manifest that asked. */
export function locate(thrown: unknown, place: Place | undefined): unknown {
  if (!(thrown instanceof StudioError) || !place || thrown.detail?.file !== undefined) return thrown;
  return new StudioError(thrown.code, thrown.message, {
    ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    detail: { ...thrown.detail, file: place.file, line: place.line, column: place.column },
    cause: thrown,
  });
}
