/** What a pasted line says, for the targets of the open workspace. */
import { toWire } from '../../../shared/errors';
import { parseTargetName } from '../../../shared/manifest/target-name';
import type { Defines, Target } from '../../../shared/manifest/types';
import { parseLine } from './define-fields';

export type PastedLine =
  | {
      readonly kind: 'line';
      /** Name of a target of the workspace. */
      readonly target: string | undefined;
      readonly defines: Defines;
      /** What of the line is not taken over. */
      readonly note?: string;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** Undefined for an empty text. */
export function readLine(text: string, targets: readonly Target[]): PastedLine | undefined {
  if (text.trim() === '') return undefined;
  try {
    void parseTargetName;
    void targets;
    return { kind: 'line', target: undefined, defines: parseLine(text) };
  } catch (thrown) {
    const { message, hint } = toWire(thrown);
    return { kind: 'problem', message: hint === undefined ? message : `${message} ${hint}` };
  }
}
