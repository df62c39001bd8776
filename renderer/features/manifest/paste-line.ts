/** What a pasted line says, for the targets of the open workspace. */
import { toWire } from '../../../shared/errors';
import { parseBuildLine, type BuildLine } from '../../../shared/manifest/make-line';
import type { Defines, Target } from '../../../shared/manifest/types';

export type PastedLine =
  | {
      readonly kind: 'line';
      /** Name of a target of the workspace. */
      readonly target: string | undefined;
      readonly defines: Defines;
      /** What of the line is not taken over. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'problem'; readonly message: string };

/** Undefined for an empty text. `chosen` is the target that is worked on. */
export function readLine(text: string, targets: readonly Target[], chosen: string | undefined): PastedLine | undefined {
  if (text.trim() === '') return undefined;
  try {
    const line = parseBuildLine(text);
    const target = targetOf(line.target, targets, chosen);
    if (target === undefined && Object.keys(line.defines).length === 0)
      return { kind: 'problem', message: `${noTarget(line.target)} The line sets no define either.` };
    return { kind: 'line', target, defines: line.defines, notes: notesOf(line, target) };
  } catch (thrown) {
    const { message, hint } = toWire(thrown);
    return { kind: 'problem', message: hint === undefined ? message : `${message} ${hint}` };
  }
}

/** True for a text that can only be a whole line, wherever it is pasted. */
export function isWholeLine(text: string): boolean {
  return (
    /^\s*(?:[$#%>]\s+)?(?:sudo\s+(?:-\S+\s+)*)?(?:make|gmake|(?:aib-)?osbuild-mpp|ostree-studio|npm run studio)\s/.test(
      text,
    ) || /\bDEFINES=/.test(text)
  );
}

function targetOf(
  name: string | undefined,
  targets: readonly Target[],
  chosen: string | undefined,
): string | undefined {
  if (name === undefined) return undefined;
  const named = targets.find((target) => target.name === name);
  if (named) return named.name;
  // A manifest stands for each of its targets: the one that is worked on is meant, if it is among them.
  const own = targets.filter((target) => name === target.manifest || name.endsWith(`/${target.manifest}`));
  return (own.find((target) => target.name === chosen) ?? (own.length === 1 ? own[0] : undefined))?.name;
}

function noTarget(name: string | undefined): string {
  return name === undefined ? 'The line names no target.' : `The workspace has no target ${name}.`;
}

function notesOf(line: BuildLine, target: string | undefined): readonly string[] {
  return [
    ...(line.target !== undefined && target === undefined
      ? [`${noTarget(line.target)} Its defines are taken for the chosen one.`]
      : []),
    ...(line.ostreeRepo === undefined ? [] : [`The repository ${line.ostreeRepo} is the workspace’s affair.`]),
    ...(line.rest.length === 0 ? [] : [`Not taken over: ${line.rest.join(' ')}`]),
  ];
}
