/** Exceptions of the expression language. They become a StudioError where the place in the manifest is known. */

/** A Python exception: `kind` is its class, the message what `str()` of it says. */
export class PyError extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
    this.name = 'PyError';
  }
}

/** `sys.exit()` in an expression: the run ends with this status. */
export class PyExit extends Error {
  constructor(readonly status: number) {
    super(`exit ${status}`);
    this.name = 'PyExit';
  }
}

/** More work than any honest manifest asks for: steps, nesting, or size of a value. */
export class BudgetError extends PyError {
  constructor(what: string) {
    super('BudgetError', `the expression is too expensive: ${what}`);
    this.name = 'BudgetError';
  }
}
