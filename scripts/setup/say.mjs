/** What the set-up prints: each thing that it does, and why. */

/** One thing that is being done, with its reason. */
export function doing(what, why) {
  console.log(`[setup] ${what}${why ? ` (${why})` : ''}`);
}

/** Something that a person must know. */
export function note(text) {
  console.log(`[setup] ${text}`);
}

/** Ends the set-up: what is wrong, and what to type. */
export class SetupError extends Error {
  constructor(message, hint) {
    super(message);
    this.name = 'SetupError';
    this.hint = hint;
  }
}
