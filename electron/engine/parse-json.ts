/** The value of a JSON text from outside, or undefined where it is none: a schema decides what it may be. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
