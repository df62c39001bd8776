/**
 * Errors as the studio knows them: seven codes, each with one treatment in the window and one exit status.
 * An expected outcome (an empty repository) is a value, not an error.
 */
import { z } from 'zod';

/** Exit status of the command line for each error code. */
export const EXIT_STATUS = {
  'invalid-input': 2,
  'missing-tool': 3,
  'tool-failed': 4,
  'not-found': 5,
  conflict: 6,
  cancelled: 130,
  internal: 70,
} as const;

export type ErrorCode = keyof typeof EXIT_STATUS;
const codes = Object.keys(EXIT_STATUS) as [ErrorCode, ...ErrorCode[]];

// The schemas are marked as pure so that a bundle which only throws errors leaves the schema library out.

/** Where and how it happened: only what the code's treatment needs is set. */
export const ErrorDetail = /* @__PURE__ */ (() =>
  z.object({
    /** File that the user can open, absolute or relative to the workspace. */
    file: z.string().optional(),
    /** One-based line and column in `file`. */
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    /** Path of the offending field, for example `pipelines[3].stages[1].options.size`. */
    field: z.string().optional(),
    pipeline: z.string().optional(),
    stage: z.string().optional(),
    /** The failed program's arguments, `argv[0]` being the program. */
    argv: z.array(z.string()).optional(),
    exitCode: z.number().int().optional(),
    signal: z.string().optional(),
    /** The last lines that the program printed. */
    tail: z.array(z.string()).optional(),
    /** A command that the user can copy to mend it. */
    command: z.string().optional(),
    /** Names, packages or values that the message speaks of. */
    names: z.array(z.string()).optional(),
  }))();
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** An error on the wire. `message` is one sentence for a person, `hint` the next action. */
export const WireError = /* @__PURE__ */ (() =>
  z.object({
    code: z.enum(codes),
    message: z.string(),
    hint: z.string().optional(),
    detail: ErrorDetail.optional(),
  }))();
export type WireError = z.infer<typeof WireError>;

/** The one error class of the project. */
export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly detail: ErrorDetail | undefined;

  constructor(code: ErrorCode, message: string, more: { hint?: string; detail?: ErrorDetail; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'StudioError';
    this.code = code;
    this.hint = more.hint;
    this.detail = more.detail;
  }
}

/** Whatever was thrown, as a wire error: a foreign exception is `internal`, an abort is `cancelled`. */
export function toWire(thrown: unknown): WireError {
  if (thrown instanceof StudioError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
      ...(thrown.detail === undefined ? {} : { detail: thrown.detail }),
    };
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message, detail: { tail: text.split('\n').slice(0, 20) } };
}

/** The error that a wire error stands for. */
export function fromWire(wire: WireError): StudioError {
  return new StudioError(wire.code, wire.message, {
    ...(wire.hint === undefined ? {} : { hint: wire.hint }),
    ...(wire.detail === undefined ? {} : { detail: wire.detail }),
  });
}

/** Closes a union: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new StudioError('internal', `Unexpected value: ${JSON.stringify(value)}`);
}
